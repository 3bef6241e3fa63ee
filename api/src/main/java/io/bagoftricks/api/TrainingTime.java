package io.bagoftricks.api;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A stretch of training: {@code "5ep"} epochs, {@code "100ba"} steps (batches), {@code "0.1dur"} of
 * the whole run. A negative time counts from the end: {@code "-20ep"}. The notation is Composer's.
 *
 * @param value how many of the unit; negative where it counts from the end
 * @param unit epochs, steps, or shares of the run
 * @since 0.1
 */
public record TrainingTime(double value, Unit unit) {
  private static final Pattern TEXT = Pattern.compile("(-?\\d+(?:\\.\\d+)?)(ep|ba|dur)");

  /** The unit in which a time is counted. */
  public enum Unit {
    /** Epochs. */
    EP,
    /** Steps, which are batches. */
    BA,
    /** Shares of the whole run. */
    DUR
  }

  private static final double MOST_EPOCHS = 1e9;
  private static final double MOST_UPDATES = 1e15;

  /**
   * Checks that the value is at most 1e9 for epochs, whole and at most 1e15 for steps, and at most
   * 1 for shares.
   *
   * @param value how many of the unit; negative where it counts from the end
   * @param unit epochs, steps, or shares of the run
   */
  public TrainingTime {
    double most = unit == Unit.EP ? MOST_EPOCHS : MOST_UPDATES;
    if (!(Math.abs(value) <= most)) {
      throw new IllegalArgumentException(
          "A time is at most " + (long) most + " epochs or steps, not " + value);
    }
    if (unit == Unit.BA && value != Math.rint(value)) {
      throw new IllegalArgumentException("Steps are counted whole, not " + value + "ba");
    }
    if (unit == Unit.DUR && !(Math.abs(value) <= 1)) {
      throw new IllegalArgumentException("A share of the run is at most 1dur, not " + value);
    }
  }

  /**
   * {@return whole epochs}
   *
   * @param epochs counted from the end where negative
   */
  public static TrainingTime epochs(int epochs) {
    return new TrainingTime(epochs, Unit.EP);
  }

  /**
   * Reads the notation.
   *
   * @param text such as {@code "5ep"}
   * @return the time that it says
   * @throws IllegalArgumentException where the text is not a time, with the rule
   */
  public static TrainingTime parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "A time is a number and 'ep' (epochs), 'ba' (steps) or 'dur' (share of the run),"
              + " such as \"5ep\", \"100ba\" or \"0.1dur\"; not \""
              + text
              + "\"");
    }
    Unit unit = Unit.valueOf(matcher.group(2).toUpperCase(Locale.ROOT));
    return new TrainingTime(Double.parseDouble(matcher.group(1)), unit);
  }

  /**
   * {@return the time in steps, rounded to the nearest; a negative time counts back from the end}
   *
   * @param facts classes, examples, steps and base rate of the run
   */
  public long steps(RunFacts facts) {
    double steps =
        switch (unit) {
          case EP -> value * facts.stepsPerEpoch();
          case BA -> value;
          case DUR -> value * facts.totalSteps();
        };
    long whole = Math.round(steps);
    return value < 0 ? facts.totalSteps() + whole : whole;
  }

  @Override
  public String toString() {
    // Plain digits: the notation has no exponents.
    String number = BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    return number + unit.name().toLowerCase(Locale.ROOT);
  }
}
