package io.bagoftricks.engine.plan;

import io.bagoftricks.api.Problems;
import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.TrickProvider;
import io.bagoftricks.engine.internal.state.StoredState;
import io.bagoftricks.engine.plan.internal.order.TrickInstance;
import io.bagoftricks.engine.plan.order.ActiveWindow;
import io.bagoftricks.engine.plugin.TrickInjector;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.problem.ProblemException;
import io.bagoftricks.engine.recipe.TrickEntry;
import java.util.Optional;

/** Checks the settings of tricks against the run, and builds them. */
final class TrickBuilder {
  private final RunFacts facts;
  private final TrickInjector injector;
  private final ProblemList problems;
  private final SetupCalls calls;
  private final TeacherLoading teachers;

  TrickBuilder(RunFacts facts, ProblemList problems, SetupCalls calls, TeacherLoading teachers) {
    this.teachers = teachers;
    this.calls = calls;
    this.facts = facts;
    this.injector = new TrickInjector(facts);
    this.problems = problems;
  }

  /** A trick with a state of its own; empty, and problems noted, where it cannot be. */
  Optional<BuiltTrick> checkAndBuild(TrickInstance instance) {
    if (!check(instance)) {
      return Optional.empty();
    }
    try {
      return Optional.of(build(instance));
    } catch (ProblemException e) {
      problems.addAll(e.problems());
      return Optional.empty();
    }
  }

  /**
   * A trick with a state of its own.
   *
   * @throws ProblemException if it cannot be built
   */
  BuiltTrick build(TrickInstance instance) {
    StoredState state = new StoredState();
    ConstructorTeachers asked = new ConstructorTeachers(instance, teachers);
    return new BuiltTrick(
        instance,
        calls.call(
            instance,
            "its constructor",
            instance.descriptor().provider(),
            () -> {
              try {
                return injector.build(instance.descriptor(), instance.entry(), state, asked);
              } finally {
                asked.end();
              }
            }),
        state,
        ActiveWindow.of(instance.entry().window(), facts));
  }

  private boolean check(TrickInstance instance) {
    TrickEntry entry = instance.entry();
    Class<?> expected = instance.descriptor().defaults().getClass();
    if (entry.config().getClass() != expected) {
      problems.add(
          Problem.error(
              "recipe/wrong-settings",
              entry.where(),
              "'%s' is given settings of %s, but takes %s."
                  .formatted(entry.id(), entry.config().getClass().getName(), expected.getName())));
      return false;
    }
    SettingProblems found = SettingProblems.of(entry, problems);
    check(instance, instance.descriptor().provider(), found);
    return !found.hasErrors();
  }

  @SuppressWarnings("unchecked") // the config is of the class of the provider's own defaults
  private <C extends Record> void check(
      TrickInstance instance, TrickProvider<C> provider, Problems found) {
    C config = (C) instance.entry().config();
    calls.run(instance, "check", provider, () -> provider.check(config, facts, found));
  }
}
