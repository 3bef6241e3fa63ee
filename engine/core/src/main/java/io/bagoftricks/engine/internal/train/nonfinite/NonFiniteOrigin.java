package io.bagoftricks.engine.internal.train.nonfinite;

import io.bagoftricks.api.Slot;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.backends.spi.Finiteness;
import io.bagoftricks.backends.spi.ForwardDraws;
import io.bagoftricks.backends.spi.ParameterLayout;
import io.bagoftricks.backends.spi.Phase;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.engine.internal.loader.LoaderBatch;
import io.bagoftricks.engine.internal.metric.Rows;
import io.bagoftricks.engine.internal.train.hook.BatchContext;
import io.bagoftricks.engine.internal.train.memory.PlanCache;
import io.bagoftricks.engine.internal.train.memory.WeightsSnapshot;
import io.bagoftricks.engine.plan.PlannedTrick;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plugin.HookPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Looks where a value that is not finite came from, in the order in which it would travel: weights,
 * images, batch, layers, terms of the loss, gradients. It looks at the batch by running it again,
 * every layer tapped; where layers were fused before, the values may differ a little from those
 * that were seen.
 */
public final class NonFiniteOrigin {
  private final RunPlan plan;
  private final Weights weights;
  private final LayerSearch layers;
  private final Draws root;

  public NonFiniteOrigin(RunPlan plan, Weights weights, PlanCache plans, Draws root) {
    this.plan = plan;
    this.weights = weights;
    this.layers = new LayerSearch(plan.network(), plan.layerOwners(), plans);
    this.root = root;
  }

  /**
   * A sentence.
   *
   * @param loaded as the loader prepared it
   * @param batch as the tricks left it
   * @param losses of the terms, by name
   */
  public String of(LoaderBatch loaded, BatchContext batch, Map<String, Double> losses) {
    return inWeights(weights)
        .or(() -> inImages(loaded))
        .or(() -> inBatch(batch))
        .or(() -> inLayers(batch))
        .or(() -> inTerms(losses))
        .or(this::inGradients)
        .orElse(
            "Every layer's output is finite when the batch is run again, so it is not known where"
                + " the value came from.");
  }

  /** The first parameter or running statistic that is not finite. */
  public static Optional<String> inWeights(Weights weights) {
    return first(weights.masters(), weights.layout())
        .map(name -> "The weights are not finite, first those of '" + name + "'.")
        .or(
            () ->
                Finiteness.allFinite(weights.statistics())
                    ? Optional.empty()
                    : weights.layout().statistics().entrySet().stream()
                        .filter(
                            e ->
                                !Finiteness.allFinite(
                                    part(
                                        weights.statistics(),
                                        e.getValue().offset(),
                                        2L * e.getValue().channels())))
                        .findFirst()
                        .map(
                            e ->
                                "Running statistics of '%s' are not finite."
                                    .formatted(e.getKey())));
  }

  private static Optional<String> first(INDArray flat, ParameterLayout layout) {
    return Finiteness.allFinite(flat)
        ? Optional.empty()
        : layout.parameters().values().stream()
            .filter(s -> !Finiteness.allFinite(part(flat, s.offset(), s.parameter().elements())))
            .findFirst()
            .map(slice -> slice.parameter().name());
  }

  private static INDArray part(INDArray flat, long from, long length) {
    return flat.get(NDArrayIndex.interval(from, from + length));
  }

  private Optional<String> inImages(LoaderBatch loaded) {
    return allFinite(loaded.inputs())
        ? Optional.empty()
        : Optional.of(
            "Images are not finite when they leave the loader%s."
                .formatted(blamed(writers(HookPoint.ON_SAMPLE, Slot.COLOR, Slot.OCCLUSION))));
  }

  private static boolean allFinite(float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  private Optional<String> inBatch(BatchContext batch) {
    if (!Finiteness.allFinite(batch.inputs())) {
      return Optional.of(
          "The batch's images are not finite after onBatch%s."
              .formatted(blamed(batch.editors(Slot.INPUT))));
    }
    return Finiteness.allFinite(batch.targets())
        ? Optional.empty()
        : Optional.of(
            "The batch's targets are not finite%s."
                .formatted(
                    blamed(
                        batch.editors(Slot.TARGET).isEmpty()
                            ? writers(HookPoint.ON_LOSS, Slot.TARGET)
                            : batch.editors(Slot.TARGET))));
  }

  private Optional<String> inLayers(BatchContext batch) {
    int micro = plan.recipe().training().microBatchSize();
    Draws draws = root.stream("layers").stream(batch.moment().step());
    WeightsSnapshot before = WeightsSnapshot.of(weights);
    try {
      for (int from = 0; from < batch.size(); from += micro) {
        INDArray inputs = Rows.slice(batch.inputs(), from, Math.min(micro, batch.size() - from));
        Optional<String> found = layers.first(inputs, Phase.TRAINING, ForwardDraws.of(draws, from));
        if (found.isPresent()) {
          return found;
        }
      }
      return Optional.empty();
    } finally {
      before.close(); // running statistics have moved
    }
  }

  private Optional<String> inTerms(Map<String, Double> losses) {
    List<String> terms = new ArrayList<>();
    losses.forEach(
        (name, value) -> {
          if (!Double.isFinite(value)) {
            terms.add(name);
          }
        });
    return terms.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "The logits are finite, but the loss term '%s' is not%s."
                .formatted(
                    terms.stream().sorted().collect(Collectors.joining("', '")),
                    blamed(writers(HookPoint.ON_LOSS, Slot.LOSS_TERMS, Slot.HARD_LOSS))));
  }

  private Optional<String> inGradients() {
    return first(weights.gradients(), weights.layout())
        .map(name -> "The loss is finite, but gradients are not, first those of '" + name + "'.");
  }

  private Set<String> writers(HookPoint point, Slot... slots) {
    Set<String> writers = new TreeSet<>();
    for (PlannedTrick planned : plan.at(point)) {
      for (Slot slot : slots) {
        if (planned.writes(point).contains(slot)) {
          writers.add(planned.instance());
        }
      }
    }
    return writers;
  }

  private static String blamed(Set<String> tricks) {
    return tricks.isEmpty()
        ? ""
        : ", which '%s' wrote".formatted(String.join("', '", new TreeSet<>(tricks)));
  }
}
