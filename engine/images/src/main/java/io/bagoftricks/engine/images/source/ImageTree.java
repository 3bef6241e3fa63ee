package io.bagoftricks.engine.images.source;

import io.bagoftricks.engine.images.ImageFile;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Folders and image files by their names, relative to the top and with slashes, sorted by the
 * numbers of their characters, so that every system lists the same. What begins with a dot, folders
 * that systems make for themselves and files that are not called as images are not in it.
 *
 * @param place what messages call the top
 * @param folders that are there, with files in them or without
 * @param files none of which is opened
 * @param refused files that are not taken, each with the reason
 * @param lists the texts of the top by their names, such as {@code classes.txt}
 */
record ImageTree(
    String place,
    SortedSet<String> folders,
    SortedMap<String, ImageFile> files,
    SortedMap<String, BadFile> refused,
    Map<String, ImageFile> lists) {
  /** The list of classes. */
  static final String CLASSES = "classes.txt";

  /** Folders of macOS's archives, Synology's indexes and trash, Linux's and Windows' disks. */
  private static final Set<String> OF_SYSTEMS =
      Set.of(
          "__MACOSX",
          "@eaDir",
          "#recycle",
          "lost+found",
          "$RECYCLE.BIN",
          "System Volume Information");

  private static final Set<String> ENDINGS =
      Set.of("jpg", "jpeg", "png", "gif", "webp", "bmp", "tif", "tiff");

  public ImageTree {
    folders = Collections.unmodifiableSortedSet(new TreeSet<>(folders));
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    refused = Collections.unmodifiableSortedMap(new TreeMap<>(refused));
    lists = Map.copyOf(lists);
  }

  /** Whether a name without folders is called as an image. */
  static boolean isCalledAsAnImage(String name) {
    int dot = name.lastIndexOf('.');
    return dot > 0 && !isHidden(name) && isEndingOfAnImage(name.substring(dot + 1));
  }

  /** Whether files with an ending, without its dot, are images. */
  static boolean isEndingOfAnImage(String ending) {
    return ENDINGS.contains(ending.toLowerCase(Locale.ROOT));
  }

  /** Whether a name without folders begins with a dot, or systems keep files of their own there. */
  static boolean isHidden(String name) {
    return name.startsWith(".") || OF_SYSTEMS.contains(name);
  }

  /** The folders of the top that hold images, however deep. */
  SortedSet<String> foldersWithImages() {
    return files.keySet().stream()
        .filter(file -> file.indexOf('/') >= 0)
        .map(file -> file.substring(0, file.indexOf('/')))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** An image right in the top. */
  Optional<String> imageAtTheTop() {
    return files.keySet().stream().filter(file -> file.indexOf('/') < 0).findFirst();
  }

  /** The folders right in one, or of the top where it is empty, by their last names. */
  SortedSet<String> foldersIn(String folder) {
    String prefix = folder.isEmpty() ? "" : folder + "/";
    SortedSet<String> inside = new TreeSet<>();
    for (String one : folder.isEmpty() ? folders : folders.subSet(prefix, end(prefix))) {
      if (one.indexOf('/', prefix.length()) < 0) {
        inside.add(one.substring(prefix.length()));
      }
    }
    return inside;
  }

  /** The part of the tree that is in a folder, which messages call as this one. */
  ImageTree in(String folder) {
    String prefix = folder + "/";
    SortedSet<String> subfolders = new TreeSet<>();
    for (String one : folders.subSet(prefix, end(prefix))) {
      subfolders.add(one.substring(prefix.length()));
    }
    Map<String, ImageFile> texts = new TreeMap<>();
    lists.forEach(
        (name, file) -> {
          if (name.startsWith(prefix)) {
            texts.put(name.substring(prefix.length()), file);
          }
        });
    return new ImageTree(
        place + "/" + folder, subfolders, within(files, prefix), within(refused, prefix), texts);
  }

  private static <T> SortedMap<String, T> within(SortedMap<String, T> all, String prefix) {
    SortedMap<String, T> inside = new TreeMap<>();
    all.subMap(prefix, end(prefix))
        .forEach((name, one) -> inside.put(name.substring(prefix.length()), one));
    return inside;
  }

  /** The first name behind all that begin with a prefix, which ends with a slash. */
  private static String end(String prefix) {
    return prefix.substring(0, prefix.length() - 1) + (char) ('/' + 1);
  }
}
