package io.bagoftricks.engine.plan;

import io.bagoftricks.api.RunFacts;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.recipe.TrickEntry;

/** Looks for the trick by which, at last, a run has no parameter to train in any step. */
final class AllFrozen {
  private final GroupFactors factors;
  private final RunFacts facts;
  private final ProblemList problems;
  private boolean told;

  /** After the recipe's own freezing, which has its own problem. */
  AllFrozen(GroupFactors factors, RunFacts facts, ProblemList problems) {
    this.factors = factors;
    this.facts = facts;
    this.problems = problems;
    told = factors.areAllFrozen(facts.totalSteps());
  }

  /** Looks again after a trick. */
  void trained(TrickEntry entry) {
    if (!told && factors.areAllFrozen(facts.totalSteps())) {
      told = true;
      problems.add(
          Problem.error(
              "recipe/all-frozen",
              entry.where(),
              "'%s' leaves no parameter to train in any step. Take the head's name, or more, out of it, or let it end before the run does."
                  .formatted(entry.id())));
    }
  }
}
