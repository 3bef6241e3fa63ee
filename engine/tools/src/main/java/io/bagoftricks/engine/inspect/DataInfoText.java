package io.bagoftricks.engine.inspect;

import io.bagoftricks.api.data.Split;
import io.bagoftricks.engine.internal.split.UntaughtClasses;
import io.bagoftricks.engine.internal.split.UnusedFolders;
import io.bagoftricks.engine.internal.text.OneLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The contents of data, for people. */
public final class DataInfoText {
  private static final int NAMED = 10;
  private static final int LONGEST_NAME = 40;

  private DataInfoText() {}

  /** The lines. */
  public static List<String> of(DataInfo info) {
    List<String> lines = new ArrayList<>(counts(info));
    lines.add("");
    lines.add(
        line(
            "pictures",
            "width %d to %d (median %s), height %d to %d (median %s)",
            info.width().min(),
            info.width().max(),
            plain(info.width().median()),
            info.height().min(),
            info.height().max(),
            plain(info.height().median())));
    if (!info.formats().isEmpty()) {
      lines.add(line("formats", "%s", formats(info.formats())));
    }
    lines.add(
        line("channels", "%d%s", info.channels(), info.channels() == 1 ? "" : gray(info.gray())));
    lines.add(line("duplicates", "%s", duplicates(info.duplicates())));
    named(info.duplicates().stream().map(DataInfoText::shown).toList(), lines);
    lines.add(line("unreadable", "%,d", info.unreadable().size()));
    named(info.unreadable(), lines);
    if (!info.mean().isEmpty()) {
      lines.add("");
      lines.add("of the pictures to train on, on the scale 0 to 255, each with the same weight:");
      lines.add(
          "  \"mean\": [%s], \"standardDeviation\": [%s]"
              .formatted(numbers(info.mean()), numbers(info.standardDeviation())));
    }
    return lines.stream().map(OneLine::of).toList();
  }

  /** Faults of the data that spoil a result, a sentence each. */
  public static List<String> warnings(DataInfo info) {
    List<String> warnings = new ArrayList<>(untaught(info));
    if (!info.unusedFolders().isEmpty()) {
      warnings.add(UnusedFolders.warning(info.unusedFolders(), "").toString());
    }
    for (int i = 0; i < info.splits().size(); i++) {
      for (int j = i + 1; j < info.splits().size(); j++) {
        String split = info.splits().get(i).split();
        String other = info.splits().get(j).split();
        long leaked = info.leaked(other, split);
        if (leaked > 0) {
          warnings.add(
              String.format(
                  Locale.ROOT,
                  "[data/leak] %,d of %,d pictures of '%s' (%.1f %%) are in '%s' too, so that"
                      + " results on it say too much. Take them out of one of the two: --json names"
                      + " them all.",
                  leaked,
                  info.splits().get(j).images(),
                  other,
                  100.0 * leaked / info.splits().get(j).images(),
                  split));
        }
      }
    }
    long contradictions = info.duplicates().stream().filter(Duplicate::isContradiction).count();
    if (contradictions > 0) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "[data/two-labels] %,d pictures are in more than one class. Decide which is right,"
                  + " and take the others out: --json names them all.",
              contradictions));
    }
    return warnings;
  }

  private static List<String> untaught(DataInfo info) {
    for (SplitInfo split : info.splits()) {
      if (split.split().equals(SplitInfo.name(Split.TRAIN))) {
        List<String> names =
            IntStream.range(0, info.classes().size())
                .filter(label -> split.perClass().get(label) == 0)
                .mapToObj(info.classes()::get)
                .toList();
        return names.isEmpty()
            ? List.of()
            : List.of(UntaughtClasses.warning(names, info.classes().size(), "").toString());
      }
    }
    return List.of();
  }

  private static List<String> counts(DataInfo info) {
    int width =
        info.classes().stream()
            .mapToInt(name -> Math.min(LONGEST_NAME, name.length()))
            .max()
            .orElse(0);
    width = Math.max(width, "all classes (%s)".formatted(info.classes().size()).length());
    List<String> lines = new ArrayList<>();
    lines.add(row("", width, info.splits().stream().map(SplitInfo::split).toList()));
    lines.add(
        row(
            "all classes (%s)".formatted(info.classes().size()),
            width,
            info.splits().stream().map(split -> counted(split.images())).toList()));
    for (int label = 0; label < info.classes().size(); label++) {
      int one = label;
      lines.add(
          row(
              OneLine.of(info.classes().get(label), LONGEST_NAME),
              width,
              info.splits().stream().map(split -> counted(split.perClass().get(one))).toList()));
    }
    return lines;
  }

  private static String row(String name, int width, List<String> values) {
    return ("%-" + width + "s").formatted(name)
        + values.stream().map("%12s"::formatted).collect(Collectors.joining());
  }

  private static String line(String name, String format, Object... values) {
    return "%-12s".formatted(name) + String.format(Locale.ROOT, format, values);
  }

  private static String counted(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  private static String gray(long gray) {
    return gray == 0
        ? ", no picture is gray"
        : String.format(Locale.ROOT, ", %,d pictures are gray", gray);
  }

  private static String formats(Map<String, Long> formats) {
    return formats.entrySet().stream()
        .map(one -> one.getKey() + " " + counted(one.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static String duplicates(List<Duplicate> all) {
    if (all.isEmpty()) {
      return "none";
    }
    long leaks = all.stream().filter(Duplicate::isLeak).count();
    return String.format(
        Locale.ROOT,
        "%,d pictures are there more than once, %s",
        all.size(),
        leaks == 0
            ? "each within one split"
            : String.format(Locale.ROOT, "%,d of them IN MORE THAN ONE SPLIT", leaks));
  }

  private static String shown(Duplicate one) {
    return one.images().stream()
        .limit(NAMED)
        .map(place -> place.split() + " " + place.label() + " " + place.image())
        .collect(Collectors.joining(" = "));
  }

  private static void named(List<String> all, List<String> lines) {
    all.stream().limit(NAMED).forEach(one -> lines.add("  " + one));
    if (all.size() > NAMED) {
      lines.add(
          String.format(Locale.ROOT, "  and %,d more: --json names them all", all.size() - NAMED));
    }
  }

  private static String numbers(List<Double> values) {
    return values.stream()
        .map(value -> String.format(Locale.ROOT, "%.3f", value))
        .collect(Collectors.joining(", "));
  }

  private static String plain(double value) {
    return value == Math.rint(value)
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.1f", value);
  }
}
