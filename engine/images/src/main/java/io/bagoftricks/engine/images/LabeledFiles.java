package io.bagoftricks.engine.images;

import io.bagoftricks.api.data.Split;
import io.bagoftricks.engine.data.DataRanges;
import io.bagoftricks.engine.images.FolderListing.Entry;
import io.bagoftricks.engine.images.FolderListing.Part;
import io.bagoftricks.engine.text.OneLine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Image files whose labels are written beside them. Labels that are whole numbers, all of them, are
 * the labels themselves; others are names of classes, sorted. A list of classes says which there
 * are, and in what order.
 */
final class LabeledFiles {
  private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,8}");
  private static final int SHOWN = 60;
  private static final int SHOWN_CLASSES = 10;

  private final String place;
  private final Map<Split, List<Labeled>> files = new EnumMap<>(Split.class);
  private final Map<Split, List<BadFile>> refused = new EnumMap<>(Split.class);

  /** Files of this place, as messages call it. */
  LabeledFiles(String place) {
    this.place = place;
  }

  /**
   * A file and its label.
   *
   * @param where the label stands, for messages
   */
  private record Labeled(ImageFile file, String label, String where) {}

  /**
   * Adds a file.
   *
   * @param where the label stands, for messages
   */
  void add(Split split, ImageFile file, String label, String where) {
    files.computeIfAbsent(split, s -> new ArrayList<>()).add(new Labeled(file, label, where));
  }

  /** Adds a file that is not taken. */
  void refuse(Split split, BadFile file) {
    refused.computeIfAbsent(split, s -> new ArrayList<>()).add(file);
  }

  /**
   * All files, with labels as numbers.
   *
   * @param list names of classes, where somebody has listed them
   * @throws IOException if there are none to train on, or a label is of no class
   */
  FolderListing listing(Optional<List<String>> list) throws IOException {
    List<Labeled> train = files.getOrDefault(Split.TRAIN, List.of());
    if (train.isEmpty()) {
      throw new IOException(
          "%s has no images to train on, but %s of other splits.%s"
              .formatted(
                  place,
                  files.values().stream().mapToInt(List::size).sum(),
                  firstRefused().map(bad -> " The first that was not taken is " + bad).orElse("")));
    }
    List<String> classes = list.isPresent() ? list.get() : classes(train);
    Map<String, Integer> labels = new HashMap<>();
    for (String one : classes) {
      labels.putIfAbsent(one, labels.size());
    }
    Map<Split, Part> splits = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      List<Entry> images = new ArrayList<>();
      for (Labeled one : files.getOrDefault(split, List.of())) {
        images.add(new Entry(one.file(), label(one, labels, classes)));
      }
      splits.put(split, Part.sorted(images, refused.getOrDefault(split, List.of())));
    }
    return new FolderListing(classes, splits);
  }

  private Optional<BadFile> firstRefused() {
    return refused.values().stream().flatMap(List::stream).findFirst();
  }

  private List<String> classes(List<Labeled> train) throws IOException {
    if (!train.stream().allMatch(one -> NUMBER.matcher(one.label()).matches())) {
      return List.copyOf(new TreeSet<>(train.stream().map(Labeled::label).toList()));
    }
    int highest = 0;
    for (Labeled one : train) {
      int label = Integer.parseInt(one.label());
      if (label >= DataRanges.MOST_CLASSES) {
        throw new IOException(
            String.format(
                Locale.ROOT,
                "%s: the label is %d, but numbers of classes must be below %d. Name the classes, or"
                    + " number them from 0.",
                one.where(),
                label,
                DataRanges.MOST_CLASSES));
      }
      highest = Math.max(highest, label);
    }
    return IntStream.rangeClosed(0, highest).mapToObj(Integer::toString).toList();
  }

  private static int label(Labeled one, Map<String, Integer> labels, List<String> classes)
      throws IOException {
    @Nullable Integer named = labels.get(one.label());
    if (named != null) {
      return named;
    }
    if (NUMBER.matcher(one.label()).matches() && Integer.parseInt(one.label()) < classes.size()) {
      return Integer.parseInt(one.label());
    }
    throw new IOException(
        "%s: the label is '%s', but there is no such class to learn: %s%s. Correct it, add images of it to train, or add a line to %s."
            .formatted(
                one.where(),
                OneLine.of(one.label(), SHOWN),
                String.join(", ", classes.subList(0, Math.min(SHOWN_CLASSES, classes.size()))),
                classes.size() > SHOWN_CLASSES ? ", ..." : "",
                ImageTree.CLASSES));
  }
}
