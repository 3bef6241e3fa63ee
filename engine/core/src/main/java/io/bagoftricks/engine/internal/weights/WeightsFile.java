package io.bagoftricks.engine.internal.weights;

import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.engine.internal.storage.StorageProblems;
import io.bagoftricks.engine.internal.tensorfile.FlatTensors;
import io.bagoftricks.engine.internal.tensorfile.TensorFile;
import io.bagoftricks.engine.internal.text.ShortList;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Parameters and running statistics in a safetensors file, under the names that timm gives them.
 * PyTorch's counters of batches ({@code num_batches_tracked}) are passed over, and so is the head
 * that Inception v3 has in training alone ({@code AuxLogits}).
 */
public final class WeightsFile {
  private static final String COUNTER = ".num_batches_tracked";
  private static final String TRAINING_HEAD = "AuxLogits.";
  private static final int MOST_NAMED = 5;

  private final Path file;
  private final TensorFile tensors;

  private WeightsFile(Path file, TensorFile tensors) {
    this.file = file;
    this.tensors = tensors;
  }

  /**
   * Opens a file.
   *
   * @throws ProblemException if it is not there or cannot be read, with the reason
   */
  public static WeightsFile open(Path file) {
    if (!Files.isRegularFile(file)) {
      throw refusal(
          "weights/missing",
          file,
          "There is no such file of weights. Runs keep theirs in weights.safetensors.");
    }
    try {
      return new WeightsFile(file, TensorFile.open(file));
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /**
   * Overwrites weights with those of the file.
   *
   * @throws ProblemException if the file does not fit the network, with all reasons
   */
  public void load(Weights weights) {
    load(weights, Set.of());
  }

  /**
   * Overwrites weights with those of the file. Where only the number of classes differs, the
   * network's last layer stays as it is.
   *
   * @return the parameters that stayed as they were
   * @throws ProblemException if the file does not fit the rest of the network, with all reasons
   */
  public Set<String> loadAllButAnotherHead(Weights weights) {
    Set<String> head = anotherHead(weights.network());
    load(weights, head);
    return head;
  }

  /** The parameters of the last layer, where they have another number of classes in the file. */
  private Set<String> anotherHead(Network network) {
    Set<String> head = new LinkedHashSet<>();
    for (Parameter parameter : network.output().parameters()) {
      List<Long> here = parameter.shape().stream().map(Integer::longValue).toList();
      List<Long> there = tensors.shapes().getOrDefault(parameter.name(), List.of());
      boolean otherClasses =
          here.size() == there.size()
              && !here.get(0).equals(there.get(0))
              && here.subList(1, here.size()).equals(there.subList(1, there.size()));
      if (otherClasses) {
        head.add(parameter.name());
      }
    }
    return head;
  }

  private void load(Weights weights, Set<String> leftOut) {
    weights.edit(
        editable -> {
          Map<String, INDArray> targets =
              FlatTensors.of(
                  weights.network(), weights.layout(), editable.masters(), editable.statistics());
          targets.keySet().removeAll(leftOut);
          check(targets, leftOut);
          Map<String, INDArray> read = read(targets);
          targets.forEach((name, target) -> target.assign(read.get(name)));
          read.values().forEach(INDArray::close);
        });
  }

  /** All values, each looked at before the first is used. */
  private Map<String, INDArray> read(Map<String, INDArray> targets) {
    Map<String, INDArray> read = new LinkedHashMap<>();
    List<String> reasons = new ArrayList<>();
    targets.forEach(
        (name, target) -> {
          try (INDArray values = tensors.read(name)) {
            INDArray here = values.castTo(target.dataType());
            read.put(name, here == values ? values.dup() : here);
          } catch (IOException e) {
            throw unreadable(file, e);
          }
          reasons.addAll(WeightValues.unusable(name, read.get(name)));
        });
    if (!reasons.isEmpty()) {
      read.values().forEach(INDArray::close);
      throw refusal(
          "weights/unusable",
          file,
          "No network can use these weights: %s. Take the file from a run that ended well."
              .formatted(ShortList.of(reasons, "; ", MOST_NAMED)));
    }
    return read;
  }

  private void check(Map<String, INDArray> targets, Set<String> leftOut) {
    Map<String, List<Long>> there = tensors.shapes();
    Set<String> missing = new TreeSet<>(targets.keySet());
    missing.removeAll(there.keySet());
    Set<String> unknown = new TreeSet<>(there.keySet());
    unknown.removeAll(targets.keySet());
    unknown.removeAll(leftOut);
    unknown.removeIf(name -> name.endsWith(COUNTER) || name.startsWith(TRAINING_HEAD));
    List<String> reasons = new ArrayList<>();
    if (!missing.isEmpty()) {
      reasons.add("it lacks " + ShortList.of(missing, ", ", MOST_NAMED));
    }
    if (!unknown.isEmpty()) {
      reasons.add("the network has no " + ShortList.of(unknown, ", ", MOST_NAMED));
    }
    targets.forEach(
        (name, target) -> {
          List<Long> here = Arrays.stream(target.shape()).boxed().toList();
          List<Long> found = there.get(name);
          if (found != null && !found.equals(here)) {
            reasons.add("%s has the shape %s, but %s here".formatted(name, found, here));
          } else if (found != null && !tensors.isFloating(name)) {
            reasons.add("%s has whole numbers".formatted(name));
          }
        });
    if (!reasons.isEmpty()) {
      throw refusal(
          "weights/misfit",
          file,
          "These weights are another network's: %s. Use the model and the tricks on its structure that they were trained with."
              .formatted(ShortList.of(reasons, "; ", MOST_NAMED)));
    }
  }

  private static ProblemException unreadable(Path file, IOException reason) {
    return refusal(
        "weights/unreadable",
        file,
        reason instanceof AccessDeniedException
            ? StorageProblems.words(reason) + ". Give this user the permission, or name another."
            : "This is not a file of weights: %s. It must be safetensors of type F32 or F64."
                .formatted(StorageProblems.words(reason)));
  }

  private static ProblemException refusal(String id, Path file, String message) {
    return new ProblemException(List.of(Problem.error(id, file.toString(), message)));
  }
}
