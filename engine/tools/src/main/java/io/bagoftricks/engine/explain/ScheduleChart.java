package io.bagoftricks.engine.explain;

import io.bagoftricks.api.RunFacts;
import io.bagoftricks.engine.plan.Schedule;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Draws a schedule over the epochs of a run. */
final class ScheduleChart {
  private static final int ROWS = 9;
  private static final int COLUMNS = 61;
  private static final int LABEL = 10;
  private static final long MOST_STEPS = 200_000;

  private ScheduleChart() {}

  /** A chart with its axes, or one line for a constant. */
  static List<String> lines(String name, Schedule schedule, RunFacts facts) {
    double[] values =
        IntStream.range(0, COLUMNS)
            .mapToDouble(c -> schedule.at((facts.totalSteps() - 1) * c / (COLUMNS - 1)))
            .toArray();
    DoubleSummaryStatistics range = range(schedule, facts);
    double top = range.getMax();
    if (top == range.getMin()) {
      return List.of(name + ": " + Figures.value(top) + " throughout");
    }
    List<String> lines = new ArrayList<>();
    boolean dips = range.getMin() < Math.min(values[0], values[COLUMNS - 1]);
    lines.add(
        "%s: %s at first, %s at most, %s%s at last"
            .formatted(
                name,
                Figures.value(values[0]),
                Figures.value(top),
                dips ? Figures.value(range.getMin()) + " at least, " : "",
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

  /** Over enough steps to meet the peak of a short ramp. */
  private static DoubleSummaryStatistics range(Schedule schedule, RunFacts facts) {
    long stride = Math.max(1, facts.totalSteps() / MOST_STEPS);
    return LongStream.iterate(0, step -> step < facts.totalSteps(), step -> step + stride)
        .mapToDouble(schedule::at)
        .summaryStatistics();
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
