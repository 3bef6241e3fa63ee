package io.bagoftricks.engine.images;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The image files below a folder, none of which is opened. What begins with a dot and files that
 * are not called as images are left out.
 *
 * @param files sorted by their paths' characters' numbers, so that every system lists the same
 * @param refused files that are not taken, each with the reason
 */
public record FoundImages(List<Path> files, List<BadFile> refused) {
  private static final Set<String> ENDINGS =
      Set.of("jpg", "jpeg", "png", "gif", "webp", "bmp", "tif", "tiff");

  /** Copies the lists. */
  public FoundImages {
    files = List.copyOf(files);
    refused = List.copyOf(refused);
  }

  /**
   * Looks for images in a folder and in those below it.
   *
   * @param real the real path that no link may lead out of
   * @throws IOException if a folder cannot be read
   */
  public static FoundImages below(Path folder, Path real) throws IOException {
    List<Path> files = new ArrayList<>();
    List<BadFile> refused = new ArrayList<>();
    for (Path file : called(folder)) {
      String reason = refusal(file, real);
      if (reason.isEmpty()) {
        files.add(file);
      } else {
        refused.add(new BadFile(file, reason));
      }
    }
    return new FoundImages(files, refused);
  }

  private static List<Path> called(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(file -> !Files.isDirectory(file) && isCalledAsAnImage(file))
          .filter(file -> isInSight(folder.relativize(file)))
          .sorted(Comparator.comparing(Path::toString))
          .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Why a file is not taken; empty where it is. */
  private static String refusal(Path file, Path real) throws IOException {
    if (!Files.exists(file)) {
      return "It is a link to nothing.";
    }
    if (Files.isSymbolicLink(file) && !file.toRealPath().startsWith(real)) {
      return "It is a link that leads out of the folder.";
    }
    if (!Files.isRegularFile(file)) {
      return "It is not a file.";
    }
    return Files.size(file) == 0 ? "The file is empty." : "";
  }

  private static boolean isCalledAsAnImage(Path file) {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    return dot > 0 && ENDINGS.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT));
  }

  private static boolean isInSight(Path below) {
    for (Path part : below) {
      if (part.toString().startsWith(".")) {
        return false;
      }
    }
    return true;
  }
}
