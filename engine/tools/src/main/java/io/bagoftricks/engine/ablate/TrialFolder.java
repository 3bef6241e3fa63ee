package io.bagoftricks.engine.ablate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bagoftricks.engine.storage.Disk;
import io.bagoftricks.engine.storage.FileHash;
import io.bagoftricks.engine.storage.FiniteNumbers;
import io.bagoftricks.engine.storage.JsonWords;
import io.bagoftricks.engine.storage.SealedJson;
import io.bagoftricks.engine.storage.StorageProblems;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** The finished runs of an ablation, a file each, so that one that was stopped goes on. */
final class TrialFolder {
  private static final JsonMapper MAPPER =
      FiniteNumbers.mapper()
          .rebuild()
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  private static final int HASH_DIGITS = 16;

  private final Path folder;

  TrialFolder(Path folder) {
    this.folder = folder;
  }

  /** The run of a variant and a seed, if it was finished with the same recipe. */
  Optional<Trial> find(int variant, long seed, String recipe) throws IOException {
    Path file = file(variant, seed);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(MAPPER.readValue(SealedJson.open(Files.readAllBytes(file)), Trial.class))
          .filter(trial -> trial.recipe().equals(recipe));
    } catch (IOException e) {
      throw new IOException(
          "%s is not a finished run: %s. Delete it to train it again."
              .formatted(
                  file,
                  e instanceof JsonProcessingException json
                      ? JsonWords.of(json)
                      : StorageProblems.words(e)),
          e);
    }
  }

  /** Where a recipe is trained until its numbers are kept. */
  Path running(String recipe) {
    FileHash hash = new FileHash();
    hash.add(recipe.getBytes(StandardCharsets.UTF_8));
    return folder.resolve("running-" + hash.hex().substring(0, HASH_DIGITS));
  }

  /** Keeps a run: whole, or not at all. What it was trained in is not needed any more. */
  void keep(int variant, long seed, Trial trial) throws IOException {
    Disk disk = Disk.local();
    disk.createFolders(folder);
    disk.replace(file(variant, seed), SealedJson.seal(MAPPER.writeValueAsString(trial)));
    disk.delete(running(trial.recipe()));
  }

  private Path file(int variant, long seed) {
    return folder.resolve(String.format(Locale.ROOT, "%02d-seed%d.json", variant, seed));
  }
}
