package io.bagoftricks.engine.plan.internal.order;

import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Stage;
import io.bagoftricks.engine.plan.order.OrderEdge;
import io.bagoftricks.engine.plan.order.Reachability;
import io.bagoftricks.engine.plugin.HookPoint;
import io.bagoftricks.engine.problem.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Computes one order of tricks for each hook. The order in the recipe plays no part: tricks whose
 * order cannot matter run by slot, then by stage, then by instance id.
 */
public final class HookPlanner {
  private final List<TrickInstance> instances;
  private final Commutation commutation;
  private final Encounters encounters;
  private final List<OrderEdge> edges = new ArrayList<>();
  private final Set<Problem> problems = new LinkedHashSet<>();
  private final PairProblems pairs = new PairProblems();

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
  public static HookOrder order(
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
    problems.addAll(pairs.problems());
    return new HookOrder(hooks, edges, List.copyOf(problems));
  }

  private void checkConflicts() {
    forPairs(
        instances,
        (one, other) -> {
          if (refuses(one, other)) {
            pairs.refused(one, other, one);
          } else if (refuses(other, one)) {
            pairs.refused(one, other, other);
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
            derive(new PairRules(point, one, other), said, all);
          }
        });
    edges.addAll(all.edges());
    Optional<List<TrickInstance>> order = all.sorted();
    if (order.isEmpty()) {
      problems.add(circle(point, all.cycle()));
    }
    return order.orElse(here);
  }

  private void derive(PairRules rules, Reachability said, OrderGraph all) {
    List<Slot> replaced = rules.replacedByBoth();
    if (!replaced.isEmpty()) {
      pairs.bothReplace(rules, replaced);
      return;
    }
    String one = rules.one().id();
    String other = rules.other().id();
    if (said.leads(one, other) || said.leads(other, one)) {
      return;
    }
    List<OrderEdge> derived = rules.derived();
    derived.forEach(all::add);
    if (derived.isEmpty()) {
      rules.clash().ifPresent(clash -> settle(rules, clash, all));
    }
  }

  private void settle(PairRules rules, String clash, OrderGraph all) {
    Optional<OrderEdge> conventional = rules.conventional();
    Optional<Stage> shared = rules.interchangeable();
    if (conventional.isPresent()) {
      all.add(conventional.get());
    } else if (shared.isPresent()) {
      all.add(rules.byId(shared.get()));
      pairs.orderedById(rules, shared.get());
    } else if (!pairs.areTold(rules)) {
      Optional<String> difference =
          rules.point() == HookPoint.ON_INIT
              ? commutation.difference(rules.one(), rules.other())
              : Optional.of(pairs.missing(rules));
      difference.ifPresent(why -> pairs.unordered(rules, clash, why));
    }
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
        .thenComparing(i -> i.usesAt(point).stage())
        .thenComparing(TrickInstance::id);
  }

  private void forPairs(List<TrickInstance> all, Pair action) {
    for (int i = 0; i < all.size() && !pairs.isFull(); i++) {
      for (int j = i + 1; j < all.size() && !pairs.isFull(); j++) {
        action.accept(all.get(i), all.get(j));
      }
    }
  }

  @FunctionalInterface
  private interface Pair {
    void accept(TrickInstance one, TrickInstance other);
  }
}
