package io.bagoftricks.engine.cli;

import io.bagoftricks.engine.cli.internal.invocation.RecipeArguments;
import io.bagoftricks.engine.cli.internal.invocation.Session;
import io.bagoftricks.engine.explain.PlanText;
import io.bagoftricks.engine.internal.weights.StartingWeights;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.recipe.Recipe;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** {@code tricks explain}. */
@CommandLine.Command(
    name = "explain",
    description = {
      "Shows what a recipe will do, without training it.",
      "Shows the order of its tricks and the reasons, what they touched, parameter groups, rate curve and memory."
    },
    mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;
  @CommandLine.Mixin private RecipeArguments arguments = new RecipeArguments();

  @Override
  public Integer call() {
    Session session = Session.open(spec, arguments.plugins());
    Recipe recipe = session.read(arguments.recipe(), arguments.overrides());
    RunPlan plan = session.plan(recipe);
    StartingWeights.missing(recipe).ifPresent(problem -> session.tell(List.of(problem)));
    spec.commandLine().getOut().print(PlanText.of(plan));
    return 0;
  }
}
