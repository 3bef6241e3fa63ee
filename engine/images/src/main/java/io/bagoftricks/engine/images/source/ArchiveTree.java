package io.bagoftricks.engine.images.source;

import io.bagoftricks.engine.images.ImageFile;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Trees of what lies in archives. */
final class ArchiveTree {
  private ArchiveTree() {}

  /**
   * The entries of several tar files, one beside the other.
   *
   * @param place what messages call them
   * @throws IOException if two of them have an image or a list of classes of the same name
   */
  static ImageTree of(List<TarIndex> tars, String place) throws IOException {
    SortedSet<String> folders = new TreeSet<>();
    SortedMap<String, ImageFile> files = new TreeMap<>();
    SortedMap<String, BadFile> refused = new TreeMap<>();
    Map<String, ImageFile> lists = new HashMap<>();
    for (TarIndex tar : tars) {
      tar.folders().stream().filter(ArchiveTree::isVisible).forEach(one -> addAll(one, folders));
      for (TarredFile file : tar.files().values()) {
        if (!isVisible(file.name())) {
          continue;
        }
        addAll(parent(file.name()), folders);
        if (last(file.name()).equals(ImageTree.CLASSES)) {
          addNew(lists, file, "lists of classes");
        } else if (ImageTree.isCalledAsAnImage(last(file.name()))) {
          addNew(files, file, "images");
        }
      }
      tar.refused()
          .forEach(
              (name, bad) -> {
                if (isVisible(name) && ImageTree.isCalledAsAnImage(last(name))) {
                  refused.put(name, bad);
                  if (!leadsOut(name) && EntryName.refusal(name).isEmpty()) {
                    addAll(parent(name), folders);
                  }
                }
              });
    }
    return new ImageTree(place, folders, files, refused, lists);
  }

  private static void addNew(Map<String, ImageFile> files, TarredFile file, String what)
      throws IOException {
    @Nullable ImageFile other = files.put(file.name(), file);
    if (other != null) {
      throw new IOException(
          "%s and %s are two %s of one name. Rename one of them.".formatted(other, file, what));
    }
  }

  private static boolean leadsOut(String name) {
    return name.startsWith("/") || Arrays.asList(name.split("/")).contains("..");
  }

  private static void addAll(String folder, SortedSet<String> folders) {
    for (String one = folder; !one.isEmpty() && folders.add(one); one = parent(one)) {
      // its own folder is next
    }
  }

  /** Names that lead out of a tar file are in sight, so that they are told. */
  private static boolean isVisible(String name) {
    return Arrays.stream(name.split("/"))
        .noneMatch(part -> ImageTree.isHidden(part) && !part.equals(".."));
  }

  private static String parent(String name) {
    return name.substring(0, Math.max(0, name.lastIndexOf('/')));
  }

  private static String last(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }
}
