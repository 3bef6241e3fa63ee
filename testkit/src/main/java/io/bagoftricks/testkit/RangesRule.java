package io.bagoftricks.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.problem.ProblemException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Each number of the settings, also one in an {@code Optional}, in a list or in a record of
 * settings, is tried with the values on both sides of each of its bounds: what is taken can be
 * planned or is a problem of the recipe, what is not is refused under its name, and the card states
 * the bound. Lists are tried without items and with many.
 */
final class RangesRule {
  /** Items of a list that is longer than anyone writes. */
  private static final int MANY = 10_000;

  /** Numbers of which most lists take one. */
  private static final List<Double> USUAL = List.of(0.5, 1.0, 2.0);

  private final TrickBench bench;
  private final ConfigValues config;
  private final Map<String, String> meanings;

  private RangesRule(TrickBench bench) {
    this.bench = bench;
    config = new ConfigValues(bench.recipe().tricks().get(0).config());
    meanings = bench.registry().meaningsOf(bench.id());
  }

  static void check(TrickBench bench) {
    new RangesRule(bench).check();
  }

  private void check() {
    for (NumberPlace place : NumberPlace.of(config)) {
      List<Double> hints = hints(place);
      place
          .length(Stream.concat(hints.stream(), USUAL.stream()).toList())
          .ifPresent(length -> numbers(place, length, hints));
    }
    for (RecordComponent component : config.components()) {
      if (config.value(component) instanceof List<?> items) {
        lists(component.getName(), items);
      }
    }
  }

  /** Numbers near which a bound may be: those of the card, and those that stand there. */
  private List<Double> hints(NumberPlace place) {
    return Stream.concat(
            place.own().stream(),
            stated(place.setting()).numbers().stream().map(StatedRange.Stated::value))
        .filter(Double::isFinite)
        .toList();
  }

  private StatedRange stated(String setting) {
    return new StatedRange(meanings.getOrDefault(setting, ""));
  }

  private void numbers(NumberPlace place, int length, List<Double> hints) {
    String setting = place.setting();
    for (Bounds.Bound bound : place.bounds(length, hints)) {
      Number inside = place.at(bound.inside());
      Number outside = place.at(bound.outside());
      planned(setting, place.json(inside, length), "the value " + inside);
      Optional<String> refusal = refused(place, outside, length);
      boolean relation = refusal.isPresent() && isRelation(setting, refusal.get());
      assertThat(
              relation
                  || !meanings.containsKey(setting)
                  || stated(setting).states(inside.doubleValue(), outside.doubleValue()))
          .withFailMessage(
              "'%s' takes %s and refuses %s, which the card's row of '%s' does not say: write"
                  + " 'above' or 'below' before a bound that is refused, 'at least', 'at most',"
                  + " 'from' or 'to' before one that is taken",
              place.name(), inside, outside, setting)
          .isTrue();
    }
  }

  /**
   * Whether a refusal is for the sake of another setting, so that it is not a bound of this one.
   */
  private boolean isRelation(String setting, String message) {
    return Arrays.stream(config.components())
        .map(RecordComponent::getName)
        .anyMatch(other -> !other.equals(setting) && mentions(message, other));
  }

  private static boolean mentions(String message, String setting) {
    return Pattern.compile("\\b" + Pattern.quote(setting) + "\\b").matcher(message).find();
  }

  /** The words in which a recipe with a value is refused. */
  private Optional<String> refused(NumberPlace place, Number outside, int length) {
    String json = place.json(outside, length);
    List<Problem> problems = problems(bench.withJson(place.setting(), json));
    assertThat(problems)
        .withFailMessage(
            "A recipe with \"%s\": %s, which is out of range, is not refused with a message that"
                + " names the setting: %s",
            place.setting(), json, problems)
        .isNotEmpty()
        .allMatch(problem -> problem.id().equals("recipe/value-out-of-range"))
        .allMatch(problem -> mentions(problem.message(), place.key()));
    return problems.stream().map(Problem::message).findFirst();
  }

  private static List<Problem> problems(TrickBench bench) {
    try {
      bench.recipe();
      return List.of();
    } catch (ProblemException e) {
      return e.problems();
    }
  }

  private void lists(String setting, List<?> items) {
    planned(setting, "[]", "an empty list");
    if (!items.isEmpty()) {
      Object item = items.get(0);
      String json = item instanceof Number ? item.toString() : "\"" + item + "\"";
      String many = String.join(", ", Collections.nCopies(MANY, json));
      planned(setting, "[" + many + "]", "a list of " + MANY + " items");
    }
  }

  /**
   * A plan, or a problem that names the setting: no exception, and nothing that blames the code.
   */
  private void planned(String setting, String json, String what) {
    try {
      bench.withJson(setting, json).plan();
    } catch (ProblemException e) {
      assertThat(e.problems())
          .withFailMessage("'%s' with %s is told as %s", setting, what, e.problems())
          .noneMatch(problem -> problem.id().startsWith("plugin/"));
    } catch (RuntimeException e) {
      throw new AssertionError("'" + setting + "' with " + what + " fails: " + e.getMessage(), e);
    }
  }
}
