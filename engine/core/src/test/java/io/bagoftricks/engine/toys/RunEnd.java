package io.bagoftricks.engine.toys;

import io.bagoftricks.api.Metrics;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.engine.internal.checkpoint.CheckpointStore;
import io.bagoftricks.engine.internal.train.RunMemory;
import io.bagoftricks.engine.internal.train.TrainingRun;
import io.bagoftricks.engine.internal.train.UpdateBoundary;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.train.TrainingListener;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * All that a run changes, to the bit.
 *
 * @param metrics of its last evaluation
 * @param arrays weights, running statistics, the optimizer's state, and what tricks remember
 * @param numbers what tricks remember, by instance
 */
public record RunEnd(
    Metrics metrics, Map<String, List<Double>> arrays, Map<String, Map<String, Double>> numbers) {
  /**
   * Runs a plan to its end.
   *
   * @param from where the last checkpoint is that the run goes on from; empty for a run from its
   *     start
   */
  public static RunEnd of(
      RunPlan plan, Backend backend, Optional<CheckpointStore> from, UpdateBoundary boundary)
      throws IOException {
    try (TrainingRun run = TrainingRun.of(plan, backend)) {
      if (from.isPresent()) {
        var checkpoint = from.get().open(CheckpointStore.LAST);
        checkpoint.restore(run.memory(), plan.facts());
        run.goOn(checkpoint.progress());
      }
      Metrics metrics = run.train(new TrainingListener() {}, boundary).metrics();
      return of(metrics, run.memory());
    }
  }

  private static RunEnd of(Metrics metrics, RunMemory memory) {
    Map<String, List<Double>> arrays = new TreeMap<>();
    arrays.put("weights", values(memory.weights().masters()));
    arrays.put("statistics", values(memory.weights().statistics()));
    for (int i = 0; i < memory.optimizerState().size(); i++) {
      arrays.put("optimizer state " + i, values(memory.optimizerState().get(i).values()));
    }
    Map<String, Map<String, Double>> numbers = new TreeMap<>();
    memory
        .states()
        .forEach(
            (instance, state) -> {
              numbers.put(instance, state.numbers());
              state
                  .arrays()
                  .forEach((name, array) -> arrays.put(instance + " " + name, values(array)));
            });
    return new RunEnd(metrics, arrays, numbers);
  }

  private static List<Double> values(INDArray array) {
    List<Double> values = new ArrayList<>();
    for (double value : array.toDoubleVector()) {
      values.add(value);
    }
    return values;
  }
}
