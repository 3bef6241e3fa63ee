package io.bagoftricks.engine.plan;

import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.engine.recipe.Problem;
import io.bagoftricks.engine.recipe.Recipe;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Parameters that {@code model.freeze} names: their rate and their decay become zero. */
final class Freezing {
  private Freezing() {}

  /** Freezes what the recipe names; a name that no parameter has is a problem. */
  static void apply(Recipe recipe, GroupFactors factors, ProblemList problems) {
    List<String> names = recipe.model().freeze();
    if (names.isEmpty()) {
      return;
    }
    for (String name : names) {
      if (factors.parameters().stream().noneMatch(named(name))) {
        problems.add(
            Problem.error(
                "recipe/freeze-nothing",
                recipe.source(),
                "model.freeze has '%s', but no parameter is called so or begins so. There are: %s."
                    .formatted(name, String.join(", ", beginnings(factors.parameters())))));
      }
    }
    Predicate<Parameter> frozen =
        parameter -> names.stream().anyMatch(name -> named(name).test(parameter));
    int count = factors.freeze(frozen);
    int all = factors.parameters().size();
    if (count == all) {
      problems.add(
          Problem.error(
              "recipe/all-frozen",
              recipe.source(),
              "model.freeze leaves no parameter to train. Take the head's name, or more, out of it."));
    }
    problems.add(
        Problem.note(
            "recipe/frozen",
            recipe.source(),
            "%d of %d parameters keep their values: no update, no decay. Running statistics of batch norms move on."
                .formatted(count, all)));
  }

  /** The name itself, what is below it, or what a pattern with {@code *} matches whole. */
  private static Predicate<Parameter> named(String name) {
    if (name.contains("*")) {
      Pattern pattern =
          Pattern.compile("\\Q" + name.replace("\\E", "").replace("*", "\\E.*\\Q") + "\\E");
      return parameter -> pattern.matcher(parameter.name()).matches();
    }
    return parameter -> parameter.name().equals(name) || parameter.name().startsWith(name + ".");
  }

  private static Set<String> beginnings(List<Parameter> parameters) {
    Set<String> beginnings = new LinkedHashSet<>();
    parameters.forEach(p -> beginnings.add(p.name().split("\\.", 2)[0]));
    return beginnings;
  }
}
