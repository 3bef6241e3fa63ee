package io.bagoftricks.engine.plan;

import io.bagoftricks.api.InitHook;
import io.bagoftricks.api.NetworkDraft;
import io.bagoftricks.api.ParamGroups;
import io.bagoftricks.api.ParamGroupsHook;
import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.optimizer.UpdateRule;
import io.bagoftricks.engine.internal.network.DraftSettings;
import io.bagoftricks.engine.internal.network.Graph;
import io.bagoftricks.engine.internal.network.LayerOwners;
import io.bagoftricks.engine.internal.network.TrickDraft;
import io.bagoftricks.engine.internal.plugin.FailureWords;
import io.bagoftricks.engine.internal.plugin.Handout;
import io.bagoftricks.engine.plugin.HookPoint;
import io.bagoftricks.engine.plugin.TrickException;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.recipe.Recipe;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Runs the two setup hooks of all tricks, in order, under the auditor's eyes. Once something is
 * known to be wrong, the rest is only asked about its settings: what it does, or fails to do, may
 * follow from what is wrong already.
 */
final class SetupPhases {
  private final Recipe recipe;
  private final RunFacts facts;
  private final SetupAudit audit;
  private final ProblemList problems;
  private final SetupCalls calls;
  private boolean doubtful;

  SetupPhases(
      Recipe recipe, RunFacts facts, SetupAudit audit, ProblemList problems, SetupCalls calls) {
    this.calls = calls;
    this.recipe = recipe;
    this.facts = facts;
    this.audit = audit;
    this.problems = problems;
    this.doubtful = problems.hasErrors();
  }

  /**
   * From a draft to a network.
   *
   * @throws io.bagoftricks.engine.problem.ProblemException if a trick leaves what is not a network
   * @throws TrickException if a trick fails
   */
  Network init(List<BuiltTrick> tricks, Graph graph, DraftSettings settings, LayerOwners owners) {
    Network network = graph.freeze();
    for (BuiltTrick built : tricks) {
      if (built.trick() instanceof InitHook hook) {
        SettingProblems ofSettings = SettingProblems.of(built.instance().entry(), problems);
        TrickDraft draft = new TrickDraft(graph, settings, facts, ofSettings);
        call(built, HookPoint.ON_INIT, NetworkDraft.class, draft, hook::onInit);
        doubtful |= ofSettings.hasErrors();
        if (!doubtful) {
          audit.check(built.instance(), draft, recipe.start().weights().isPresent());
        }
        network = fitting(built, graph);
        owners.edited(built.id(), graph);
      }
    }
    return Freezing.norms(recipe, network);
  }

  /** The network of a graph; if it does not fit any more, the trick that came last is at fault. */
  private Network fitting(BuiltTrick built, Graph graph) {
    try {
      Network network = graph.freeze();
      if (network.classes() != facts.classes()) {
        throw new IllegalArgumentException(
            "the last layer gives %s values for %s classes"
                .formatted(network.classes(), facts.classes()));
      }
      network.evaluated(Set.of());
      return network;
    } catch (Throwable e) { // shapes are inferred by layers of plugins too
      if (doubtful) {
        problems.throwErrors();
      }
      problems.add(
          Problem.error(
              "plugin/network",
              built.instance().entry().where(),
              "'%s' left a network that does not fit: %s. Its onInit is at fault, or the shapes that its layers infer."
                  .formatted(
                      built.id(),
                      e instanceof IllegalArgumentException || e instanceof IllegalStateException
                          ? String.valueOf(e.getMessage())
                          : FailureWords.of(e))));
      problems.throwErrors();
      throw new IllegalStateException(e);
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
        new ComposedSchedule("learning rate", recipe.optimizer().made().learningRate(), facts);
    ComposedSchedule momentum =
        recipe.optimizer().made().hasMomentum()
            ? new ComposedSchedule("momentum", recipe.optimizer().made().momentum(), facts)
            : ComposedSchedule.unused("momentum", facts);
    if (!doubtful
        && recipe.optimizer().made().rule() instanceof UpdateRule.Nag
        && recipe.optimizer().made().momentum() == 0) {
      problems.add(
          Problem.note(
              "recipe/neutral",
              recipe.source(),
              "optimizer.momentum is 0, so nag does not look ahead: it is sgd."));
    }
    Map<BuiltTrick, ParamGroupsDraft> drafts = new LinkedHashMap<>();
    Freezing.apply(recipe, network, factors, problems);
    AllFrozen freezing = new AllFrozen(factors, facts, problems);
    for (BuiltTrick built : tricks) {
      if (built.trick() instanceof ParamGroupsHook hook) {
        SettingProblems ofSettings = SettingProblems.of(built.instance().entry(), problems);
        ParamGroupsDraft draft =
            new ParamGroupsDraft(built.id(), facts, factors, rate, momentum, ofSettings);
        try {
          call(built, HookPoint.ON_PARAM_GROUPS, ParamGroups.class, draft, hook::onParamGroups);
        } catch (ScheduleConflictException e) {
          problems.add(
              Problem.error(
                  "recipe/conflict",
                  built.instance().entry().where(),
                  String.valueOf(e.getMessage())));
          continue;
        }
        doubtful |= ofSettings.hasErrors();
        drafts.put(built, draft);
        freezing.trained(built.instance().entry());
      }
    }
    if (!doubtful) {
      checkSchedule(rate, Double.POSITIVE_INFINITY, "finite and not negative");
      checkSchedule(momentum, 1, "at least 0 and below 1");
      // What a ramp or a curve decides depends on what the other tricks set.
      drafts.forEach(
          (built, draft) ->
              audit.check(built.instance(), draft, recipe.optimizer().made().weightDecay()));
    }
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

  private <C> void call(
      BuiltTrick built, HookPoint point, Class<C> type, C draft, Consumer<C> hook) {
    try (Handout<C> handout = new Handout<>(type, draft, new Misuse(built, point))) {
      calls.run(built.instance(), point.method(), built.trick(), () -> hook.accept(handout.view()));
    } catch (TrickException e) {
      if (doubtful) {
        problems.throwErrors();
      }
      throw e;
    }
  }

  /** Reports a draft that is used in another thread, or after its hook, as a problem. */
  private final class Misuse implements Handout.Observer {
    private final BuiltTrick built;
    private final HookPoint point;

    Misuse(BuiltTrick built, HookPoint point) {
      this.built = built;
      this.point = point;
    }

    @Override
    public void misused(String what) {
      problems.add(
          Problem.error(
              "plugin/context-misused",
              built.instance().entry().where(),
              "'%s' in %s: %s".formatted(built.id(), point.method(), what)));
    }
  }

  /** The groups and schedules that {@code onParamGroups} decides. */
  record Tuning(List<ParameterGroup> groups, Schedule learningRate, Schedule momentum) {
    /** Copies the list. */
    Tuning {
      groups = List.copyOf(groups);
    }
  }
}
