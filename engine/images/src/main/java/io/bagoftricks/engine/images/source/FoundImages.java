package io.bagoftricks.engine.images.source;

import io.bagoftricks.engine.internal.storage.StorageProblems;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The image files below a folder, none of which is opened. What is hidden and files that are not
 * called as images are left out.
 *
 * @param files sorted by their paths' characters' numbers, so that every system lists the same
 * @param refused files that are not taken, each with the reason
 * @param closed folders that could not be read, each with the reason; the others were
 */
public record FoundImages(List<Path> files, List<BadFile> refused, List<BadFile> closed) {
  /** Copies the lists. */
  public FoundImages {
    files = List.copyOf(files);
    refused = List.copyOf(refused);
    closed = List.copyOf(closed);
  }

  /**
   * Looks for images in a folder, which may be a link to one, and in those below it, where links to
   * folders are not followed.
   *
   * @throws IOException if the folder itself cannot be read
   */
  public static FoundImages below(Path folder) throws IOException {
    Path real = folder.toRealPath();
    Walk walk = new Walk(folder, real);
    Files.walkFileTree(real, walk);
    walk.called.sort(Comparator.comparing(Path::toString));
    List<Path> files = new ArrayList<>();
    List<BadFile> refused = new ArrayList<>();
    for (Path file : walk.called) {
      String reason = FolderTree.refusal(file, real);
      if (reason.isEmpty()) {
        files.add(file);
      } else {
        refused.add(new BadFile(file.toString(), reason));
      }
    }
    return new FoundImages(files, refused, walk.closed);
  }

  /** Finds what is called as an image, under the name of the folder that was asked for. */
  private static final class Walk extends SimpleFileVisitor<Path> {
    private final Path folder;
    private final Path real;
    private final List<Path> called = new ArrayList<>();
    private final List<BadFile> closed = new ArrayList<>();

    Walk(Path folder, Path real) {
      this.folder = folder;
      this.real = real;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path below, BasicFileAttributes attributes) {
      return below.equals(real) || isInSight(below)
          ? FileVisitResult.CONTINUE
          : FileVisitResult.SKIP_SUBTREE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      boolean isImage = isInSight(file) && ImageTree.isCalledAsAnImage(nameOf(file));
      if (isImage && !Files.isDirectory(file)) {
        called.add(named(file));
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path below, IOException reason) throws IOException {
      if (below.equals(real)) {
        throw reason;
      }
      closed.add(
          new BadFile(
              named(below).toString(),
              "It cannot be read: " + StorageProblems.words(reason) + "."));
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path below, @Nullable IOException reason)
        throws IOException {
      return reason == null ? FileVisitResult.CONTINUE : visitFileFailed(below, reason);
    }

    private Path named(Path file) {
      return folder.resolve(real.relativize(file));
    }

    private static boolean isInSight(Path below) {
      return !ImageTree.isHidden(nameOf(below));
    }

    private static String nameOf(Path path) {
      return String.valueOf(path.getFileName());
    }
  }
}
