package io.bagoftricks.engine.cli;

import io.bagoftricks.engine.diff.RunDifference;
import io.bagoftricks.engine.internal.text.OneLine;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine;

/** {@code tricks diff}. */
@CommandLine.Command(
    name = "diff",
    description = {
      "Compares two runs.",
      "Shows the settings and environments that differ, and the last values of their metrics."
    },
    mixinStandardHelpOptions = true)
final class DiffCommand implements Callable<Integer> {
  private static final String NOTHING = "-";

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @CommandLine.Parameters(index = "0", paramLabel = "RUN", description = "The first run's folder.")
  private Path first;

  @CommandLine.Parameters(index = "1", paramLabel = "RUN", description = "The second run's folder.")
  private Path second;

  @Override
  public Integer call() throws IOException {
    RunDifference difference = RunDifference.of(first, second);
    print("Recipe", difference.recipe(), entry -> "");
    print("Environment", difference.environment(), entry -> "");
    print(
        "Results",
        difference.results(),
        entry -> entry.change().map(by -> String.format(Locale.ROOT, "%+.6g", by)).orElse(""));
    return 0;
  }

  private void print(
      String title,
      List<RunDifference.Entry> entries,
      Function<RunDifference.Entry, String> change) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(entries.isEmpty() ? title + ": no difference" : title);
    int name = width(entries, RunDifference.Entry::name);
    int one = width(entries, entry -> entry.first().orElse(NOTHING));
    int other = width(entries, entry -> entry.second().orElse(NOTHING));
    for (RunDifference.Entry entry : entries) {
      String line =
          ("  %-" + name + "s  %-" + one + "s  %-" + other + "s  %s")
              .formatted(
                  entry.name(),
                  entry.first().orElse(NOTHING),
                  entry.second().orElse(NOTHING),
                  change.apply(entry));
      out.println(OneLine.of(line.stripTrailing()));
    }
  }

  private static int width(
      List<RunDifference.Entry> entries, Function<RunDifference.Entry, String> text) {
    return entries.stream().mapToInt(entry -> text.apply(entry).length()).max().orElse(1);
  }
}
