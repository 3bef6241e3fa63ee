package io.bagoftricks.engine.plan;

import io.bagoftricks.api.RunFacts;
import io.bagoftricks.engine.plan.internal.order.Commutation;
import io.bagoftricks.engine.plan.internal.order.Encounters;
import io.bagoftricks.engine.plan.internal.order.HookOrder;
import io.bagoftricks.engine.plan.internal.order.HookPlanner;
import io.bagoftricks.engine.plan.internal.order.TrickInstance;
import io.bagoftricks.engine.plugin.HookPoint;
import io.bagoftricks.engine.plugin.TrickRegistry;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.problem.ProblemException;
import io.bagoftricks.engine.recipe.Recipe;
import io.bagoftricks.engine.recipe.TrickEntry;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Makes a plan of a recipe. Of the data it reads headers, and labels where nothing says how many
 * classes there are, but no pixel; no weight exists yet. Tricks are built, and their setup runs.
 */
public final class RunPlanner {
  private final TrickRegistry registry;
  private final Optional<TeacherFinder> finder;
  private final boolean ordering;

  /**
   * A planner that knows some tricks, and looks for no teachers: where a trick learns from one, the
   * plan can be looked at and its network used, but not trained.
   */
  public RunPlanner(TrickRegistry registry) {
    this(registry, Optional.empty(), true);
  }

  /**
   * A planner that knows some tricks.
   *
   * @param finder of the networks that tricks learn from
   */
  public RunPlanner(TrickRegistry registry, TeacherFinder finder) {
    this(registry, Optional.of(finder), true);
  }

  private RunPlanner(TrickRegistry registry, Optional<TeacherFinder> finder, boolean ordering) {
    this.registry = registry;
    this.finder = finder;
    this.ordering = ordering;
  }

  /**
   * The same without order and conflicts: every hook is called in the order of the recipe, whatever
   * tricks declare. To try what an order changes; no run is planned so.
   */
  public RunPlanner inRecipeOrder() {
    return new RunPlanner(registry, finder, false);
  }

  /**
   * Plans a run.
   *
   * @throws ProblemException with everything that keeps the recipe from running
   * @throws io.bagoftricks.engine.plugin.PluginException if code of a plugin fails
   */
  public RunPlan plan(Recipe recipe) {
    ProblemList problems = new ProblemList();
    List<TrickInstance> instances = resolve(recipe, problems);
    Optional<PlanningFacts> known = PlanningFacts.of(recipe, problems);
    if (known.isEmpty()) {
      // Without facts nothing can be built or tried, but what contradicts itself can be told.
      problems.addAll(
          HookPlanner.order(instances, (a, b) -> Optional.empty(), new Encounters(Optional.empty()))
              .problems());
      throw new ProblemException(problems.sorted());
    }
    RunFacts facts = known.get().run();
    SetupCalls calls = new SetupCalls(registry.calls());
    TeacherPlanning teachers = new TeacherPlanning(finder, facts, problems);
    TrickBuilder builder = new TrickBuilder(facts, problems, calls, teachers);
    Map<String, BuiltTrick> built = new HashMap<>();
    try {
      return plan(recipe, known.get(), instances, builder, teachers, built, problems, calls);
    } finally { // each run builds its own
      BuiltTrick.closeAll(built.values(), calls);
    }
  }

  private RunPlan plan(
      Recipe recipe,
      PlanningFacts known,
      List<TrickInstance> instances,
      TrickBuilder builder,
      TeacherPlanning teachers,
      Map<String, BuiltTrick> built,
      ProblemList problems,
      SetupCalls calls) {
    RunFacts facts = known.run();
    WindowCheck windows = new WindowCheck(facts, problems);
    for (TrickInstance instance : instances) {
      windows.check(instance.entry());
      builder.checkAndBuild(instance).ifPresent(trick -> built.put(instance.id(), trick));
    }
    boolean isModel = new TypeChecks(recipe, facts, problems).check();
    Commutation trial =
        isModel ? trial(recipe, facts, builder, built, calls) : (one, other) -> Optional.empty();
    HookOrder order =
        ordering
            ? HookPlanner.order(instances, trial, new Encounters(Optional.of(facts)))
            : HookOrder.asListed(instances);
    problems.addAll(order.problems());
    if (!isModel || order.hasErrors()) {
      problems.throwErrors();
    }

    Setup setup = Setup.of(recipe, facts, point -> at(point, order, built), problems, calls);
    problems.throwErrors();
    InputSizeCheck.problem(instances, facts, setup.network(), setup.settings())
        .ifPresent(problems::add);
    problems.throwErrors();
    SingleExamples.problem(recipe, facts, setup.network(), setup.settings())
        .ifPresent(problems::add);
    SizeCheck.problems(recipe, facts, setup.network(), setup.settings()).forEach(problems::add);
    problems.throwErrors();
    return new RunPlan(
        recipe,
        known.data(),
        facts,
        setup.network(),
        setup.layerOwners(),
        setup.settings(),
        setup.groups(),
        setup.learningRate(),
        setup.momentum(),
        instances.stream().map(instance -> find(instance, built).planned()).toList(),
        planned(order, built),
        order.edges(),
        teachers.teachers(),
        teachers.ofStudent(),
        setup.receipts(),
        problems.sorted(),
        registry.calls());
  }

  /** Where there is no problem each is built. */
  private static BuiltTrick find(TrickInstance instance, Map<String, BuiltTrick> built) {
    return Objects.requireNonNull(built.get(instance.id()));
  }

  private List<TrickInstance> resolve(Recipe recipe, ProblemList problems) {
    List<TrickInstance> instances = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (TrickEntry entry : recipe.tricks()) {
      if (!ids.add(entry.id())) {
        problems.add(
            Problem.error(
                "recipe/duplicate-instance",
                entry.where(),
                "Two tricks of the recipe are called '%s'. Give one of them another \"id\"."
                    .formatted(entry.id())));
        continue;
      }
      registry
          .find(entry.trick())
          .ifPresentOrElse(
              descriptor -> instances.add(new TrickInstance(entry, descriptor)),
              () ->
                  problems.add(
                      Problem.error(
                          "recipe/unknown-trick",
                          entry.where(),
                          "Trick '%s' is not known. Known are %s."
                              .formatted(entry.trick(), registry.ids()))));
    }
    return instances;
  }

  /** Tries what could be built; the rest has a problem of its own already. */
  private static Commutation trial(
      Recipe recipe,
      RunFacts facts,
      TrickBuilder builder,
      Map<String, BuiltTrick> built,
      SetupCalls calls) {
    Commutation trial = new StructureTrial(recipe, facts, builder, calls);
    return (one, other) ->
        built.containsKey(one.id()) && built.containsKey(other.id())
            ? trial.difference(one, other)
            : Optional.empty();
  }

  private static Map<HookPoint, List<PlannedTrick>> planned(
      HookOrder order, Map<String, BuiltTrick> built) {
    Map<HookPoint, List<PlannedTrick>> hooks = new EnumMap<>(HookPoint.class);
    for (HookPoint point : HookPoint.values()) {
      hooks.put(point, at(point, order, built).stream().map(BuiltTrick::planned).toList());
    }
    return hooks;
  }

  private static List<BuiltTrick> at(
      HookPoint point, HookOrder order, Map<String, BuiltTrick> built) {
    return order.at(point).stream()
        .flatMap(instance -> Optional.ofNullable(built.get(instance.id())).stream())
        .toList();
  }
}
