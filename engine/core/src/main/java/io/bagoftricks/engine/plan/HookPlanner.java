package io.bagoftricks.engine.plan;

import io.bagoftricks.api.Slot;
import io.bagoftricks.engine.plugin.HookPoint;
import io.bagoftricks.engine.problem.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Computes one order of tricks for each hook. The order in the recipe plays no part: tricks whose
 * order cannot matter run by slot, then by instance id.
 */
final class HookPlanner {
  /** Pairs that are told; where there are more, the rest is not looked at. */
  private static final int MOST_TOLD = 100;

  private final List<TrickInstance> instances;
  private final Commutation commutation;
  private final Encounters encounters;
  private final List<OrderEdge> edges = new ArrayList<>();
  private final Set<Problem> problems = new LinkedHashSet<>();

  private HookPlanner(
      List<TrickInstance> instances, Commutation commutation, Encounters encounters) {
    this.instances = instances.stream().sorted(Comparator.comparing(TrickInstance::id)).toList();
    this.commutation = commutation;
    this.encounters = encounters;
  }

  /**
   * Orders the tricks of a recipe.
   *
   * @param commutation asked about two setup tricks that no rule orders
   * @param encounters asked whether two tricks act at the same time
   */
  static HookOrder order(
      List<TrickInstance> instances, Commutation commutation, Encounters encounters) {
    return new HookPlanner(instances, commutation, encounters).plan();
  }

  private HookOrder plan() {
    checkConflicts();
    checkAfter();
    Map<HookPoint, List<TrickInstance>> hooks = new EnumMap<>(HookPoint.class);
    for (HookPoint point : HookPoint.values()) {
      List<TrickInstance> here =
          instances.stream().filter(i -> i.descriptor().actsAt(point)).toList();
      if (!here.isEmpty()) {
        hooks.put(point, order(point, here));
      }
    }
    if (isFull()) {
      problems.add(
          Problem.error(
              "recipe/too-many-problems",
              "",
              String.format(
                  Locale.ROOT,
                  "More than %d pairs of tricks conflict or have no order; the others were not looked at. Fix these first.",
                  MOST_TOLD)));
    }
    return new HookOrder(hooks, edges, List.copyOf(problems));
  }

  private void checkConflicts() {
    forPairs(
        instances,
        (one, other) -> {
          if (refuses(one, other) || refuses(other, one)) {
            problems.add(
                Problem.error(
                    "recipe/conflict",
                    other.entry().where(),
                    "'%s' and '%s' cannot be in one recipe: %s says so. Keep one of them."
                        .formatted(
                            one.id(),
                            other.id(),
                            (refuses(one, other) ? one : other).descriptor().id())));
          }
        });
  }

  private static boolean refuses(TrickInstance one, TrickInstance other) {
    return one.descriptor().conflictsWith().contains(other.descriptor().id());
  }

  private void checkAfter() {
    Set<String> ids = instances.stream().map(TrickInstance::id).collect(Collectors.toSet());
    for (TrickInstance instance : instances) {
      for (String id : instance.entry().after()) {
        if (!ids.contains(id) || id.equals(instance.id())) {
          problems.add(
              Problem.error(
                  "recipe/unknown-instance",
                  instance.entry().where(),
                  "'%s' is to come after '%s', but the other tricks of this recipe are %s."
                      .formatted(
                          instance.id(),
                          id,
                          ids.stream().filter(i -> !i.equals(instance.id())).sorted().toList())));
        }
      }
    }
  }

  private List<TrickInstance> order(HookPoint point, List<TrickInstance> here) {
    OrderGraph stated = new OrderGraph(here, ties(point));
    OrderGraph all = new OrderGraph(here, ties(point));
    forPairs(
        here,
        (one, other) ->
            new PairRules(point, one, other)
                .stated()
                .forEach(
                    edge -> {
                      stated.add(edge);
                      all.add(edge);
                    }));
    Reachability said = stated.reachability();
    forPairs(
        here,
        (one, other) -> {
          if (encounters.possible(one, other, point)) {
            derive(new PairRules(point, one, other), one, other, said, all);
          }
        });
    edges.addAll(all.edges());
    Optional<List<TrickInstance>> order = all.sorted();
    if (order.isEmpty()) {
      problems.add(circle(point, all.cycle()));
    }
    return order.orElse(here);
  }

  private void derive(
      PairRules rules, TrickInstance one, TrickInstance other, Reachability said, OrderGraph all) {
    List<Slot> replaced = rules.replacedByBoth();
    if (!replaced.isEmpty()) {
      problems.add(
          Problem.error(
              "recipe/conflict",
              other.entry().where(),
              "'%s' and '%s' both replace %s in %s. Keep one of them."
                  .formatted(one.id(), other.id(), words(replaced), rules.method())));
      return;
    }
    if (said.leads(one.id(), other.id()) || said.leads(other.id(), one.id())) {
      return;
    }
    List<OrderEdge> derived = rules.derived();
    derived.forEach(all::add);
    if (derived.isEmpty()) {
      rules.clash().ifPresent(clash -> checkUnordered(rules, one, other, clash));
    }
  }

  private void checkUnordered(
      PairRules rules, TrickInstance one, TrickInstance other, String clash) {
    Optional<String> difference =
        rules.isAt(HookPoint.ON_INIT)
            ? commutation.difference(one, other)
            : Optional.of("nothing says which comes first");
    difference.ifPresent(
        why ->
            problems.add(
                Problem.error(
                    "recipe/unordered",
                    other.entry().where(),
                    ("'%s' and '%s' have no order in %s: %s, and %s. Add "
                            + "\"after\": [\"%s\"] to '%s', or the other way round.")
                        .formatted(
                            one.id(),
                            other.id(),
                            rules.method(),
                            clash,
                            why,
                            one.id(),
                            other.id()))));
  }

  private static Problem circle(HookPoint point, List<OrderEdge> cycle) {
    String path =
        cycle.stream()
            .map(e -> "'%s' before '%s' (%s)".formatted(e.first(), e.then(), e.why()))
            .collect(Collectors.joining("; "));
    return Problem.error(
        "recipe/cycle",
        "",
        "The order of %s has a cycle: %s. Take one of them out, or give \"after\" for a pair."
            .formatted(point.method(), path));
  }

  private static Comparator<TrickInstance> ties(HookPoint point) {
    return Comparator.<TrickInstance>comparingInt(
            i -> i.usesAt(point).place().map(Slot::ordinal).orElse(Integer.MAX_VALUE))
        .thenComparing(TrickInstance::id);
  }

  private static String words(List<Slot> slots) {
    return slots.stream().map(Slot::name).collect(Collectors.joining(", "));
  }

  private boolean isFull() {
    return problems.size() >= MOST_TOLD;
  }

  private void forPairs(List<TrickInstance> all, Pair action) {
    for (int i = 0; i < all.size() && !isFull(); i++) {
      for (int j = i + 1; j < all.size() && !isFull(); j++) {
        action.accept(all.get(i), all.get(j));
      }
    }
  }

  @FunctionalInterface
  private interface Pair {
    void accept(TrickInstance one, TrickInstance other);
  }
}
