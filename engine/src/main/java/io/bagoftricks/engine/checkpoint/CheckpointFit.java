package io.bagoftricks.engine.checkpoint;

import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.engine.plugin.StoredState;
import io.bagoftricks.engine.recipe.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;

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
    Map<String, List<Long>> saved = files.tensors(CheckpointFiles.WEIGHTS).shapes();
    List<Problem> problems = new ArrayList<>();
    FlatTensors.of(weights.network(), weights.layout(), weights.masters(), weights.statistics())
        .forEach(
            (name, tensor) -> {
              List<Long> shape = Arrays.stream(tensor.shape()).boxed().toList();
              if (!shape.equals(saved.get(name))) {
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
   * @param memories that the optimizer keeps of each weight
   */
  List<Problem> ofOptimizer(int memories) {
    long parameters = header.structure().layers().size();
    int saved =
        CheckpointWriter.memories(files.tensors(CheckpointFiles.OPTIMIZER).shapes().keySet());
    return saved == memories || parameters == 0
        ? List.of()
        : List.of(
            problem(
                "checkpoint/optimizer",
                "Its optimizer remembers %d values of each weight, this one %d. Use the recipe that it was made with."
                    .formatted(saved, memories)));
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
                    "It does not know what '%s' remembers: the trick was not in the run. Take it out of the recipe."
                        .formatted(instance))));
    unknown.forEach(
        instance ->
            problems.add(
                problem(
                    "checkpoint/trick-state",
                    "It holds what '%s' remembers, but the recipe has no such trick. Put it back."
                        .formatted(instance))));
    return problems;
  }

  /** Something that does not fit. */
  Problem problem(String id, String message) {
    return Problem.error(id, files.folder().toString(), message);
  }
}
