package io.bagoftricks.engine.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.bagoftricks.backends.spi.ParameterLayout;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.engine.checkpoint.CheckpointHeader.FileFacts;
import io.bagoftricks.engine.plugin.StoredState;
import io.bagoftricks.engine.plugin.TrickValues;
import io.bagoftricks.engine.recipe.Problem;
import io.bagoftricks.engine.recipe.RecipeException;
import io.bagoftricks.engine.storage.StrictJson;
import io.bagoftricks.engine.train.RunMemory;
import io.bagoftricks.engine.train.RunProgress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.CRC32C;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A checkpoint that was written whole: a folder with {@code checkpoint.json}, {@code
 * weights.safetensors} (parameters and running statistics under timm's names), {@code
 * optimizer.safetensors} and {@code tricks.safetensors}. Opening it checks every byte; restoring
 * checks that it fits, and says what does not.
 */
public final class Checkpoint {
  static final String HEADER = "checkpoint.json";
  static final String WEIGHTS = "weights.safetensors";
  static final String OPTIMIZER = "optimizer.safetensors";
  static final String TRICKS = "tricks.safetensors";

  private static final long LONGEST_HEADER = 64L << 20;

  private final Path folder;
  private final CheckpointHeader header;

  private Checkpoint(Path folder, CheckpointHeader header) {
    this.folder = folder;
    this.header = header;
  }

  /**
   * Opens a checkpoint and checks that its files are as they were written.
   *
   * @throws RecipeException naming the file that is missing, cut off, changed or not understood
   */
  public static Checkpoint open(Path folder) {
    CheckpointHeader header = header(folder.resolve(HEADER));
    for (String name : List.of(WEIGHTS, OPTIMIZER, TRICKS)) {
      Path file = folder.resolve(name);
      FileFacts facts = header.files().get(name);
      if (facts == null) {
        throw unreadable(folder.resolve(HEADER), "it does not know the file " + name);
      }
      check(file, facts);
    }
    return new Checkpoint(folder, header);
  }

  /** The name of its folder. */
  public String name() {
    return String.valueOf(folder.getFileName());
  }

  /** Where the run stood. */
  public RunProgress progress() {
    return header.progress();
  }

  /** What it says of itself. */
  public CheckpointHeader header() {
    return header;
  }

  /**
   * Puts everything back.
   *
   * @throws RecipeException if it does not fit, with every reason; nothing has changed then
   */
  public void restore(RunMemory memory) {
    List<Problem> problems = new ArrayList<>(misfits(memory.weights()));
    problems.addAll(optimizerMisfits(memory.memories().size()));
    problems.addAll(trickMisfits(memory.states()));
    if (!problems.isEmpty()) {
      throw new RecipeException(problems);
    }
    restoreStates(memory.states());
    restoreWeights(memory.weights());
    restoreMemories(memory.weights().layout(), memory.memories());
  }

  /**
   * Puts parameters and running statistics back.
   *
   * @throws RecipeException if they are another network's, with the reason; nothing has changed
   *     then
   */
  public void restoreWeights(Weights weights) {
    List<Problem> problems = misfits(weights);
    if (!problems.isEmpty()) {
      throw new RecipeException(problems);
    }
    weights.edit(
        editable ->
            assignAll(
                WEIGHTS,
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
   * @throws RecipeException if they are other tricks', with the reason
   */
  public void restoreStates(SortedMap<String, StoredState> states) {
    List<Problem> problems = new ArrayList<>(trickMisfits(states));
    if (problems.isEmpty()) {
      Map<String, Map<String, INDArray>> arrays = arraysByInstance();
      states.forEach(
          (instance, state) -> {
            TrickValues values = header.tricks().get(instance);
            if (values == null) {
              throw new IllegalStateException(instance + " was there a moment ago");
            }
            try {
              state.restore(values, arrays.getOrDefault(instance, Map.of()));
            } catch (IllegalArgumentException e) {
              problems.add(
                  misfit(
                      "checkpoint/trick-state",
                      "What '%s' remembers does not fit: %s".formatted(instance, e.getMessage())));
            }
          });
    }
    if (!problems.isEmpty()) {
      throw new RecipeException(problems);
    }
  }

  private void restoreMemories(ParameterLayout layout, List<INDArray> memories) {
    for (int i = 0; i < memories.size(); i++) {
      assignAll(OPTIMIZER, CheckpointWriter.memory(i, layout, memories.get(i)));
    }
  }

  private void assignAll(String file, Map<String, INDArray> targets) {
    TensorFile source = tensors(file);
    targets.forEach(
        (name, target) -> {
          try (INDArray values = read(source, file, name)) {
            target.assign(values);
          }
        });
  }

  private Map<String, Map<String, INDArray>> arraysByInstance() {
    TensorFile source = tensors(TRICKS);
    Map<String, Map<String, INDArray>> arrays = new HashMap<>();
    for (String full : source.shapes().keySet()) {
      int slash = full.indexOf('/');
      arrays
          .computeIfAbsent(full.substring(0, Math.max(slash, 0)), instance -> new TreeMap<>())
          .put(full.substring(slash + 1), read(source, TRICKS, full));
    }
    return arrays;
  }

  private List<Problem> misfits(Weights weights) {
    NetworkStructure here = NetworkStructure.of(weights.network());
    Optional<String> difference =
        header.structure().difference(here, "the checkpoint", "this network");
    if (difference.isPresent()) {
      return List.of(
          misfit(
              "checkpoint/structure",
              "It belongs to another network: "
                  + difference.get()
                  + ". Use the recipe that it was made with."));
    }
    Map<String, List<Long>> saved = tensors(WEIGHTS).shapes();
    List<Problem> problems = new ArrayList<>();
    FlatTensors.of(weights.network(), weights.layout(), weights.masters(), weights.statistics())
        .forEach(
            (name, tensor) -> {
              List<Long> shape = Arrays.stream(tensor.shape()).boxed().toList();
              if (!shape.equals(saved.get(name))) {
                problems.add(
                    misfit(
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

  private List<Problem> optimizerMisfits(int memories) {
    long parameters = header.structure().layers().size();
    int saved = CheckpointWriter.memories(tensors(OPTIMIZER).shapes().keySet());
    return saved == memories || parameters == 0
        ? List.of()
        : List.of(
            misfit(
                "checkpoint/optimizer",
                "Its optimizer remembers %d values of each weight, this one %d. Use the recipe that it was made with."
                    .formatted(saved, memories)));
  }

  private List<Problem> trickMisfits(SortedMap<String, StoredState> states) {
    List<Problem> problems = new ArrayList<>();
    TreeSet<String> missing = new TreeSet<>(states.keySet());
    missing.removeAll(header.tricks().keySet());
    TreeSet<String> unknown = new TreeSet<>(header.tricks().keySet());
    unknown.removeAll(states.keySet());
    missing.forEach(
        instance ->
            problems.add(
                misfit(
                    "checkpoint/trick-state",
                    "It does not know what '%s' remembers: the trick was not in the run. Take it out of the recipe."
                        .formatted(instance))));
    unknown.forEach(
        instance ->
            problems.add(
                misfit(
                    "checkpoint/trick-state",
                    "It holds what '%s' remembers, but the recipe has no such trick. Put it back."
                        .formatted(instance))));
    return problems;
  }

  private TensorFile tensors(String name) {
    try {
      return TensorFile.open(folder.resolve(name));
    } catch (IOException e) {
      throw unreadable(folder.resolve(name), reason(e));
    }
  }

  private INDArray read(TensorFile source, String file, String name) {
    try {
      return source.read(name);
    } catch (IOException e) {
      throw unreadable(folder.resolve(file), reason(e));
    }
  }

  private Problem misfit(String id, String message) {
    return Problem.error(id, folder.toString(), message);
  }

  private static CheckpointHeader header(Path file) {
    String text;
    try {
      if (Files.size(file) > LONGEST_HEADER) {
        throw unreadable(file, "it is longer than 64 MiB");
      }
      text = Files.readString(file);
    } catch (IOException e) {
      throw unreadable(file, reason(e));
    }
    try {
      int format = StrictJson.tree(text).path("format").asInt();
      if (format != CheckpointHeader.FORMAT) {
        throw new RecipeException(
            List.of(
                Problem.error(
                    "checkpoint/format",
                    file.toString(),
                    "It has format %s, but this version of tricks reads format %d. Use the version that wrote it."
                        .formatted(format == 0 ? "(none)" : format, CheckpointHeader.FORMAT))));
      }
      return StrictJson.read(text, CheckpointHeader.class);
    } catch (JsonProcessingException e) {
      throw unreadable(file, e.getOriginalMessage());
    }
  }

  private static void check(Path file, FileFacts facts) {
    try {
      long bytes = Files.size(file);
      if (bytes != facts.bytes()) {
        throw unreadable(
            file, "it has %d bytes, but was written with %d".formatted(bytes, facts.bytes()));
      }
      if (crc32c(file) != facts.crc32c()) {
        throw unreadable(file, "its bytes are not those that were written");
      }
    } catch (IOException e) {
      throw unreadable(file, reason(e));
    }
  }

  private static long crc32c(Path file) throws IOException {
    CRC32C sum = new CRC32C();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        sum.update(buffer, 0, read);
      }
    }
    return sum.getValue();
  }

  private static String reason(IOException e) {
    return e instanceof NoSuchFileException
        ? "there is no such file"
        : String.valueOf(e.getMessage());
  }

  private static RecipeException unreadable(Path file, String reason) {
    return new RecipeException(
        List.of(
            Problem.error(
                "checkpoint/unreadable",
                file.toString(),
                "This file of a checkpoint cannot be used: %s. Choose another checkpoint with --from."
                    .formatted(reason))));
  }
}
