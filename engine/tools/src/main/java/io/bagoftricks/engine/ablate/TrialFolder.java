package io.bagoftricks.engine.ablate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bagoftricks.engine.internal.storage.FiniteNumbers;
import io.bagoftricks.engine.internal.storage.JsonWords;
import io.bagoftricks.engine.internal.storage.SealedJson;
import io.bagoftricks.engine.internal.storage.StorageProblems;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.problem.ProblemException;
import io.bagoftricks.engine.storage.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The finished runs of an ablation, a file each, so that one that was stopped goes on; and what
 * they are runs of, so that no other does.
 */
final class TrialFolder {
  private static final JsonMapper MAPPER =
      FiniteNumbers.mapper()
          .rebuild()
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  private static final String TRIALS = "trials";

  private final Path ablation;
  private final Path folder;

  /** In the folder of an ablation. */
  TrialFolder(Path ablation) {
    this.ablation = ablation;
    this.folder = ablation.resolve(TRIALS);
  }

  /** The manifest of the ablation that was begun here, if one was. */
  Optional<AblationManifest> manifest() throws IOException {
    Path file = manifestFile();
    return Files.isRegularFile(file)
        ? Optional.of(
            read(
                file,
                AblationManifest.class,
                "%s does not say any more of what the ablation is: %s. Put it back from a copy, or name a new folder with --output."))
        : Optional.empty();
  }

  /**
   * Begins an ablation, or goes on with it.
   *
   * @throws ProblemException if there is another
   */
  void begin(AblationManifest now) throws IOException {
    Optional<AblationManifest> before = manifest();
    if (before.isPresent()) {
      List<String> differences = before.get().differences(now);
      if (!differences.isEmpty()) {
        throw other("There is another ablation: " + String.join("; ", differences) + ".");
      }
      return;
    }
    Optional<Path> unknown =
        Stream.concat(AblationFiles.NAMES.stream(), Stream.of(TRIALS))
            .map(ablation::resolve)
            .filter(file -> Files.exists(file) && !isBarelyBegun(file))
            .findFirst();
    if (unknown.isPresent()) {
      throw other(
          "There is %s already, and nothing says of which recipe, data and backend it is."
              .formatted(unknown.get()));
    }
    Disk disk = Disk.local();
    disk.createFolders(folder);
    disk.replace(manifestFile(), SealedJson.seal(MAPPER.writeValueAsString(now)));
  }

  /** A folder of runs as a process leaves it that ended before it had written the manifest. */
  private boolean isBarelyBegun(Path file) {
    if (!file.equals(folder) || !Files.isDirectory(file)) {
      return false;
    }
    try (Stream<Path> inside = Files.list(file)) {
      return inside.allMatch(one -> String.valueOf(one.getFileName()).equals(".manifest.json.new"));
    } catch (IOException e) {
      return false;
    }
  }

  private ProblemException other(String what) {
    return new ProblemException(
        List.of(
            Problem.error(
                "ablate/other-ablation",
                ablation.toString(),
                what
                    + " No ablation overwrites another, or goes on with its runs. Name a new folder with --output.")));
  }

  /** The run of a variant and a seed, if it was finished and is of the same. */
  Optional<Trial> find(int variant, long seed, Origin origin) throws IOException {
    Path file = file(variant, seed);
    return Files.isRegularFile(file)
        ? Optional.of(
                read(
                    file,
                    Trial.class,
                    "%s is not a finished run: %s. Delete it to train it again."))
            .filter(trial -> trial.origin().equals(origin))
        : Optional.empty();
  }

  /** Where a variant is trained until its numbers are kept. */
  Path running(int variant, long seed) {
    return folder.resolve("running-" + name(variant, seed));
  }

  /** Keeps a run: whole, or not at all. What it was trained in is not needed any more. */
  void keep(int variant, long seed, Trial trial) throws IOException {
    Disk disk = Disk.local();
    disk.replace(file(variant, seed), SealedJson.seal(MAPPER.writeValueAsString(trial)));
    disk.delete(running(variant, seed));
  }

  private Path manifestFile() {
    return folder.resolve("manifest.json");
  }

  private Path file(int variant, long seed) {
    return folder.resolve(name(variant, seed) + ".json");
  }

  private static String name(int variant, long seed) {
    return String.format(Locale.ROOT, "%02d-seed%d", variant, seed);
  }

  private static <T> T read(Path file, Class<T> type, String damaged) throws IOException {
    try {
      JsonNode tree = MAPPER.readTree(SealedJson.open(Files.readAllBytes(file)));
      if (type == Trial.class && tree instanceof ObjectNode trial && !trial.has(Trial.MADE)) {
        trial.putNull(Trial.MADE); // of an older version
      }
      return MAPPER.treeToValue(tree, type);
    } catch (IOException e) {
      throw new IOException(
          damaged.formatted(
              file,
              e instanceof JsonProcessingException json
                  ? JsonWords.of(json)
                  : StorageProblems.words(e)),
          e);
    }
  }
}
