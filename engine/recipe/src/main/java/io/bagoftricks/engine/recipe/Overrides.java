package io.bagoftricks.engine.recipe;

import io.bagoftricks.engine.internal.problem.Location;
import io.bagoftricks.engine.internal.problem.ProblemCollector;
import io.bagoftricks.engine.problem.Quotes;
import io.bagoftricks.engine.problem.Suggestions;
import io.bagoftricks.engine.recipe.internal.binding.JsonTreeReader;
import io.bagoftricks.engine.recipe.internal.binding.JsonValue;
import io.bagoftricks.engine.recipe.internal.binding.JsonValue.JsonArray;
import io.bagoftricks.engine.recipe.internal.binding.JsonValue.JsonObject;
import io.bagoftricks.engine.recipe.internal.binding.JsonValue.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The command line's {@code --set a.b=c}, applied to the tree before it is checked, so that what
 * they say is checked like everything else.
 */
final class Overrides {
  private static final String TRICKS = "tricks";
  private static final int LONGEST_PATH = 16;
  private static final Pattern STEP = Pattern.compile("(?:^|(?!^)\\.)([^.\\[\\]]+)|\\[(\\d{1,9})]");

  /** A path leads nowhere; the message says what exists. */
  private static final class NowhereException extends Exception {
    private static final long serialVersionUID = 1L;

    NowhereException(String message) {
      super(message);
    }
  }

  /**
   * One part of a dotted path.
   *
   * @param name the key, or in the list of tricks an instance; empty for an index
   * @param index in a list; -1 for a name
   */
  private record Step(String name, int index) {
    String after(String path) {
      if (index >= 0) {
        return path + "[" + index + "]";
      }
      return path.isEmpty() ? name : path + "." + name;
    }
  }

  private final ProblemCollector problems;

  Overrides(ProblemCollector problems) {
    this.problems = problems;
  }

  /** Applies all, in order; one that leads nowhere is a problem and changes nothing. */
  JsonObject apply(JsonObject recipe, List<String> overrides) {
    JsonObject changed = recipe;
    for (String override : overrides) {
      Location where = Location.ofOverride(override);
      try {
        changed = apply(changed, override, where);
      } catch (NowhereException e) {
        problems.error("recipe/bad-override", where, String.valueOf(e.getMessage()));
      }
    }
    return changed;
  }

  private JsonObject apply(JsonObject recipe, String override, Location where)
      throws NowhereException {
    int equals = override.indexOf('=');
    List<Step> path = equals < 0 ? List.of() : steps(override.substring(0, equals).strip());
    if (path.isEmpty() || path.get(0).index() >= 0) {
      throw new NowhereException(
          "This is not a path and value. Write a path of keys, '=' and the value, such as"
              + " training.epochs=3 or tricks[0].id=first.");
    }
    JsonValue value =
        new JsonTreeReader(problems).readOverride(override.substring(equals + 1).strip(), where);
    return set(recipe, "", path, value);
  }

  /** The parts of a path; none if it is not one. */
  private static List<Step> steps(String path) {
    List<Step> steps = new ArrayList<>();
    Matcher matcher = STEP.matcher(path);
    int end = 0;
    while (end < path.length()
        && steps.size() < LONGEST_PATH
        && matcher.find()
        && matcher.start() == end) {
      end = matcher.end();
      String name = matcher.group(1);
      steps.add(
          name == null ? new Step("", Integer.parseInt(matcher.group(2))) : new Step(name, -1));
    }
    return end == path.length() ? steps : List.of();
  }

  private JsonObject set(JsonObject object, String at, List<Step> path, JsonValue value)
      throws NowhereException {
    Step step = path.get(0);
    if (step.index() >= 0) {
      throw nowhere(object, at, step);
    }
    Optional<JsonValue> old = object.value(step.name());
    List<Step> rest = path.subList(1, path.size());
    JsonValue child;
    if (rest.isEmpty()) {
      child = value;
    } else if (old.isPresent()) {
      child = descend(old.get(), step.after(at), rest, value);
    } else if (at.isEmpty() && step.name().equals(TRICKS)) {
      child = descend(new JsonArray(value.where(), List.of()), TRICKS, rest, value);
    } else {
      child = descend(new JsonObject(value.where(), Map.of()), step.after(at), rest, value);
    }
    return object.with(step.name(), new Member(value.where(), child));
  }

  private JsonValue descend(JsonValue node, String at, List<Step> path, JsonValue value)
      throws NowhereException {
    if (node instanceof JsonObject object) {
      return set(object, at, path, value);
    }
    if (!(node instanceof JsonArray array)) {
      throw nowhere(node, at, path.get(0));
    }
    int index = index(array, at, path.get(0));
    List<Step> rest = path.subList(1, path.size());
    JsonValue item =
        rest.isEmpty()
            ? value
            : descend(array.items().get(index), at + "[" + index + "]", rest, value);
    return array.with(index, item);
  }

  private static int index(JsonArray array, String at, Step step) throws NowhereException {
    int size = array.items().size();
    if (step.index() >= 0) {
      if (step.index() < size) {
        return step.index();
      }
      throw new NowhereException(
          "There is no %s: %s has %s."
              .formatted(
                  Quotes.name(step.after(at)),
                  Quotes.name(at),
                  size == 0 ? "no entries" : "the entries 0 to " + (size - 1)));
    }
    if (!at.equals(TRICKS)) {
      throw nowhere(array, at, step);
    }
    return instance(array, step.name());
  }

  /** The trick of an instance id; else the only one of a trick id. */
  private static int instance(JsonArray tricks, String name) throws NowhereException {
    List<Integer> found =
        indices(tricks, entry -> TrickKeys.instanceOf(entry).equals(Optional.of(name)));
    if (found.isEmpty()) {
      found = indices(tricks, entry -> entry.text("trick").equals(Optional.of(name)));
    }
    if (found.size() == 1) {
      return found.get(0);
    }
    if (found.size() > 1) {
      throw new NowhereException(
          String.format(
              Locale.ROOT,
              "%s is there %d times. Name one of them by its id, or as %s[%d].",
              Quotes.name(name),
              found.size(),
              TRICKS,
              found.get(0)));
    }
    List<String> ids =
        tricks.items().stream()
            .flatMap(
                item ->
                    item instanceof JsonObject entry
                        ? TrickKeys.instanceOf(entry).stream()
                        : Stream.empty())
            .toList();
    throw new NowhereException(
        "No trick %s is in the recipe. %s"
            .formatted(Quotes.name(name), Suggestions.sentence(name, ids)));
  }

  private static List<Integer> indices(JsonArray tricks, Predicate<JsonObject> condition) {
    return IntStream.range(0, tricks.items().size())
        .filter(i -> tricks.items().get(i) instanceof JsonObject entry && condition.test(entry))
        .boxed()
        .toList();
  }

  private static NowhereException nowhere(JsonValue node, String at, Step step) {
    return new NowhereException(
        "There is no %s: %s is %s."
            .formatted(
                Quotes.name(step.after(at)),
                at.isEmpty() ? "a recipe" : Quotes.name(at),
                node.shown()));
  }
}
