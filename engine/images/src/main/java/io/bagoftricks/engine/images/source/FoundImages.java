package io.bagoftricks.engine.images.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The image files below a folder, none of which is opened. What is hidden and files that are not
 * called as images are left out.
 *
 * @param files sorted by their paths' characters' numbers, so that every system lists the same
 * @param refused files that are not taken, each with the reason
 */
public record FoundImages(List<Path> files, List<BadFile> refused) {
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
      String reason = FolderTree.refusal(file, real);
      if (reason.isEmpty()) {
        files.add(file);
      } else {
        refused.add(new BadFile(file.toString(), reason));
      }
    }
    return new FoundImages(files, refused);
  }

  private static List<Path> called(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(file -> !Files.isDirectory(file) && isInSight(folder.relativize(file)))
          .filter(file -> ImageTree.isCalledAsAnImage(String.valueOf(file.getFileName())))
          .sorted(Comparator.comparing(Path::toString))
          .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static boolean isInSight(Path below) {
    for (Path part : below) {
      if (ImageTree.isHidden(part.toString())) {
        return false;
      }
    }
    return true;
  }
}
