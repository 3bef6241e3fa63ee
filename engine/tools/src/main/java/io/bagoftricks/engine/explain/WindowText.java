package io.bagoftricks.engine.explain;

import io.bagoftricks.engine.plan.PlannedTrick;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plan.order.ActiveWindow;
import io.bagoftricks.engine.recipe.TrickEntry;
import io.bagoftricks.engine.recipe.TrickWindow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Says when a trick acts, where that is not always. */
final class WindowText {
  private WindowText() {}

  /** {@code [from 5ep until -20ep: 950 of 1,200 steps; in turn with x]}; empty for always. */
  static String of(RunPlan plan, TrickEntry entry) {
    List<String> parts = new ArrayList<>();
    TrickWindow window = entry.window();
    if (window.hasTimes()) {
      parts.add(times(window) + updates(plan, entry));
    }
    window
        .oneOf()
        .ifPresent(
            group -> parts.add("in turn with " + others(plan, entry, group) + weight(window)));
    return parts.isEmpty() ? "" : "[" + String.join("; ", parts) + "]";
  }

  private static String times(TrickWindow window) {
    List<String> times = new ArrayList<>();
    window.from().ifPresent(time -> times.add("from " + time));
    window.until().ifPresent(time -> times.add("until " + time));
    window.every().ifPresent(time -> times.add("every " + time));
    return String.join(" ", times);
  }

  private static String updates(RunPlan plan, TrickEntry entry) {
    return plan.hooks().values().stream()
        .flatMap(Collection::stream)
        .filter(planned -> planned.instance().equals(entry.id()))
        .map(PlannedTrick::window)
        .mapToLong(ActiveWindow::updates)
        .mapToObj(
            updates ->
                ": %s of %s steps"
                    .formatted(Figures.count(updates), Figures.count(plan.facts().totalSteps())))
        .findFirst()
        .orElse("");
  }

  private static String weight(TrickWindow window) {
    return window.oneOfWeight() == 1 ? "" : ", weight " + Figures.value(window.oneOfWeight());
  }

  /** The rest of a group; of one whose others are switched off, nobody. */
  private static String others(RunPlan plan, TrickEntry entry, String group) {
    String others =
        plan.recipe().tricks().stream()
            .filter(other -> other.window().oneOf().filter(group::equals).isPresent())
            .map(TrickEntry::id)
            .filter(id -> !id.equals(entry.id()))
            .collect(Collectors.joining(", "));
    return others.isEmpty() ? "nobody" : others;
  }
}
