package io.bagoftricks.engine.cli;

import io.bagoftricks.engine.cli.internal.invocation.Json;
import io.bagoftricks.engine.cli.internal.invocation.PluginArguments;
import io.bagoftricks.engine.cli.internal.invocation.Session;
import io.bagoftricks.engine.internal.problem.ProblemReport;
import io.bagoftricks.engine.internal.weights.StartingWeights;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plugin.PluginException;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.problem.Problem.Severity;
import io.bagoftricks.engine.problem.ProblemException;
import io.bagoftricks.engine.recipe.Recipe;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** {@code tricks lint}. */
@CommandLine.Command(
    name = "lint",
    description = {
      "Checks recipes, without training.",
      "Reports all problems at once, with file, line and what to do. Data need not be there. The"
          + " exit code is 2 if one of them is an error."
    },
    mixinStandardHelpOptions = true)
final class LintCommand implements Callable<Integer> {
  private static final int BAD_INPUT = 2;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;
  @CommandLine.Mixin private PluginArguments plugins = new PluginArguments();

  @CommandLine.Parameters(
      paramLabel = "RECIPE",
      arity = "1..*",
      description = "The recipes, JSON files.")
  private List<Path> recipes = new ArrayList<>();

  @CommandLine.Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "Overrides a value of each recipe, such as training.epochs=3. Repeatable.")
  private List<String> overrides = new ArrayList<>();

  @CommandLine.Option(
      names = "--json",
      description = "Prints one JSON object instead, with a list of problems.")
  private boolean json;

  @Override
  public Integer call() {
    // A recipe that others extend is looked at with each of them.
    Set<Problem> problems = new LinkedHashSet<>();
    try {
      Session session = Session.quiet(spec, plugins.folders());
      problems.addAll(session.recipes().plugins().problems());
      recipes.forEach(recipe -> problems.addAll(check(session, recipe)));
    } catch (ProblemException e) {
      problems.addAll(e.problems()); // of the folders of plugins
    }
    ProblemReport report = ProblemReport.of(List.copyOf(problems));
    if (json) {
      spec.commandLine().getOut().println(Json.line(LintResult.of(report)));
    } else {
      spec.commandLine().getOut().print(report);
    }
    boolean wrong = problems.stream().anyMatch(p -> p.severity() == Severity.ERROR);
    return wrong ? BAD_INPUT : 0;
  }

  private List<Problem> check(Session session, Path recipe) {
    try {
      Recipe read = session.read(recipe, overrides);
      RunPlan plan = session.quietPlan(read);
      List<Problem> problems = new ArrayList<>(plan.notes());
      plan.assumed().ifPresent(problems::add);
      plan.chosenByTest().ifPresent(problems::add);
      StartingWeights.missing(read).ifPresent(problems::add);
      return problems;
    } catch (ProblemException e) {
      return e.problems();
    } catch (PluginException e) {
      return List.of(
          Problem.error("plugin/failed", recipe.toString(), String.valueOf(e.getMessage())));
    }
  }
}
