package io.bagoftricks.engine.images.source;

import io.bagoftricks.engine.internal.loader.DataRanges;
import io.bagoftricks.engine.internal.text.OneLine;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The classes that labels mean, where nobody has listed them: as many as the highest number says
 * where all are whole numbers, else the labels as names, sorted. Where one label, or one in ten, is
 * not a whole number as the others are, it is a slip and not a name.
 */
final class LabelClasses {
  private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]*");
  private static final Pattern DIGITS = Pattern.compile("[0-9]+");
  private static final int MOST_DIGITS = 9;
  private static final int FEW = 10;
  private static final int SHOWN = 60;

  private LabelClasses() {}

  /** Whether a label is a whole number as the numbers of classes are written. */
  static boolean isNumber(String label) {
    return NUMBER.matcher(label).matches();
  }

  /** The number that a label is; of one that is too large for a class, the largest integer. */
  static int number(String label) {
    return label.length() > MOST_DIGITS ? Integer.MAX_VALUE : Integer.parseInt(label);
  }

  /**
   * The names of classes.
   *
   * @param labels of all files to train on, those that are not taken included
   * @throws IOException if a number is too high, or a few are not numbers as the others are
   */
  static List<String> of(List<FileLabel> labels) throws IOException {
    List<FileLabel> names = labels.stream().filter(label -> !isNumber(label.text())).toList();
    if (names.isEmpty()) {
      return numbers(labels);
    }
    if (isFew(names.size(), labels.size()) && !areDigitsOfOneLength(labels)) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s: the label is '%s', but %d of %d labels to learn are whole numbers, 0 and up"
                  + " without a sign or a zero in front. Correct it; if all are names, list them in"
                  + " %s, one per line.",
              names.get(0).where(),
              OneLine.of(names.get(0).text(), SHOWN),
              labels.size() - names.size(),
              labels.size(),
              ImageTree.CLASSES));
    }
    return sorted(labels);
  }

  private static boolean isFew(int some, int all) {
    return some <= Math.max(1, all / FEW) && 3 * some <= all;
  }

  /** Names such as 00 to 99, of which most have no zero in front. */
  private static boolean areDigitsOfOneLength(Collection<FileLabel> labels) {
    return labels.stream().allMatch(label -> DIGITS.matcher(label.text()).matches())
        && labels.stream().mapToInt(label -> label.text().length()).distinct().count() == 1;
  }

  private static List<String> sorted(List<FileLabel> labels) {
    return List.copyOf(new TreeSet<>(labels.stream().map(FileLabel::text).toList()));
  }

  private static List<String> numbers(List<FileLabel> labels) throws IOException {
    int highest = 0;
    for (FileLabel label : labels) {
      int number = number(label.text());
      if (number >= DataRanges.MOST_CLASSES) {
        throw new IOException(
            String.format(
                Locale.ROOT,
                "%s: the label is %s, but numbers of classes must be below %d. Number them from 0,"
                    + " or list them as names in %s, one per line.",
                label.where(),
                OneLine.of(label.text(), SHOWN),
                DataRanges.MOST_CLASSES,
                ImageTree.CLASSES));
      }
      highest = Math.max(highest, number);
    }
    return IntStream.rangeClosed(0, highest).mapToObj(Integer::toString).toList();
  }
}
