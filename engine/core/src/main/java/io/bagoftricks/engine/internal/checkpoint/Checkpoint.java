package io.bagoftricks.engine.internal.checkpoint;

import io.bagoftricks.api.RunFacts;
import io.bagoftricks.backends.spi.FlatArray;
import io.bagoftricks.backends.spi.ParameterLayout;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.engine.internal.state.StoredState;
import io.bagoftricks.engine.internal.state.TrickValues;
import io.bagoftricks.engine.internal.tensorfile.FlatTensors;
import io.bagoftricks.engine.internal.tensorfile.TensorFile;
import io.bagoftricks.engine.internal.train.RunMemory;
import io.bagoftricks.engine.internal.train.RunProgress;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.problem.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A checkpoint that was written whole: a folder with {@code checkpoint.json}, {@code
 * weights.safetensors} (parameters and running statistics under timm's names), {@code
 * optimizer.safetensors} and {@code tricks.safetensors}. Opening it checks every byte; restoring
 * checks that it fits, and says what does not.
 */
public final class Checkpoint {
  private final CheckpointFiles files;
  private final CheckpointHeader header;
  private final CheckpointFit fit;

  private Checkpoint(CheckpointFiles files) {
    this.files = files;
    this.header = files.header();
    this.fit = new CheckpointFit(files);
  }

  /**
   * Opens a checkpoint and checks that its files are as they were written.
   *
   * @throws ProblemException naming the file that is missing, cut off, changed or not understood
   */
  public static Checkpoint open(Path folder) {
    return new Checkpoint(CheckpointFiles.open(folder));
  }

  /** Whether a folder is that of a checkpoint, whole or not. */
  public static boolean isOne(Path folder) {
    return Files.isRegularFile(folder.resolve(CheckpointFiles.HEADER));
  }

  /** The name of its folder. */
  public String name() {
    return String.valueOf(files.folder().getFileName());
  }

  /** Where the run stood. */
  public RunProgress progress() {
    return header.progress();
  }

  /** The part of the recipe that decides the result of the run, as text. */
  public String recipe() {
    return header.recipe();
  }

  /**
   * Puts everything back.
   *
   * @param facts of the run that is to go on
   * @throws ProblemException if it does not fit, with every reason; nothing has changed then
   */
  public void restore(RunMemory memory, RunFacts facts) {
    List<Problem> problems = new ArrayList<>(fit.ofNetwork(memory.weights()));
    problems.addAll(fit.ofOptimizer(memory));
    problems.addAll(fit.ofTricks(memory.states()));
    problems.addAll(fit.ofProgress(facts));
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    restoreStates(memory.states());
    restoreWeights(memory.weights());
    restoreOptimizer(memory.weights().layout(), memory.optimizerState());
  }

  /**
   * Puts parameters and running statistics back.
   *
   * @throws ProblemException if they are another network's, with the reason; nothing has changed
   *     then
   */
  public void restoreWeights(Weights weights) {
    List<Problem> problems = fit.ofNetwork(weights);
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    weights.edit(
        editable ->
            assignAll(
                CheckpointFiles.WEIGHTS,
                FlatTensors.of(
                    weights.network(),
                    weights.layout(),
                    editable.masters(),
                    editable.statistics())));
  }

  /**
   * Puts back what the tricks remember.
   *
   * @param states by instance; closed by whoever runs the plan
   * @throws ProblemException if they are other tricks', with the reason
   */
  public void restoreStates(SortedMap<String, StoredState> states) {
    List<Problem> problems = new ArrayList<>(fit.ofTricks(states));
    if (problems.isEmpty()) {
      Map<String, Map<String, INDArray>> arrays = arraysByInstance();
      // All are looked at before the first is changed.
      states.forEach(
          (instance, state) -> {
            try {
              state.check(values(instance), arrays.getOrDefault(instance, Map.of()));
            } catch (IllegalArgumentException e) {
              problems.add(
                  fit.problem(
                      "checkpoint/trick-state",
                      "The state of '%s' does not fit: %s".formatted(instance, e.getMessage())));
            }
          });
      if (problems.isEmpty()) {
        states.forEach(
            (instance, state) ->
                state.restore(values(instance), arrays.getOrDefault(instance, Map.of())));
      } else {
        arrays.values().forEach(each -> each.values().forEach(INDArray::close));
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
  }

  private TrickValues values(String instance) {
    return Objects.requireNonNull(header.tricks().get(instance));
  }

  private void restoreOptimizer(ParameterLayout layout, List<FlatArray> state) {
    for (int i = 0; i < state.size(); i++) {
      FlatArray array = state.get(i);
      assignAll(
          CheckpointFiles.OPTIMIZER, CheckpointWriter.optimizerState(i, layout, array.values()));
      array.written();
    }
  }

  private void assignAll(String file, Map<String, INDArray> targets) {
    TensorFile source = files.tensors(file);
    targets.forEach(
        (name, target) -> {
          try (INDArray values = files.read(source, file, name)) {
            target.assign(values);
          }
        });
  }

  private Map<String, Map<String, INDArray>> arraysByInstance() {
    TensorFile source = files.tensors(CheckpointFiles.TRICKS);
    Map<String, Map<String, INDArray>> arrays = new HashMap<>();
    for (String full : source.shapes().keySet()) {
      int slash = full.indexOf('/');
      arrays
          .computeIfAbsent(full.substring(0, Math.max(slash, 0)), instance -> new TreeMap<>())
          .put(full.substring(slash + 1), files.read(source, CheckpointFiles.TRICKS, full));
    }
    return arrays;
  }
}
