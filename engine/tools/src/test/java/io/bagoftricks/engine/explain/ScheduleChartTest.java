package io.bagoftricks.engine.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.engine.plan.Schedule;
import org.junit.jupiter.api.Test;

final class ScheduleChartTest {
  private static final RunFacts FACTS = new RunFacts(10, 1000, new Shape(1, 8, 8), 1, 10, 100, 0.1);

  @Test
  void saysTheLowestValueWhereThatIsBetweenTheEnds() {
    assertThat(head(0.95, 0.85, 0.9))
        .isEqualTo("Momentum: 0.95 at first, 0.95 at most, 0.85 at least, 0.9 at last");
    assertThat(head(0.95, 0.85, 0.85))
        .isEqualTo("Momentum: 0.95 at first, 0.95 at most, 0.85 at last");
    assertThat(head(0.85, 0.9, 0.95))
        .isEqualTo("Momentum: 0.85 at first, 0.95 at most, 0.95 at last");
  }

  /** The first line of a schedule with these values at the first step, the last, and others. */
  private static String head(double first, double middle, double last) {
    Schedule schedule = step -> step == 0 ? first : step == 99 ? last : middle;
    return ScheduleChart.lines("Momentum", schedule, FACTS).get(0);
  }
}
