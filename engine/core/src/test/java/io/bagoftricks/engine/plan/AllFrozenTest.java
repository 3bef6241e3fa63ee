package io.bagoftricks.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.engine.internal.model.ResNet;
import io.bagoftricks.engine.internal.network.Graph;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.recipe.TrickEntry;
import io.bagoftricks.engine.toys.ToyRecipes;
import io.bagoftricks.engine.toys.ToyTricks.None;
import org.junit.jupiter.api.Test;

final class AllFrozenTest {
  private static final RunFacts FACTS =
      new RunFacts(10, 6_400, new Shape(1, 8, 8), 25, 64, 100, 0.1);
  private static final Network NETWORK = Graph.of(new ResNet(18), new Shape(1, 8, 8), 10).freeze();

  private final GroupFactors factors = new GroupFactors(NETWORK);
  private final ProblemList problems = new ProblemList();

  @Test
  void tellsTheTrickThatLeavesNothingOnce() {
    AllFrozen check = new AllFrozen(factors, FACTS, problems);
    factors.freeze(p -> true, new FrozenSteps(0, FACTS.totalSteps() - 1));
    check.trained(entry("first"));
    assertThat(problems.sorted()).isEmpty();

    factors.freeze(p -> true, new FrozenSteps(FACTS.totalSteps() - 1, FACTS.totalSteps()));
    check.trained(entry("second"));
    check.trained(entry("third"));
    assertThat(problems.sorted())
        .extracting(Problem::toString)
        .containsExactly(
            "toy.json:second: [recipe/all-frozen] 'second' leaves no parameter to train in any"
                + " step. Take the head's name, or more, out of it, or let it end before the run"
                + " does.");
  }

  @Test
  void whatTheRecipeFrozeIsNoFaultOfATrick() {
    factors.freeze(p -> true);
    new AllFrozen(factors, FACTS, problems).trained(entry("first"));
    assertThat(problems.sorted()).isEmpty();
  }

  private static TrickEntry entry(String trick) {
    return ToyRecipes.entry(trick, trick, new None());
  }
}
