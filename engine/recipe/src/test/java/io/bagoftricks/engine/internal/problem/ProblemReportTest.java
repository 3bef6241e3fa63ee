package io.bagoftricks.engine.internal.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.engine.problem.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ProblemReportTest {
  @Test
  void sortsByLineAndCounts() {
    List<Problem> problems =
        List.of(
            Problem.error("plugin/duplicate-id", "", "Two tricks are one."),
            Problem.error("recipe/bad-override", "--set data.url=a:1", "Nowhere."),
            Problem.error("recipe/conflict", "r/cifar.json:12", "Both."),
            Problem.warning("recipe/slow", "r/cifar.json:7", "Later in the same line."),
            Problem.note("recipe/neutral", "r/cifar.json:7", "Last in the same line."));

    assertThat(ProblemReport.of(problems))
        .hasToString(
            """
            r/cifar.json:7:  [recipe/slow] Later in the same line.
            r/cifar.json:7:  [recipe/neutral] Last in the same line.
            r/cifar.json:12: [recipe/conflict] Both.
            --set data.url=a:1: [recipe/bad-override] Nowhere.
            [plugin/duplicate-id] Two tricks are one.
            3 errors, 1 warning, 1 note
            """);
  }

  @Test
  void countsOneAndNone() {
    assertThat(ProblemReport.of(List.of(Problem.warning("a/b", "", "C."))))
        .hasToString("[a/b] C.\n1 warning\n");
    assertThat(ProblemReport.of(List.of())).hasToString("no problems\n");
  }
}
