package io.bagoftricks.engine.images.source;

import io.bagoftricks.engine.images.ImageFile;
import io.bagoftricks.engine.images.PathFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/** Walks through a folder, or through the file system that a zip file is. */
final class FolderTree {
  /** Splits and classes may be links; what lies deeper is not followed, so that it has an end. */
  private static final int LINKED_LEVELS = 2;

  private final String name;
  private final Path real;
  private final Function<Path, ImageFile> file;
  private final SortedSet<String> folders = new TreeSet<>();
  private final SortedMap<String, ImageFile> files = new TreeMap<>();
  private final SortedMap<String, BadFile> refused = new TreeMap<>();
  private final Map<String, ImageFile> lists = new HashMap<>();

  private FolderTree(String name, Path real, Function<Path, ImageFile> file) {
    this.name = name;
    this.real = real;
    this.file = file;
  }

  /**
   * All that is in a folder.
   *
   * @param name of the folder, for messages
   * @throws IOException if a folder in it cannot be read, or is a link that leads out
   */
  static ImageTree of(Path top, String name) throws IOException {
    return of(top, top.toString(), name, PathFile::new);
  }

  /** All that is in a zip file, which is in use. */
  static ImageTree of(ZipArchive archive, String name) throws IOException {
    return of(
        archive.path("/"),
        archive.toString(),
        name,
        path -> new ZippedFile(archive, path.toString()));
  }

  private static ImageTree of(Path top, String place, String name, Function<Path, ImageFile> file)
      throws IOException {
    FolderTree tree = new FolderTree(name, top.toRealPath(), file);
    tree.walk(top, "", 0);
    return new ImageTree(place, tree.folders, tree.files, tree.refused, tree.lists);
  }

  private void walk(Path folder, String prefix, int level) throws IOException {
    for (Path one : members(folder)) {
      String last = nameOf(one);
      if (ImageTree.isHidden(last)) {
        continue;
      }
      if (Files.isDirectory(one)) {
        if (isToBeWalked(one, level)) {
          folders.add(prefix + last);
          walk(one, prefix + last + "/", level + 1);
        }
      } else if (last.equals(ImageTree.CLASSES) && Files.isRegularFile(one)) {
        lists.put(prefix + last, file.apply(one));
      } else if (ImageTree.isCalledAsAnImage(last)) {
        String reason = refusal(one, real);
        if (reason.isEmpty()) {
          files.put(prefix + last, file.apply(one));
        } else {
          refused.put(prefix + last, new BadFile(file.apply(one).toString(), reason));
        }
      }
    }
  }

  private boolean isToBeWalked(Path folder, int level) throws IOException {
    if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return true;
    }
    if (level >= LINKED_LEVELS) {
      return false;
    }
    if (!folder.toRealPath().startsWith(real)) {
      throw new IOException(
          "%s is a link that leads out of %s. Copy the images, or name the folder itself."
              .formatted(folder, name));
    }
    return true;
  }

  /**
   * Why a file is not taken; empty where it is.
   *
   * @param real the real path that no link may lead out of
   */
  static String refusal(Path file, Path real) throws IOException {
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

  private static List<Path> members(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.toList();
    }
  }

  /** The last part of a path, without the slash that folders in a zip file have. */
  private static String nameOf(Path path) {
    String last = String.valueOf(path.getFileName());
    return last.endsWith("/") ? last.substring(0, last.length() - 1) : last;
  }
}
