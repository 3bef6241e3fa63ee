package io.bagoftricks.engine.plan;

import io.bagoftricks.api.RunFacts;
import io.bagoftricks.engine.plan.order.ActiveWindow;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.recipe.TrickEntry;
import io.bagoftricks.engine.recipe.TrickWindow;
import java.util.Locale;

/** Holds the windows of a recipe's tricks against the length of the run. */
final class WindowCheck {
  private static final String ID = "recipe/window";

  private final RunFacts facts;
  private final ProblemList problems;

  WindowCheck(RunFacts facts, ProblemList problems) {
    this.facts = facts;
    this.problems = problems;
  }

  /** Reports windows that hold no step, and ends that lie outside the run. */
  void check(TrickEntry entry) {
    TrickWindow window = entry.window();
    if (!window.hasTimes()) {
      return;
    }
    if (ActiveWindow.every(window, facts) < 1) {
      problems.add(
          Problem.error(
              ID,
              entry.where(),
              String.format(
                  Locale.ROOT,
                  "'%s' is to act every %s, which is less than one step: an epoch has %d. Write \"1ba\" or more.",
                  entry.id(),
                  window.every().orElseThrow(),
                  facts.stepsPerEpoch())));
      return;
    }
    long from = ActiveWindow.from(window, facts);
    long until = ActiveWindow.until(window, facts);
    if (ActiveWindow.of(window, facts).updates() == 0) {
      String fact =
          String.format(
              Locale.ROOT,
              "'%s' acts in no step: its window is %s, which is from step %d to before %d, and the run has the steps 0 to %d.",
              entry.id(),
              words(window),
              from,
              until,
              facts.totalSteps() - 1);
      problems.add(
          entry.mayHaveNoEffect()
              ? Problem.note(ID, entry.where(), fact)
              : Problem.error(
                  ID,
                  entry.where(),
                  fact + " Move it, take the trick out, or write \"mayHaveNoEffect\": true."));
    } else if (from < 0 || until > facts.totalSteps()) {
      problems.add(
          Problem.note(
              ID,
              entry.where(),
              String.format(
                  Locale.ROOT,
                  "The window of '%s', %s, reaches beyond the run of %d epochs; it is cut to it.",
                  entry.id(),
                  words(window),
                  facts.epochs())));
    }
  }

  private static String words(TrickWindow window) {
    String from = window.from().map(time -> "from " + time).orElse("from the beginning");
    return from + window.until().map(time -> " until " + time).orElse(" to the end");
  }
}
