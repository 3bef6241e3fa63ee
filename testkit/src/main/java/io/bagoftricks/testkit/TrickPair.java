package io.bagoftricks.testkit;

import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Stage;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plan.RunPlanner;
import io.bagoftricks.engine.plan.TeacherFinder;
import io.bagoftricks.engine.plan.order.OrderEdge;
import io.bagoftricks.engine.plugin.HookPoint;
import io.bagoftricks.engine.plugin.SlotUses;
import io.bagoftricks.engine.plugin.TrickRegistry;
import io.bagoftricks.engine.problem.Problem.Severity;
import io.bagoftricks.engine.problem.ProblemException;
import io.bagoftricks.engine.recipe.Recipe;
import io.bagoftricks.engine.recipe.RecipeReader;
import io.bagoftricks.engine.recipe.RecipeTypes;
import io.bagoftricks.testkit.TrickMeeting.Cover;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Recipes of two tricks at active settings, and what the planner says of them. */
final class TrickPair {
  private final ActiveEntry one;
  private final ActiveEntry other;
  private final RecipeTypes types;
  private final TrickRegistry registry;

  /**
   * A pair, or a trick alone where both are the same.
   *
   * @param types that recipes can name
   */
  TrickPair(ActiveEntry one, ActiveEntry other, RecipeTypes types) {
    this.one = one;
    this.other = other;
    this.types = types;
    registry =
        TrickRegistry.of(
            Stream.of(one, other)
                .map(ActiveEntry::provider)
                .collect(Collectors.toCollection(LinkedHashSet::new)));
  }

  ActiveEntry one() {
    return one;
  }

  ActiveEntry other() {
    return other;
  }

  /** The slots of a hook that both touch and at least one of them writes. */
  SortedSet<Slot> shared(HookPoint point) {
    SlotUses ofOne = uses(one, point);
    SlotUses ofOther = uses(other, point);
    SortedSet<Slot> slots = new TreeSet<>();
    for (Slot slot : point.slots()) {
      boolean both = ofOne.accessTo(slot).isPresent() && ofOther.accessTo(slot).isPresent();
      if (both && (ofOne.written().contains(slot) || ofOther.written().contains(slot))) {
        slots.add(slot);
      }
    }
    return slots;
  }

  /** Whether the first of the two writes something in a hook. */
  boolean writes(HookPoint point) {
    return !uses(one, point).written().isEmpty();
  }

  /** The plan in which every hook calls these tricks in this order. */
  RunPlan plan(OrderDraft draft, List<ActiveEntry> order) {
    return planner().inRecipeOrder().plan(recipe(draft, order));
  }

  /** The reason for an order of the two in a hook, as the planner gives it. */
  Covered covered(OrderDraft draft, HookPoint point) {
    try {
      RunPlan plan = planner().plan(recipe(draft, List.of(one, other)));
      return plan.order().stream()
          .filter(edge -> edge.point() == point)
          .findFirst()
          .map(TrickPair::covered)
          .orElse(new Covered(Cover.NOTHING, "nothing orders them"));
    } catch (ProblemException e) {
      String words =
          e.problems().stream()
              .filter(problem -> problem.severity() == Severity.ERROR)
              .map(problem -> problem.message())
              .collect(Collectors.joining(" "));
      if (e.problems().stream().anyMatch(problem -> problem.id().equals("recipe/conflict"))) {
        return new Covered(Cover.CONFLICT, words);
      }
      boolean oneStage =
          uses(one, point).stage().equals(uses(other, point).stage())
              && uses(one, point).stage() != Stage.NONE;
      return new Covered(oneStage ? Cover.ASKED : Cover.NOTHING, words);
    }
  }

  private static Covered covered(OrderEdge edge) {
    String why = edge.why();
    if (why.contains("by convention") || why.contains("of one stage")) {
      return new Covered(Cover.STAGE, why);
    }
    boolean stated =
        why.contains(" declares that it ")
            || why.contains(" is the first of ")
            || why.contains(" is the last of ");
    return new Covered(stated ? Cover.STATED : Cover.ACCESS, why);
  }

  private SlotUses uses(ActiveEntry entry, HookPoint point) {
    return registry.find(entry.id()).orElseThrow().hooks().getOrDefault(point, SlotUses.NOTHING);
  }

  private RunPlanner planner() {
    return new RunPlanner(registry, teachers());
  }

  private Recipe recipe(OrderDraft draft, List<ActiveEntry> order) {
    List<String> overrides = new ArrayList<>();
    order.stream()
        .filter(entry -> registry.setupHookOf(entry.id()).isPresent())
        .forEach(entry -> overrides.add("tricks." + entry.id() + ".mayHaveNoEffect=true"));
    String entries = order.stream().map(ActiveEntry::json).collect(Collectors.joining(", "));
    return new RecipeReader(types.withModel(new GivenModel(draft.given())))
        .read(draft.recipe(entries), "order.json", overrides, registry);
  }

  /** Whoever asks for a teacher gets one, of which it must not matter what it says. */
  private static TeacherFinder teachers() {
    return source -> Optional.of(new GivenTeacher(TrickPair::brightness, OrderDraft.facts()));
  }

  private static INDArray brightness(INDArray inputs) {
    INDArray mean = inputs.mean(true, 1, 2, 3).reshape(inputs.size(0), 1);
    return Nd4j.concat(1, Collections.nCopies(OrderDraft.CLASSES, mean).toArray(new INDArray[0]));
  }

  /** A reason, and its words. */
  record Covered(Cover cover, String why) {}
}
