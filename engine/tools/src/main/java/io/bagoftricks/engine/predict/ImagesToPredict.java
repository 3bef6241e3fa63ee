package io.bagoftricks.engine.predict;

import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Picture;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.engine.images.ImageDecoder;
import io.bagoftricks.engine.images.source.ReplaceablePicture;
import io.bagoftricks.engine.internal.storage.StorageProblems;
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
  private final Map<Integer, IOException> failures = new ConcurrentHashMap<>();

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

  /** {@inheritDoc} A black pixel: it is asked for where there is no picture. */
  @Override
  public Image read(int index) {
    return new Image(new Size(1, 1), new float[decoder.channels()][1]);
  }

  @Override
  public Optional<Picture> picture(int index) {
    if (failures.containsKey(index)) {
      return Optional.empty();
    }
    Path file = files.get(index);
    try {
      if (!Files.isRegularFile(file)) {
        throw new NoSuchFileException(file.toString(), null, noFile(file));
      }
      Picture picture = decoder.picture(file);
      return Optional.of(new ReplaceablePicture(picture, reason -> failures.put(index, reason)));
    } catch (IOException e) {
      failures.put(index, e);
      return Optional.empty();
    }
  }

  /** Why an image that was asked for is none; empty where it is one. */
  Optional<IOException> failure(int index) {
    return Optional.ofNullable(failures.get(index));
  }

  /** The same, for a list of problems. */
  Optional<Problem> problem(int index) {
    return failure(index).map(failure -> problem(files.get(index).toString(), failure));
  }

  private static Problem problem(String file, IOException failure) {
    if (failure instanceof NoSuchFileException gone) {
      String reason = Objects.requireNonNullElse(gone.getReason(), "There is no such file.");
      return Problem.error("predict/no-file", file, reason);
    }
    if (failure instanceof AccessDeniedException) {
      return Problem.error("predict/no-file", file, StorageProblems.words(failure) + ".");
    }
    return Problem.error("predict/no-image", file, StorageProblems.words(failure));
  }

  private static String noFile(Path path) {
    return Files.exists(path)
        ? "This is a pipe or a device, whose end is unknown. Write the image to a file."
        : "There is no such file.";
  }
}
