package io.bagoftricks.engine.internal.train.hook;

import io.bagoftricks.api.Evaluation;
import io.bagoftricks.api.FlatValues;
import io.bagoftricks.api.Moment;
import io.bagoftricks.api.Sample;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.backends.spi.Finiteness;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.backends.spi.Weights.Part;
import io.bagoftricks.engine.internal.loader.SampleStep;
import io.bagoftricks.engine.internal.train.watch.TrickCall;
import io.bagoftricks.engine.internal.train.watch.TrickWatch;
import io.bagoftricks.engine.plan.LiveTrick;
import io.bagoftricks.engine.plugin.HookPoint;
import io.bagoftricks.engine.plugin.TrickException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** An evaluation before it starts. */
public final class EvaluationContext extends CallContext implements Evaluation {
  /** Measures running statistics. */
  @FunctionalInterface
  public interface StatisticsOf {
    /** Those of weights, flat, on so many training images. */
    INDArray measured(INDArray weights, long examples);
  }

  private final List<UnaryOperator<INDArray>> views = new ArrayList<>();
  private final Draws root;
  private final TrickWatch watch;
  private final Weights trained;
  private final StatisticsOf statisticsOf;
  private final List<SampleStep> preparations = new ArrayList<>();
  private @Nullable Runnable choice;
  private double chosen;

  /**
   * A context.
   *
   * @param root the run's key, for draws while samples are prepared
   * @param trained the weights that tricks may put others in the place of
   * @param statisticsOf measures statistics of other weights
   */
  public EvaluationContext(
      Moment moment, Draws root, TrickWatch watch, Weights trained, StatisticsOf statisticsOf) {
    super(moment);
    this.root = root;
    this.watch = watch;
    this.trained = trained;
    this.statisticsOf = statisticsOf;
  }

  @Override
  public void useWeights(INDArray newWeights, INDArray newStatistics) {
    useWeights(FlatValues.of(newWeights), FlatValues.of(newStatistics));
  }

  @Override
  public void useWeights(FlatValues newWeights, FlatValues newStatistics) {
    touch(Slot.EVALUATED_WEIGHTS);
    GivenValues masters = new GivenValues("weights to evaluate", newWeights);
    GivenValues statistics = new GivenValues("statistics to evaluate", newStatistics);
    checkFits(masters, trained.masters());
    checkFits(statistics, trained.statistics());
    if (choice != null) {
      throw new IllegalStateException(
          "The weights to evaluate are chosen already; one trick chooses them, once");
    }
    choice =
        () -> {
          masters.copyInto(trained, Part.MASTERS);
          statistics.copyInto(trained, Part.STATISTICS);
        };
    chosen = 31 * sum(newWeights.values()) + sum(newStatistics.values());
  }

  @Override
  public INDArray recomputeStatistics(INDArray weights, long examples) {
    if (examples < 1) {
      throw new IllegalArgumentException(
          "Statistics are measured on at least one example, not " + examples);
    }
    checkFits(new GivenValues("weights to evaluate", FlatValues.of(weights)), trained.masters());
    return statisticsOf.measured(weights, examples);
  }

  @Override
  public void addView(UnaryOperator<INDArray> view) {
    touch(Slot.EVALUATED_VIEWS);
    LiveTrick caller = caller();
    boolean watched = isWatched();
    views.add(
        inputs -> {
          watch.handed("inputs()", inputs);
          INDArray seen =
              watch.later(
                  caller, HookPoint.ON_EVALUATE, moment(), watched, () -> view.apply(inputs));
          fault(inputs, seen)
              .ifPresent(
                  fault -> {
                    throw TrickException.rule(
                        "plugin/wrong-view",
                        caller.instance(),
                        "its view of " + HookPoint.ON_EVALUATE.method(),
                        TrickCall.at(moment()),
                        fault);
                  });
          return seen;
        });
  }

  @Override
  public void prepare(Consumer<Sample> how) {
    touch(Slot.EVALUATED_SAMPLE);
    LiveTrick caller = caller();
    String instance = caller.instance();
    preparations.add(
        new SampleStep(
            instance,
            root.stream(instance).stream("prepare"),
            Set.of(Slot.GEOMETRY, Slot.COLOR, Slot.OCCLUSION),
            TrickCall.guarded(caller, HookPoint.ON_EVALUATE, how)));
  }

  @Override
  long effects() {
    return Objects.hash(views.size(), preparations.size(), chosen);
  }

  private static double sum(INDArray array) {
    return array.isEmpty() ? 0 : array.sumNumber().doubleValue();
  }

  private static void checkFits(GivenValues chosen, INDArray own) {
    chosen.checkFits(own.length(), own.dataType());
    if (!Finiteness.allFinite(chosen.values().values()) && Finiteness.allFinite(own)) {
      throw new IllegalArgumentException(
          "The %s are not finite, though those in training are".formatted(chosen.what()));
    }
  }

  private static Optional<String> fault(INDArray inputs, @Nullable INDArray view) {
    if (view == null) {
      return Optional.of("it returned null. Return the inputs to see, or a changed copy.");
    }
    if (view.wasClosed()) {
      return Optional.of(
          "it returned an array that is closed. The engine frees every view: return a new one each"
              + " time.");
    }
    if (!Arrays.equals(view.shape(), inputs.shape()) || view.dataType() != inputs.dataType()) {
      return Optional.of(
          "it returned the shape %s of type %s. A view is as the inputs are, %s of type %s."
              .formatted(
                  Arrays.toString(view.shape()),
                  view.dataType(),
                  Arrays.toString(inputs.shape()),
                  inputs.dataType()));
    }
    return Finiteness.allFinite(view) || !Finiteness.allFinite(inputs)
        ? Optional.empty()
        : Optional.of("it returned values that are not finite, though those of the inputs are.");
  }

  /** Puts the weights that a trick has chosen in the place of those in training, if one has. */
  public @Nullable Runnable choice() {
    return choice;
  }

  public List<UnaryOperator<INDArray>> views() {
    return views;
  }

  public List<SampleStep> preparations() {
    return preparations;
  }
}
