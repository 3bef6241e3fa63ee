package io.bagoftricks.engine.explain;

import io.bagoftricks.api.RunFacts;
import io.bagoftricks.engine.plan.Schedule;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Draws a schedule over the epochs of a run. */
final class ScheduleChart {
  private static final int ROWS = 7;
  private static final int COLUMNS = 61;
  private static final int LABEL = 10;

  private ScheduleChart() {}

  /** A chart with its axes, or one line for a constant. */
  static List<String> lines(String name, Schedule schedule, RunFacts facts) {
    double[] values =
        IntStream.range(0, COLUMNS)
            .mapToDouble(c -> schedule.at((facts.totalSteps() - 1) * c / (COLUMNS - 1)))
            .toArray();
    double top = IntStream.range(0, COLUMNS).mapToDouble(c -> values[c]).max().orElse(0);
    double bottom = IntStream.range(0, COLUMNS).mapToDouble(c -> values[c]).min().orElse(0);
    if (top == bottom) {
      return List.of(name + ": " + Figures.value(top) + " throughout");
    }
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s: %s at first, %s at most, %s at last"
            .formatted(
                name,
                Figures.value(values[0]),
                Figures.value(top),
                Figures.value(values[COLUMNS - 1])));
    for (int row = ROWS - 1; row >= 0; row--) {
      StringBuilder line = new StringBuilder();
      for (double value : values) {
        line.append(Math.round(value / top * (ROWS - 1)) == row ? '*' : ' ');
      }
      lines.add(
          label(Figures.value(top * row / (ROWS - 1))) + " |" + line.toString().stripTrailing());
    }
    lines.add(label("epoch") + " +" + axis(facts.epochs()));
    return lines;
  }

  private static String axis(int epochs) {
    StringBuilder axis = new StringBuilder("-".repeat(COLUMNS));
    for (int quarter = 0; quarter <= 4; quarter++) {
      String text = Figures.value(epochs * quarter / 4.0);
      int column = (COLUMNS - 1) * quarter / 4;
      int start = Math.min(column, COLUMNS - text.length());
      axis.replace(start, start + text.length(), text);
    }
    return axis.toString();
  }

  private static String label(String text) {
    return " ".repeat(Math.max(0, LABEL - text.length())) + text;
  }
}
