package io.bagoftricks.product.golden;

import io.bagoftricks.engine.internal.state.StoredState;
import io.bagoftricks.engine.internal.tensorfile.FlatTensors;
import io.bagoftricks.engine.internal.train.RunMemory;
import io.bagoftricks.engine.internal.train.RunProgress;
import io.bagoftricks.engine.internal.train.UpdateBoundary;
import io.bagoftricks.engine.train.EpochReport;
import io.bagoftricks.engine.train.TrainingListener;
import io.bagoftricks.engine.train.UpdateReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Notes every step of a run, also of one that goes on in another process. */
final class Recording implements TrainingListener, UpdateBoundary {
  /**
   * The values after an update.
   *
   * @param tensors parameters and running statistics by name
   * @param averages the same of the average, where there is one
   * @param targets that the batch had after all tricks
   */
  record Step(
      UpdateReport report,
      Map<String, Summary> tensors,
      Map<String, Summary> averages,
      List<Double> targets) {}

  private final List<UpdateReport> reports = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();
  private final Map<Integer, EpochReport> epochs = new TreeMap<>();

  List<Step> steps() {
    return steps;
  }

  Map<Integer, EpochReport> epochs() {
    return epochs;
  }

  @Override
  public void onUpdate(UpdateReport update) {
    reports.add(update);
  }

  @Override
  public void onEpoch(EpochReport report) {
    epochs.put(report.epoch(), report);
  }

  @Override
  public void reached(RunProgress progress, RunMemory memory) {
    if (steps.size() == reports.size()) {
      return; // again, after the epoch's evaluation
    }
    Optional<StoredState> ema = Optional.ofNullable(memory.states().get("ema"));
    steps.add(
        new Step(
            reports.get(steps.size()),
            summaries(memory, memory.weights().masters(), memory.weights().statistics()),
            ema.map(
                    state ->
                        summaries(
                            memory,
                            of(state.arrays(), "weights"),
                            of(state.arrays(), "statistics")))
                .orElse(Map.of()),
            targets(memory)));
  }

  /** The value of a key that a map must have. */
  static <K, V> V of(Map<K, V> map, K key) {
    return Objects.requireNonNull(map.get(key), () -> "There is no " + key);
  }

  private static List<Double> targets(RunMemory memory) {
    List<Double> targets = new ArrayList<>();
    for (double value :
        of(of(memory.states(), "witness").arrays(), "targets").dup().toDoubleVector()) {
      targets.add(value);
    }
    return targets;
  }

  private static Map<String, Summary> summaries(
      RunMemory memory, INDArray masters, INDArray statistics) {
    Map<String, Summary> summaries = new LinkedHashMap<>();
    FlatTensors.of(memory.weights().network(), memory.weights().layout(), masters, statistics)
        .forEach((name, tensor) -> summaries.put(name, Summary.of(tensor)));
    return summaries;
  }
}
