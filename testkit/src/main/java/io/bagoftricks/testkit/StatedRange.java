package io.bagoftricks.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The bounds that the meaning of a setting states in a card: numbers, with the words before them.
 */
record StatedRange(String meaning) {
  /** {@code 2^-24}, {@code 10,000}, {@code 1e-12}. */
  private static final Pattern NUMBER =
      Pattern.compile(
          "(?<word>\\w+ )?(?<![\\w.^])(?<number>(?<base>\\d+)\\^(?<power>-?\\d+)"
              + "|-?\\d{1,3}(,\\d{3})+|-?\\d+(\\.\\d+)?([eE]-?\\d+)?)");

  private static final Pattern POSITIVE = Pattern.compile("\\bpositive\\b");
  private static final Pattern NOT_NEGATIVE = Pattern.compile("\\bnot negative\\b");
  private static final List<String> OPEN = List.of("above", "below", "than");

  /**
   * A number of the text.
   *
   * @param isOpen whether the words say that the number itself is not taken
   */
  record Stated(double value, boolean isOpen) {}

  List<Stated> numbers() {
    List<Stated> stated = new ArrayList<>();
    Matcher number = NUMBER.matcher(meaning);
    while (number.find()) {
      String word = number.group("word") == null ? "" : number.group("word").strip();
      stated.add(new Stated(value(number), OPEN.contains(word)));
    }
    if (POSITIVE.matcher(meaning).find()) {
      stated.add(new Stated(0, true));
    }
    if (NOT_NEGATIVE.matcher(meaning).find()) {
      stated.add(new Stated(0, false));
    }
    return stated;
  }

  private static double value(Matcher number) {
    return number.group("base") == null
        ? Double.parseDouble(number.group("number").replace(",", ""))
        : Math.pow(
            Double.parseDouble(number.group("base")), Double.parseDouble(number.group("power")));
  }

  /** Whether the text has a bound: the number that is taken last, or the one that no longer is. */
  boolean states(double inside, double outside) {
    return numbers().stream()
        .anyMatch(stated -> stated.isOpen() ? stated.value() == outside : stated.value() == inside);
  }
}
