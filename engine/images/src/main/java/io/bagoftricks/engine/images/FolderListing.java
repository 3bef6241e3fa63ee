package io.bagoftricks.engine.images;

import io.bagoftricks.api.data.Split;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ProviderNotFoundException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The files of a folder of images, none of which is opened. Names are sorted by their characters'
 * numbers, so that every system lists the same; what begins with a dot and files that are not
 * called as images are left out.
 *
 * @param classes their names, in the order of labels
 * @param splits the images of each split; of one that is not there, none
 */
record FolderListing(List<String> classes, Map<Split, Part> splits) {
  private static final String CLASSES = "classes.txt";
  private static final Map<String, Split> FOLDERS =
      Map.of(
          "train", Split.TRAIN,
          "val", Split.VALIDATION,
          "validation", Split.VALIDATION,
          "test", Split.TEST);

  /** An image file and its label. */
  record Entry(Path file, int label) {}

  /**
   * The images of a split.
   *
   * @param images by label, then by name
   * @param refused files that are not taken, each with the reason
   */
  record Part(List<Entry> images, List<BadFile> refused) {
    Part {
      images = List.copyOf(images);
      refused = List.copyOf(refused);
    }
  }

  FolderListing {
    classes = List.copyOf(classes);
    splits = Map.copyOf(splits);
  }

  /** The images of a split. */
  Part split(Split split) {
    return splits.getOrDefault(split, new Part(List.of(), List.of()));
  }

  /**
   * Lists a folder or a zip file.
   *
   * @param root absolute
   * @param name of the root, for messages
   * @throws IOException if it is neither, or has no classes; the message is a sentence
   */
  static FolderListing of(Path root, String name) throws IOException {
    Path folder = Files.isRegularFile(root) ? inZip(root, name) : root;
    if (!Files.isDirectory(folder)) {
      throw new IOException(
          "data.root is '%s', but %s is neither a folder nor a zip file. It must hold train/CLASS/*.jpg, and val/CLASS/*.jpg where there are images for validation. Name it with --set data.root=DIR."
              .formatted(name, root));
    }
    try {
      return listed(folder, name);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static FolderListing listed(Path folder, String name) throws IOException {
    Map<Split, Path> parts = new EnumMap<>(Split.class);
    for (Path sub : folders(folder)) {
      Split split = FOLDERS.get(nameOf(sub));
      if (split != null) {
        Path other = parts.put(split, sub);
        if (other != null) {
          throw new IOException(
              "%s has both '%s' and '%s', which mean the same. Keep one of them."
                  .formatted(name, nameOf(other), nameOf(sub)));
        }
      }
    }
    if (parts.isEmpty()) {
      parts.put(Split.TRAIN, folder);
    } else if (!parts.containsKey(Split.TRAIN)) {
      throw new IOException(
          "%s has no folder 'train' beside '%s'. Put the images to learn from into it, a folder per class."
              .formatted(name, nameOf(parts.values().iterator().next())));
    }
    List<String> classes = classes(folder, parts.get(Split.TRAIN), name);
    Path real = folder.toRealPath();
    Map<Split, Part> splits = new EnumMap<>(Split.class);
    for (Map.Entry<Split, Path> part : parts.entrySet()) {
      splits.put(part.getKey(), part(part.getValue(), classes, real, name));
    }
    return new FolderListing(classes, splits);
  }

  private static Path inZip(Path file, String name) throws IOException {
    Path top;
    try {
      top = FileSystems.newFileSystem(file).getPath("/");
    } catch (ProviderNotFoundException | IOException e) {
      throw new IOException(
          "data.root is '%s', which is a file, but not a zip file that can be read (%s). Name a folder, or a zip file of one."
              .formatted(name, e.getMessage()),
          e);
    }
    List<Path> inside = folders(top);
    boolean wrapped = inside.size() == 1 && !FOLDERS.containsKey(nameOf(inside.get(0)));
    return wrapped && !folders(inside.get(0)).isEmpty() ? inside.get(0) : top;
  }

  private static List<String> classes(Path folder, Path train, String name) throws IOException {
    List<String> there = folders(train).stream().map(FolderListing::nameOf).toList();
    Path list = folder.resolve(CLASSES);
    if (!Files.isRegularFile(list)) {
      if (there.isEmpty()) {
        throw new IOException(
            "%s has no folders, but there must be one per class, with images in it."
                .formatted(train));
      }
      return there;
    }
    List<String> classes;
    try {
      classes =
          Files.readAllLines(list).stream().map(String::strip).filter(s -> !s.isEmpty()).toList();
    } catch (CharacterCodingException e) {
      throw new IOException("%s of %s is not a text in UTF-8.".formatted(CLASSES, name), e);
    }
    Set<String> listed = new HashSet<>(classes);
    for (String one : there) {
      if (!listed.contains(one)) {
        throw new IOException(
            "%s has a folder '%s', which %s does not name. Add a line to it, or take the folder away."
                .formatted(train, one, CLASSES));
      }
    }
    return classes;
  }

  private static Part part(Path part, List<String> classes, Path real, String name)
      throws IOException {
    for (Path one : folders(part)) {
      if (!classes.contains(nameOf(one))) {
        throw new IOException(
            "%s has a folder '%s', but there is no such class to learn: %s. Rename it, or add images of it to train."
                .formatted(
                    part,
                    nameOf(one),
                    String.join(", ", classes.subList(0, Math.min(10, classes.size())))));
      }
      if (Files.isSymbolicLink(one) && !one.toRealPath().startsWith(real)) {
        throw new IOException(
            "%s is a link that leads out of %s. Copy the images, or name the folder itself."
                .formatted(one, name));
      }
    }
    List<Entry> images = new ArrayList<>();
    List<BadFile> refused = new ArrayList<>();
    for (int label = 0; label < classes.size(); label++) {
      Path folder = part.resolve(classes.get(label));
      if (!Files.isDirectory(folder)) {
        continue;
      }
      FoundImages found = FoundImages.below(folder, real);
      int of = label;
      found.files().forEach(file -> images.add(new Entry(file, of)));
      refused.addAll(found.refused());
    }
    return new Part(images, refused);
  }

  private static List<Path> folders(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(one -> Files.isDirectory(one) && !nameOf(one).startsWith("."))
          .sorted(Comparator.comparing(FolderListing::nameOf))
          .toList();
    }
  }

  /** The last part of a path, without the slash that folders in a zip file have. */
  private static String nameOf(Path path) {
    String name = String.valueOf(path.getFileName());
    return name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
  }
}
