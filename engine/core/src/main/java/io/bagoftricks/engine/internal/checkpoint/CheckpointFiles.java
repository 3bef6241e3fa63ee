package io.bagoftricks.engine.internal.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.bagoftricks.engine.internal.checkpoint.CheckpointHeader.FileFacts;
import io.bagoftricks.engine.internal.storage.JsonWords;
import io.bagoftricks.engine.internal.storage.SealedJson;
import io.bagoftricks.engine.internal.storage.StorageProblems;
import io.bagoftricks.engine.internal.storage.StrictJson;
import io.bagoftricks.engine.internal.tensorfile.TensorFile;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32C;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The files of a checkpoint: read strictly, and every byte checked. */
final class CheckpointFiles {
  static final String HEADER = "checkpoint.json";
  static final String WEIGHTS = "weights.safetensors";
  static final String OPTIMIZER = "optimizer.safetensors";
  static final String TRICKS = "tricks.safetensors";

  private static final long LONGEST_HEADER = 64L << 20;

  private final Path folder;
  private final CheckpointHeader header;

  private CheckpointFiles(Path folder, CheckpointHeader header) {
    this.folder = folder;
    this.header = header;
  }

  /**
   * Opens them.
   *
   * @throws ProblemException naming the file that is missing, cut off, changed or not understood
   */
  static CheckpointFiles open(Path folder) {
    CheckpointHeader header = readHeader(folder.resolve(HEADER));
    for (String name : List.of(WEIGHTS, OPTIMIZER, TRICKS)) {
      Path file = folder.resolve(name);
      FileFacts facts = header.files().get(name);
      if (facts == null) {
        throw unreadable(folder.resolve(HEADER), "it does not know the file " + name);
      }
      check(file, facts);
    }
    String name = CheckpointName.of(header.progress()).toString();
    if (!folder.endsWith(name)) {
      throw unreadable(folder.resolve(HEADER), "it is the header of the checkpoint " + name);
    }
    return new CheckpointFiles(folder, header);
  }

  Path folder() {
    return folder;
  }

  CheckpointHeader header() {
    return header;
  }

  /**
   * The tensors in a file.
   *
   * @throws ProblemException if they cannot be read
   */
  TensorFile tensors(String name) {
    try {
      return TensorFile.open(folder.resolve(name));
    } catch (IOException e) {
      throw unreadable(folder.resolve(name), reason(e));
    }
  }

  /**
   * A tensor of a file; the caller closes it.
   *
   * @throws ProblemException if it cannot be read
   */
  INDArray read(TensorFile source, String file, String name) {
    try {
      return source.read(name);
    } catch (IOException e) {
      throw unreadable(folder.resolve(file), reason(e));
    }
  }

  private static CheckpointHeader readHeader(Path file) {
    byte[] bytes;
    try {
      if (Files.size(file) > LONGEST_HEADER) {
        throw unreadable(file, "it is longer than 64 MiB");
      }
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      throw unreadable(file, reason(e));
    }
    try {
      String text = SealedJson.open(bytes);
      checkFormat(file, StrictJson.tree(text));
      return StrictJson.read(OlderRecords.completed(text), CheckpointHeader.class);
    } catch (JsonProcessingException e) {
      throw unreadable(file, JsonWords.of(e));
    } catch (IOException e) {
      checkFormat(file, withoutSeal(bytes));
      throw unreadable(file, reason(e));
    }
  }

  /** Versions before format 2 put no checksum into the header. */
  private static JsonNode withoutSeal(byte[] bytes) {
    try {
      return StrictJson.tree(new String(bytes, StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  private static void checkFormat(Path file, JsonNode header) {
    JsonNode format = header.path("format");
    if (!format.isMissingNode()
        && !(format.isInt() && format.intValue() == CheckpointHeader.FORMAT)) {
      throw new ProblemException(
          List.of(
              Problem.error(
                  "checkpoint/format",
                  file.toString(),
                  "It has format %s, but this version of tricks reads format %s. Use the version that wrote it."
                      .formatted(format, CheckpointHeader.FORMAT))));
    }
  }

  private static void check(Path file, FileFacts facts) {
    try {
      long bytes = Files.size(file);
      if (bytes != facts.bytes()) {
        throw unreadable(
            file,
            String.format(
                Locale.ROOT, "it has %d bytes, but was written with %d", bytes, facts.bytes()));
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
    return e instanceof NoSuchFileException ? "there is no such file" : StorageProblems.words(e);
  }

  private static ProblemException unreadable(Path file, String reason) {
    return new ProblemException(
        List.of(
            Problem.error(
                "checkpoint/unreadable",
                file.toString(),
                "This file of a checkpoint cannot be used: %s. Use another checkpoint: with --from NAME where train --resume is to go on, with --weights best elsewhere."
                    .formatted(reason))));
  }
}
