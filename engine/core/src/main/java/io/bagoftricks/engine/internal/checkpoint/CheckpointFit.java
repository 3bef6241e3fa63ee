package io.bagoftricks.engine.internal.checkpoint;

import io.bagoftricks.api.RunFacts;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.engine.internal.state.StoredState;
import io.bagoftricks.engine.internal.tensorfile.FlatTensors;
import io.bagoftricks.engine.internal.tensorfile.TensorFile;
import io.bagoftricks.engine.internal.train.RunMemory;
import io.bagoftricks.engine.problem.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Whether a checkpoint fits a run: every reason why not, for people. */
final class CheckpointFit {
  private final CheckpointFiles files;
  private final CheckpointHeader header;

  CheckpointFit(CheckpointFiles files) {
    this.files = files;
    this.header = files.header();
  }

  /** Why it cannot be put into this network. */
  List<Problem> ofNetwork(Weights weights) {
    NetworkStructure here = NetworkStructure.of(weights.network());
    Optional<String> difference =
        header.structure().difference(here, "the checkpoint", "this network");
    if (difference.isPresent()) {
      return List.of(
          problem(
              "checkpoint/structure",
              "It belongs to another network: "
                  + difference.get()
                  + ". Use the recipe that it was made with."));
    }
    TensorFile source = files.tensors(CheckpointFiles.WEIGHTS);
    Map<String, List<Long>> saved = source.shapes();
    List<Problem> problems = new ArrayList<>();
    FlatTensors.of(weights.network(), weights.layout(), weights.masters(), weights.statistics())
        .forEach(
            (name, tensor) -> {
              List<Long> shape = Arrays.stream(tensor.shape()).boxed().toList();
              if (shape.equals(saved.get(name)) && !source.fits(name, tensor)) {
                problems.add(
                    problem("checkpoint/shape", name + " is not of type " + tensor.dataType()));
              } else if (!shape.equals(saved.get(name))) {
                problems.add(
                    problem(
                        "checkpoint/shape",
                        "%s should have the shape %s, but %s."
                            .formatted(
                                name,
                                shape,
                                saved.containsKey(name)
                                    ? "has " + saved.get(name)
                                    : "is not there")));
              }
            });
    return problems;
  }

  /**
   * Why it cannot be given to this optimizer.
   *
   * @param memory of the run, with as many flat arrays as the optimizer keeps
   */
  List<Problem> ofOptimizer(RunMemory memory) {
    Map<String, INDArray> here = new LinkedHashMap<>();
    for (int i = 0; i < memory.optimizerState().size(); i++) {
      here.putAll(
          CheckpointWriter.optimizerState(
              i, memory.weights().layout(), memory.optimizerState().get(i).values()));
    }
    TensorFile saved = files.tensors(CheckpointFiles.OPTIMIZER);
    boolean same =
        saved.shapes().keySet().equals(here.keySet())
            && here.entrySet().stream()
                .allMatch(each -> saved.fits(each.getKey(), each.getValue()));
    return same
        ? List.of()
        : List.of(
            problem(
                "checkpoint/optimizer",
                String.format(
                    Locale.ROOT,
                    "Its optimizer state has %d arrays, this optimizer's has %d, or they have other names, types or shapes. Use the recipe that it was made with.",
                    saved.shapes().size(),
                    here.size())));
  }

  /**
   * Why no run with these facts can stand where it says it stands.
   *
   * @param facts of the run that is to go on
   */
  List<Problem> ofProgress(RunFacts facts) {
    return new ProgressCheck(header, facts)
        .contradiction()
        .map(
            reason ->
                List.of(
                    problem(
                        "checkpoint/progress",
                        "Its progress is not possible in a run of this recipe: %s. Use another checkpoint: with --from NAME where train --resume is to go on, with --weights best elsewhere."
                            .formatted(reason))))
        .orElse(List.of());
  }

  /** Why the tricks of this run cannot have what it remembers of tricks. */
  List<Problem> ofTricks(SortedMap<String, StoredState> states) {
    List<Problem> problems = new ArrayList<>();
    TreeSet<String> missing = new TreeSet<>(states.keySet());
    missing.removeAll(header.tricks().keySet());
    TreeSet<String> unknown = new TreeSet<>(header.tricks().keySet());
    unknown.removeAll(states.keySet());
    missing.forEach(
        instance ->
            problems.add(
                problem(
                    "checkpoint/trick-state",
                    "It has no state of '%s': the trick was not in the run. Take it out of the recipe."
                        .formatted(instance))));
    unknown.forEach(
        instance ->
            problems.add(
                problem(
                    "checkpoint/trick-state",
                    "It holds state of '%s', but the recipe has no such trick. Put it back."
                        .formatted(instance))));
    return problems;
  }

  /** Something that does not fit. */
  Problem problem(String id, String message) {
    return Problem.error(id, files.folder().toString(), message);
  }
}
