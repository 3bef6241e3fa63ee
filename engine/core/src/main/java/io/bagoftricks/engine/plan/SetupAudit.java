package io.bagoftricks.engine.plan;

import io.bagoftricks.api.Effect;
import io.bagoftricks.api.Slot;
import io.bagoftricks.engine.internal.network.TrickDraft;
import io.bagoftricks.engine.plan.internal.order.TrickInstance;
import io.bagoftricks.engine.plugin.HookPoint;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.recipe.TrickEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Holds what setup hooks did against what they declare, and keeps their receipts. */
final class SetupAudit {
  private final ProblemList problems;
  private final List<Receipt> receipts = new ArrayList<>();

  SetupAudit(ProblemList problems) {
    this.problems = problems;
  }

  /** All receipts, in the order of the hooks. */
  List<Receipt> receipts() {
    return List.copyOf(receipts);
  }

  /**
   * Judges one {@code onInit} after it ran.
   *
   * @param fromWeights whether the network starts from weights that were given
   */
  void check(TrickInstance instance, TrickDraft draft, boolean fromWeights) {
    check(
        instance,
        HookPoint.ON_INIT,
        draft.touched(),
        draft.touched(),
        draft.receipts(),
        Optional.empty());
    if (draft.touched().contains(Slot.INITIALIZERS) && fromWeights) {
      problems.add(
          neutral(
              instance.entry(),
              "it chooses first values of parameters, but model.weights gives those of all but a"
                  + " new head"));
    }
  }

  /**
   * Judges one {@code onParamGroups} after all of them ran.
   *
   * @param weightDecay the recipe's, before any factor
   */
  void check(TrickInstance instance, ParamGroupsDraft draft, double weightDecay) {
    check(
        instance,
        HookPoint.ON_PARAM_GROUPS,
        draft.touched(),
        draft.effective(),
        draft.receipts(),
        draft.idleness());
    draft.neutral().forEach(what -> problems.add(neutral(instance.entry(), what)));
    if (draft.touched().contains(Slot.DECAY_FACTORS) && weightDecay == 0) {
      problems.add(
          neutral(
              instance.entry(),
              "it chooses which parameters decay, but optimizer.weightDecay is 0: none does"));
    }
  }

  private void check(
      TrickInstance instance,
      HookPoint point,
      Set<Slot> touched,
      Set<Slot> effective,
      List<Effect> effects,
      Optional<String> idleness) {
    effects.forEach(effect -> receipts.add(new Receipt(instance.id(), point, effect)));
    TrickEntry entry = instance.entry();
    Set<Slot> undeclared = new TreeSet<>(touched);
    undeclared.removeAll(instance.usesAt(point).written());
    if (!undeclared.isEmpty()) {
      problems.add(
          Problem.error(
              "plugin/undeclared-edit",
              entry.where(),
              ("'%s' edits %s in %s, but its @Uses declares only %s. "
                      + "Its author must declare what it edits.")
                  .formatted(
                      entry.id(), undeclared, point.method(), instance.usesAt(point).written())));
    }
    if (effective.isEmpty()) {
      if (instance.usesAt(point).written().isEmpty()) {
        return; // it came to look, and says so
      }
      problems.add(noEffect(entry, point, effects, idleness));
    } else if (effects.isEmpty()) {
      problems.add(
          Problem.error(
              "plugin/no-receipt",
              entry.where(),
              "'%s' edits %s in %s without a receipt. Its author must say what it did."
                  .formatted(entry.id(), new TreeSet<>(touched), point.method())));
    }
  }

  /** A value that happens to change nothing. */
  private static Problem neutral(TrickEntry entry, String what) {
    return Problem.note(
        "recipe/neutral",
        entry.where(),
        "'%s' changes nothing here: %s.".formatted(entry.id(), what));
  }

  private static Problem noEffect(
      TrickEntry entry, HookPoint point, List<Effect> effects, Optional<String> idleness) {
    String looked =
        effects.isEmpty()
            ? "it says nothing about what it looked at"
            : effects.stream().map(Effect::toString).collect(Collectors.joining(", "));
    String fact =
        "'%s' has no effect on this network in %s: %s%s."
            .formatted(
                entry.id(),
                point.method(),
                looked,
                idleness.map(why -> ", because " + why).orElse(""));
    return entry.mayHaveNoEffect()
        ? Problem.note("recipe/no-effect", entry.where(), fact)
        : Problem.error(
            "recipe/no-effect",
            entry.where(),
            fact + " Take it out, or write \"mayHaveNoEffect\": true.");
  }
}
