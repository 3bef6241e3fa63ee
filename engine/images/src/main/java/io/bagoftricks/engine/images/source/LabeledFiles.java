package io.bagoftricks.engine.images.source;

import io.bagoftricks.api.data.Split;
import io.bagoftricks.engine.images.ImageFile;
import io.bagoftricks.engine.images.source.FolderListing.Entry;
import io.bagoftricks.engine.images.source.FolderListing.Part;
import io.bagoftricks.engine.internal.text.OneLine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Image files whose labels are written beside them. A list of classes says which there are, and in
 * what order; without it the labels do.
 */
final class LabeledFiles {
  private static final int SHOWN = 60;
  private static final int SHOWN_CLASSES = 10;

  private final String place;
  private final Map<Split, List<Labeled>> files = new EnumMap<>(Split.class);
  private final Map<Split, List<BadFile>> refused = new EnumMap<>(Split.class);
  private final List<FileLabel> toLearn = new ArrayList<>();

  /** Files of this place, as messages call it. */
  LabeledFiles(String place) {
    this.place = place;
  }

  private record Labeled(ImageFile file, FileLabel label) {}

  /** Adds a file. */
  void add(Split split, ImageFile file, FileLabel label) {
    files.computeIfAbsent(split, s -> new ArrayList<>()).add(new Labeled(file, label));
    learn(split, label);
  }

  /** Adds a file that is not taken; the class of its label is there nevertheless. */
  void refuse(Split split, BadFile file, Optional<FileLabel> label) {
    refused.computeIfAbsent(split, s -> new ArrayList<>()).add(file);
    label.ifPresent(one -> learn(split, one));
  }

  private void learn(Split split, FileLabel label) {
    if (split == Split.TRAIN) {
      toLearn.add(label);
    }
  }

  /**
   * All files, with labels as numbers.
   *
   * @param list names of classes, where somebody has listed them
   * @throws IOException if there are none to train on, or a label is of no class
   */
  FolderListing listing(Optional<List<String>> list) throws IOException {
    if (files.getOrDefault(Split.TRAIN, List.of()).isEmpty()) {
      throw new IOException(
          "%s has no images to train on, but %s of other splits.%s"
              .formatted(
                  place,
                  files.values().stream().mapToInt(List::size).sum(),
                  firstRefused().map(bad -> " The first that was not taken is " + bad).orElse("")));
    }
    List<String> classes = list.isPresent() ? list.get() : LabelClasses.of(toLearn);
    boolean numbered = list.isPresent() && !list.get().stream().allMatch(LabelClasses::isNumber);
    Map<String, Integer> labels = new HashMap<>();
    for (String one : classes) {
      labels.putIfAbsent(one, labels.size());
    }
    Map<Split, Part> splits = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      List<Entry> images = new ArrayList<>();
      for (Labeled one : files.getOrDefault(split, List.of())) {
        images.add(new Entry(one.file(), label(one.label(), labels, classes, numbered)));
      }
      splits.put(split, Part.sorted(images, refused.getOrDefault(split, List.of())));
    }
    return new FolderListing(classes, splits);
  }

  private Optional<BadFile> firstRefused() {
    return refused.values().stream().flatMap(List::stream).findFirst();
  }

  /**
   * The class of a label.
   *
   * @param numbered whether a number is the place of a name
   */
  private static int label(
      FileLabel label, Map<String, Integer> labels, List<String> classes, boolean numbered)
      throws IOException {
    @Nullable Integer named = labels.get(label.text());
    if (named != null) {
      return named;
    }
    if (numbered
        && LabelClasses.isNumber(label.text())
        && LabelClasses.number(label.text()) < classes.size()) {
      return LabelClasses.number(label.text());
    }
    throw new IOException(
        "%s: the label is '%s', but there is no such class to learn: %s%s. Correct it, add images of it to train, or add a line to %s."
            .formatted(
                label.where(),
                OneLine.of(label.text(), SHOWN),
                String.join(", ", classes.subList(0, Math.min(SHOWN_CLASSES, classes.size()))),
                classes.size() > SHOWN_CLASSES ? ", ..." : "",
                ImageTree.CLASSES));
  }
}
