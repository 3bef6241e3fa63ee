package io.bagoftricks.engine.predict;

import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.engine.images.ImageDecoder;
import io.bagoftricks.engine.problem.Problem;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Image files without labels, which loader threads decode. In the place of a file that cannot be
 * read they get a black pixel, and there is a problem of it.
 */
final class ImagesToPredict implements Dataset {
  private final List<Path> files;
  private final ImageDecoder decoder;
  private final Map<Integer, Problem> problems = new ConcurrentHashMap<>();

  ImagesToPredict(List<Path> files, ImageDecoder decoder) {
    this.files = List.copyOf(files);
    this.decoder = decoder;
  }

  @Override
  public int size() {
    return files.size();
  }

  /** Nobody knows: the first class stands for all. */
  @Override
  public int label(int index) {
    return 0;
  }

  @Override
  public Image read(int index) {
    Path file = files.get(index);
    String message;
    String id = "predict/no-file";
    try {
      if (Files.isRegularFile(file)) {
        return decoder.decode(file);
      }
      message = noFile(file);
    } catch (NoSuchFileException e) {
      message = "There is no such file.";
    } catch (AccessDeniedException e) {
      message = "It may not be read.";
    } catch (IOException e) {
      id = "predict/no-image";
      message = Objects.requireNonNullElse(e.getMessage(), e.toString());
    }
    problems.put(index, Problem.error(id, file.toString(), message));
    return new Image(new Size(1, 1), new float[decoder.channels()][1]);
  }

  /** Why an image that was read is none; empty where it is one. */
  Optional<Problem> problem(int index) {
    return Optional.ofNullable(problems.get(index));
  }

  private static String noFile(Path path) {
    return Files.exists(path)
        ? "This is a pipe or a device, whose end is unknown. Write the image to a file."
        : "There is no such file.";
  }
}
