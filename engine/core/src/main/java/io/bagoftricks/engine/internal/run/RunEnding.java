package io.bagoftricks.engine.internal.run;

import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.engine.internal.storage.FileHash;
import io.bagoftricks.engine.internal.storage.SealedJson;
import io.bagoftricks.engine.internal.storage.StrictJson;
import io.bagoftricks.engine.internal.tensorfile.FlatTensors;
import io.bagoftricks.engine.internal.tensorfile.TensorWriter;
import io.bagoftricks.engine.problem.ProblemException;
import io.bagoftricks.engine.storage.Disk;
import io.bagoftricks.engine.train.TrainingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How a run ended: {@code weights.safetensors}, as evaluated last, and {@code result.json}, which
 * has their hash.
 */
public final class RunEnding {
  private static final String RESULT = "result.json";
  private static final String WEIGHTS = "weights.safetensors";
  private static final String WEIGHTS_HASH = "weightsSha256";

  private final Disk disk;
  private final RunFolder run;
  private final Path result;

  RunEnding(Disk disk, RunFolder run) {
    this.disk = disk;
    this.run = run;
    this.result = run.path().resolve(RESULT);
  }

  /** The file of the weights that the run ended with; there while it has not, too, perhaps. */
  public Path weights() {
    return run.path().resolve(WEIGHTS);
  }

  /**
   * Writes the weights.
   *
   * @return SHA-256 of the file
   * @throws TrainingException if it cannot be written, with what to do
   */
  public String save(Weights weights) {
    FileHash hash = new FileHash();
    try {
      disk.replace(
          weights(),
          out ->
              TensorWriter.write(
                  FlatTensors.of(
                      weights.network(), weights.layout(), weights.masters(), weights.statistics()),
                  hash.of(out)));
    } catch (IOException e) {
      throw new TrainingException(run.advice().failure(WEIGHTS, e), e);
    }
    return hash.hex();
  }

  /**
   * Writes how the run ended: what comes after that only tells about it.
   *
   * @param line one JSON object; {@link #check} finds the hash of the weights in it
   * @throws TrainingException if it cannot be written, with what to do
   */
  public void write(String line) {
    try {
      run.replace(RESULT, SealedJson.seal(line));
    } catch (IOException e) {
      throw new TrainingException(run.advice().failure(RESULT, e), e);
    }
  }

  /**
   * How the run ended, one JSON object; empty while it has not, and where the file is damaged or
   * the weights are gone that a checkpoint can give again.
   */
  public Optional<String> result() {
    if (!hasWeights() && !run.checkpoints().names().isEmpty()) {
      return Optional.empty();
    }
    try {
      return isWritten() ? Optional.of(read()) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Whether the run has come to its end, be the file whole or not. */
  public boolean isWritten() {
    return Files.exists(result);
  }

  /** Whether the run has come to its end once, whatever is left of it. */
  boolean hasTraces() {
    return hasWeights() || isWritten();
  }

  /**
   * Checks that the weights are those that the run ended with; nothing to check while it has not.
   *
   * @throws ProblemException if the file is not there or has other bytes, or the result has
   */
  public void check() {
    if (!isWritten()) {
      return;
    }
    String ended;
    try {
      ended = read();
    } catch (IOException e) {
      throw run.problems().unusable(RESULT, e, anew(""));
    }
    String again = anew("delete " + result + " and say: ");
    try {
      String hash = StrictJson.tree(ended).path(WEIGHTS_HASH).asText();
      if (!hash.equals(FileHash.sha256(weights()))) {
        throw run.problems()
            .damaged(WEIGHTS, "its bytes are not those that the run ended with", again);
      }
    } catch (IOException e) {
      throw run.problems().unusable(WEIGHTS, e, again);
    }
  }

  private boolean hasWeights() {
    return Files.isRegularFile(weights());
  }

  private String read() throws IOException {
    return SealedJson.open(Files.readAllBytes(result)).strip();
  }

  private String anew(String first) {
    return run.checkpoints().names().isEmpty()
        ? ""
        : " Or make it again from the last checkpoint: " + first + run.advice().resumption();
  }
}
