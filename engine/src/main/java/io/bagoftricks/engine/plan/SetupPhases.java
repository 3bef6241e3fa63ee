package io.bagoftricks.engine.plan;

import io.bagoftricks.api.InitHook;
import io.bagoftricks.api.ParamGroupsHook;
import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.backends.spi.UpdateRule;
import io.bagoftricks.engine.network.DraftSettings;
import io.bagoftricks.engine.network.Graph;
import io.bagoftricks.engine.network.TrickDraft;
import io.bagoftricks.engine.plugin.HookPoint;
import io.bagoftricks.engine.plugin.PluginCode;
import io.bagoftricks.engine.plugin.TrickException;
import io.bagoftricks.engine.recipe.Problem;
import io.bagoftricks.engine.recipe.Recipe;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs the two setup hooks of all tricks, in order, under the auditor's eyes. */
final class SetupPhases {
  private final Recipe recipe;
  private final RunFacts facts;
  private final SetupAudit audit;
  private final ProblemList problems;

  SetupPhases(Recipe recipe, RunFacts facts, SetupAudit audit, ProblemList problems) {
    this.recipe = recipe;
    this.facts = facts;
    this.audit = audit;
    this.problems = problems;
  }

  /**
   * From a draft to a network.
   *
   * @throws io.bagoftricks.engine.recipe.RecipeException if the edited draft is no network
   * @throws TrickException if a trick fails
   */
  Network init(List<BuiltTrick> tricks, Graph graph, DraftSettings settings) {
    for (BuiltTrick built : tricks) {
      if (built.trick() instanceof InitHook hook) {
        TrickDraft draft = new TrickDraft(graph, settings, facts);
        guarded(built, HookPoint.ON_INIT, () -> hook.onInit(draft));
        audit.check(built.instance(), draft, recipe.model().weights().isPresent());
      }
    }
    try {
      return Freezing.norms(recipe, graph.freeze());
    } catch (IllegalArgumentException | IllegalStateException e) {
      problems.add(
          Problem.error(
              "recipe/network",
              recipe.source(),
              "The network does not fit together after the tricks edited it: " + e.getMessage()));
      problems.throwErrors();
      throw e;
    }
  }

  /**
   * Factors and schedules.
   *
   * @throws TrickException if a trick fails
   */
  Tuning paramGroups(List<BuiltTrick> tricks, Network network) {
    GroupFactors factors = new GroupFactors(network);
    ComposedSchedule rate =
        new ComposedSchedule("learning rate", recipe.optimizer().learningRate(), facts);
    ComposedSchedule momentum =
        recipe.optimizer().hasMomentum()
            ? new ComposedSchedule("momentum", recipe.optimizer().momentum(), facts)
            : ComposedSchedule.unused("momentum", facts);
    if (recipe.optimizer().rule() instanceof UpdateRule.Nag && recipe.optimizer().momentum() == 0) {
      problems.add(
          Problem.note(
              "recipe/neutral",
              recipe.source(),
              "optimizer.momentum is 0, so that nag looks nowhere ahead: it is sgd."));
    }
    Map<BuiltTrick, ParamGroupsDraft> drafts = new LinkedHashMap<>();
    Freezing.apply(recipe, network, factors, problems);
    for (BuiltTrick built : tricks) {
      if (built.trick() instanceof ParamGroupsHook hook) {
        ParamGroupsDraft draft = new ParamGroupsDraft(built.id(), facts, factors, rate, momentum);
        try {
          guarded(built, HookPoint.ON_PARAM_GROUPS, () -> hook.onParamGroups(draft));
        } catch (ScheduleConflictException e) {
          problems.add(
              Problem.error(
                  "recipe/conflict",
                  built.instance().entry().where(),
                  String.valueOf(e.getMessage())));
          continue;
        }
        drafts.put(built, draft);
      }
    }
    checkSchedule(rate, Double.POSITIVE_INFINITY, "finite and not negative");
    checkSchedule(momentum, 1, "at least 0 and below 1");
    // What a ramp or a curve decides depends on what the other tricks set.
    drafts.forEach(
        (built, draft) -> audit.check(built.instance(), draft, recipe.optimizer().weightDecay()));
    return new Tuning(factors.groups(), rate, momentum);
  }

  private void checkSchedule(ComposedSchedule schedule, double limit, String rule) {
    schedule
        .fault(limit)
        .ifPresent(
            fault ->
                problems.add(
                    Problem.error(
                        "recipe/schedule",
                        recipe.source(),
                        fault + ", but must be " + rule + ". Look at the tricks that shape it.")));
  }

  private static void guarded(BuiltTrick built, HookPoint point, Runnable hook) {
    try {
      PluginCode.run(built.trick(), hook);
    } catch (ScheduleConflictException e) {
      throw e;
    } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
      throw TrickException.of(built.instance().descriptor(), built.id(), point.method(), "", e);
    }
  }

  /** What {@code onParamGroups} decides. */
  record Tuning(List<ParameterGroup> groups, Schedule learningRate, Schedule momentum) {
    /** Copies the list. */
    Tuning {
      groups = List.copyOf(groups);
    }
  }
}
