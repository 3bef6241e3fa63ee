package io.bagoftricks.engine.plan.internal.order;

import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Stage;
import io.bagoftricks.engine.plugin.HookPoint;
import io.bagoftricks.engine.problem.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tells what is wrong with pairs of tricks: one error for a pair, whatever the number of hooks and
 * slots in which they meet. That they cannot be together comes before that they have no order.
 */
final class PairProblems {
  /** Pairs that are told; where there are more, the rest is not looked at. */
  private static final int MOST_TOLD = 100;

  private final Map<Set<String>, Problem> conflicts = new LinkedHashMap<>();
  private final Map<Set<String>, Problem> unordered = new LinkedHashMap<>();
  private final Map<HookPoint, Map<Stage, SortedSet<String>>> byId = new TreeMap<>();

  /** Whether no more pairs are told: what looks for them may end. */
  boolean isFull() {
    return conflicts.size() + unordered.size() >= MOST_TOLD;
  }

  boolean areTold(PairRules rules) {
    return conflicts.containsKey(pair(rules)) || unordered.containsKey(pair(rules));
  }

  /** The card of one of two tricks refuses the other. */
  void refused(TrickInstance one, TrickInstance other, TrickInstance by) {
    conflicts.putIfAbsent(
        Set.of(one.id(), other.id()),
        Problem.error(
            "recipe/conflict",
            other.entry().where(),
            "'%s' and '%s' cannot be in one recipe: %s says so. Keep one of them."
                .formatted(one.id(), other.id(), by.descriptor().id())));
  }

  /** Two tricks set the same slots, so that one of them has no effect. */
  void bothReplace(PairRules rules, List<Slot> slots) {
    String words = slots.stream().map(Slot::name).collect(Collectors.joining(", "));
    conflicts.putIfAbsent(
        pair(rules),
        Problem.error(
            "recipe/conflict",
            rules.other().entry().where(),
            "'%s' and '%s' both replace %s in %s. %s"
                .formatted(
                    rules.one().id(),
                    rules.other().id(),
                    words,
                    rules.point().method(),
                    turns(rules)
                        .map(advice -> advice + "; or keep one of them.")
                        .orElse("Keep one of them."))));
  }

  /**
   * Nothing orders two tricks.
   *
   * @param clash what both do
   * @param why the order matters, or is not known
   */
  void unordered(PairRules rules, String clash, String why) {
    String one = rules.one().id();
    String other = rules.other().id();
    String order = "dd \"after\": [\"%s\"] to '%s', or the other way round.".formatted(one, other);
    unordered.putIfAbsent(
        pair(rules),
        Problem.error(
            "recipe/unordered",
            rules.other().entry().where(),
            "'%s' and '%s' have no order in %s: %s, and %s. %s"
                .formatted(
                    one,
                    other,
                    rules.point().method(),
                    clash,
                    why,
                    turns(rules)
                        .map(advice -> advice + "; or, if both are to act on each batch, a" + order)
                        .orElse("A" + order))));
  }

  /** Two tricks of a stage come in the order of their ids. */
  void orderedById(PairRules rules, Stage stage) {
    byId.computeIfAbsent(rules.point(), point -> new TreeMap<>())
        .computeIfAbsent(stage, s -> new TreeSet<>())
        .addAll(pair(rules));
  }

  /** Why stages give two tricks no order, in words. */
  String missing(PairRules rules) {
    Stage ofOne = rules.one().usesAt(rules.point()).stage();
    Stage ofOther = rules.other().usesAt(rules.point()).stage();
    if (ofOne == ofOther) {
      return ofOne == Stage.NONE
          ? "nothing says which comes first"
          : "their conventional place is the same, " + ofOne;
    }
    boolean first = ofOther == Stage.NONE;
    return "only '%s' has a conventional place, %s"
        .formatted((first ? rules.one() : rules.other()).id(), first ? ofOne : ofOther);
  }

  /** Everything; a pair that cannot be together is not told to be without an order. */
  List<Problem> problems() {
    List<Problem> all = new ArrayList<>(conflicts.values());
    unordered.forEach(
        (pair, problem) -> {
          if (!conflicts.containsKey(pair)) {
            all.add(problem);
          }
        });
    if (isFull()) {
      all.add(
          Problem.error(
              "recipe/too-many-problems",
              "",
              String.format(
                  Locale.ROOT,
                  "More than %d pairs of tricks conflict or have no order; the others were not looked at. Fix these first.",
                  MOST_TOLD)));
    }
    byId.forEach(
        (point, stages) -> stages.forEach((stage, ids) -> all.add(note(point, stage, ids))));
    return all;
  }

  private static Problem note(HookPoint point, Stage stage, SortedSet<String> ids) {
    return Problem.note(
        "recipe/ordered-by-id",
        "",
        "%s are of one stage in %s, %s: their ids give the order. Add \"after\" to one for another."
            .formatted(
                ids.stream().map(id -> "'" + id + "'").collect(Collectors.joining(", ")),
                point.method(),
                stage));
  }

  /** The advice to let two tricks take turns, where that is what one wants of them. */
  private static Optional<String> turns(PairRules rules) {
    List<TrickInstance> both = List.of(rules.one(), rules.other());
    Set<String> groups =
        both.stream()
            .flatMap(trick -> trick.entry().window().oneOf().stream())
            .collect(Collectors.toSet());
    boolean mix =
        rules.point() == HookPoint.ON_BATCH
            && both.stream()
                .allMatch(
                    trick ->
                        trick
                            .usesAt(HookPoint.ON_BATCH)
                            .written()
                            .containsAll(List.of(Slot.INPUT, Slot.TARGET)));
    boolean windows =
        both.stream()
            .noneMatch(
                trick ->
                    Arrays.stream(HookPoint.values())
                        .anyMatch(point -> point.isSetup() && trick.descriptor().editsAt(point)));
    return mix && windows && groups.size() < 2
        ? Optional.of(
            "Give both \"oneOf\": \"%s\", so that one of them acts at a time"
                .formatted(Stream.concat(groups.stream(), Stream.of("mix")).findFirst().orElse("")))
        : Optional.empty();
  }

  private static Set<String> pair(PairRules rules) {
    return Set.of(rules.one().id(), rules.other().id());
  }
}
