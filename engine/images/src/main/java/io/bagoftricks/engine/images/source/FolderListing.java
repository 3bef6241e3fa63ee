package io.bagoftricks.engine.images.source;

import io.bagoftricks.api.data.Split;
import io.bagoftricks.engine.images.ImageFile;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The image files of a data set, none of which is opened.
 *
 * @param classes their names, in the order of labels
 * @param splits the images of each split; of one that is not there, none
 * @param unused folders beside those of the splits that have images of these classes
 * @param archive must be in use when they are read; empty where they are in no zip file
 */
record FolderListing(
    List<String> classes,
    Map<Split, Part> splits,
    List<String> unused,
    Optional<ZipArchive> archive) {
  /** An image file and its label. */
  record Entry(ImageFile file, int label) {}

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

    /** Images of any order, by label; those of one label keep theirs. */
    static Part sorted(List<Entry> images, List<BadFile> refused) {
      List<Entry> byLabel = new ArrayList<>(images);
      byLabel.sort(Comparator.comparingInt(Entry::label));
      return new Part(byLabel, refused);
    }
  }

  public FolderListing {
    classes = List.copyOf(classes);
    splits = Map.copyOf(splits);
    unused = List.copyOf(unused);
  }

  /** No folder is unused; the images are in no zip file. */
  FolderListing(List<String> classes, Map<Split, Part> splits) {
    this(classes, splits, List.of(), Optional.empty());
  }

  /** The same, in a zip file. */
  FolderListing in(ZipArchive file) {
    return new FolderListing(classes, splits, unused, Optional.of(file));
  }

  /** Opens what the images are in. */
  Closeable use() throws IOException {
    return archive.isPresent() ? archive.get().use() : () -> {};
  }

  /** How many images each split has. */
  Map<Split, Long> counts() {
    Map<Split, Long> counts = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      counts.put(split, (long) split(split).images().size());
    }
    return counts;
  }

  /** The images of a split. */
  Part split(Split split) {
    return splits.getOrDefault(split, new Part(List.of(), List.of()));
  }

  /** The names of the classes without any image to train on. */
  List<String> untaughtClasses() {
    BitSet taught = new BitSet(classes.size());
    split(Split.TRAIN).images().forEach(image -> taught.set(image.label()));
    return untaught(classes, taught);
  }

  /** The names of the classes that are not among the taught. */
  static List<String> untaught(List<String> classes, BitSet taught) {
    return IntStream.range(0, classes.size())
        .filter(label -> !taught.get(label))
        .mapToObj(classes::get)
        .toList();
  }

  /**
   * Takes splits and classes from folders: {@code train/CLASS/*}, or the classes alone.
   *
   * @param name of the tree, for messages
   * @throws IOException if there are no classes, or others than to learn; the message is a sentence
   */
  static FolderListing of(ImageTree tree, String name) throws IOException {
    Map<Split, String> parts = new EnumMap<>(Split.class);
    for (String folder : tree.foldersIn("")) {
      Optional<Split> split = SplitNames.of(folder);
      if (split.isPresent()) {
        @Nullable String other = parts.put(split.get(), folder);
        if (other != null) {
          throw new IOException(
              "%s has both '%s' and '%s', which mean the same. Keep one of them."
                  .formatted(name, other, folder));
        }
      }
    }
    if (parts.isEmpty()) {
      checkHoldNoSplits(tree);
      List<String> classes = classes(tree, tree);
      return new FolderListing(classes, Map.of(Split.TRAIN, part(tree, classes)));
    }
    @Nullable String train = parts.get(Split.TRAIN);
    if (train == null) {
      throw new IOException(
          "%s has no folder 'train' beside '%s'. Put the images to learn from into it, a folder per class."
              .formatted(name, parts.values().iterator().next()));
    }
    List<String> classes = classes(tree, tree.in(train));
    Map<Split, Part> splits = new EnumMap<>(Split.class);
    for (Map.Entry<Split, String> part : parts.entrySet()) {
      splits.put(part.getKey(), part(tree.in(part.getValue()), classes));
    }
    List<String> unused =
        tree.foldersWithImages().stream()
            .filter(one -> !parts.containsValue(one))
            .filter(one -> !Collections.disjoint(tree.in(one).foldersWithImages(), classes))
            .toList();
    return new FolderListing(classes, splits, unused, Optional.empty());
  }

  /** A folder with several splits in it is around data, and no class. */
  private static void checkHoldNoSplits(ImageTree tree) throws IOException {
    for (String folder : tree.foldersWithImages()) {
      SortedSet<String> splits = tree.in(folder).foldersWithImages();
      splits.removeIf(one -> SplitNames.of(one).isEmpty());
      if (splits.size() > 1) {
        throw new IOException(
            "%s has a folder '%s', which would be a class, but there are folders '%s' in it. Name it in data.root if it holds the data; in a zip or tar file, leave out the other folders with images."
                .formatted(tree.place(), folder, String.join("' and '", splits)));
      }
    }
  }

  private static List<String> classes(ImageTree top, ImageTree train) throws IOException {
    Set<String> there = train.foldersIn("");
    @Nullable ImageFile list = top.lists().get(ImageTree.CLASSES);
    if (list == null) {
      if (there.isEmpty()) {
        throw new IOException(
            "%s has no folders, but there must be one per class, with images in it, or a table of files and labels, which is read where data.root names it."
                .formatted(train.place()));
      }
      return List.copyOf(there);
    }
    List<String> classes = ClassList.read(list);
    Set<String> listed = new HashSet<>(classes);
    for (String one : there) {
      if (!listed.contains(one)) {
        throw new IOException(
            "%s has a folder '%s', which %s does not name. Add a line to it, or take the folder away."
                .formatted(train.place(), one, ImageTree.CLASSES));
      }
    }
    return classes;
  }

  private static Part part(ImageTree part, List<String> classes) throws IOException {
    Map<String, Integer> labels = new HashMap<>();
    for (String one : classes) {
      labels.put(one, labels.size());
    }
    for (String folder : part.foldersIn("")) {
      if (!labels.containsKey(folder)) {
        throw new IOException(
            "%s has a folder '%s', but there is no such class to learn: %s. Rename it, or add images of it to train."
                .formatted(
                    part.place(),
                    folder,
                    String.join(", ", classes.subList(0, Math.min(10, classes.size())))));
      }
    }
    List<Entry> images = new ArrayList<>();
    part.files()
        .forEach(
            (file, image) -> {
              @Nullable Integer label = labels.get(firstFolder(file));
              if (label != null) {
                images.add(new Entry(image, label));
              }
            });
    List<BadFile> refused = new ArrayList<>();
    part.refused()
        .forEach(
            (file, bad) -> {
              if (labels.containsKey(firstFolder(file))) {
                refused.add(bad);
              }
            });
    return Part.sorted(images, refused);
  }

  /** The first of a name's folders; empty where it has none. */
  private static String firstFolder(String name) {
    return name.substring(0, Math.max(0, name.indexOf('/')));
  }
}
