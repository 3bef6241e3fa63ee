package io.bagoftricks.engine.plan;

import io.bagoftricks.api.Effect;
import io.bagoftricks.api.Slot;
import io.bagoftricks.engine.plugin.HookPoint;
import io.bagoftricks.engine.recipe.Problem;
import io.bagoftricks.engine.recipe.TrickEntry;
import java.util.ArrayList;
import java.util.List;
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

  /** Judges one hook after it ran. */
  void check(TrickInstance instance, HookPoint point, Set<Slot> touched, List<Effect> effects) {
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
    if (touched.isEmpty()) {
      problems.add(noEffect(entry, point, effects));
    } else if (effects.isEmpty()) {
      problems.add(
          Problem.error(
              "plugin/no-receipt",
              entry.where(),
              "'%s' edits %s in %s without a receipt. Its author must say what it did."
                  .formatted(entry.id(), new TreeSet<>(touched), point.method())));
    }
  }

  private static Problem noEffect(TrickEntry entry, HookPoint point, List<Effect> effects) {
    String looked =
        effects.isEmpty()
            ? "it says nothing of what it looked at"
            : effects.stream().map(Effect::toString).collect(Collectors.joining(", "));
    String fact =
        "'%s' has no effect on this network in %s: %s."
            .formatted(entry.id(), point.method(), looked);
    return entry.mayHaveNoEffect()
        ? Problem.note("recipe/no-effect", entry.where(), fact)
        : Problem.error(
            "recipe/no-effect",
            entry.where(),
            fact + " Take it out, or say \"mayHaveNoEffect\": true.");
  }
}
