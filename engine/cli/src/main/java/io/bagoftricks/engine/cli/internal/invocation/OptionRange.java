package io.bagoftricks.engine.cli.internal.invocation;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** The ranges of numbers on the command line. */
public final class OptionRange {
  /** The most steps or runs that a command is asked for. */
  public static final int MOST_STEPS = 1_000_000;

  private OptionRange() {}

  /** Refuses a number below 1 or above the most; none is not a mistake. */
  public static void check(
      CommandLine.Model.CommandSpec spec, String option, @Nullable Integer value, int most) {
    if (value != null && !(value >= 1 && value <= most)) {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
          String.format(Locale.ROOT, "%s is %d, but must be 1 to %d.", option, value, most));
    }
  }
}
