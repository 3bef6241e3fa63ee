package io.bagoftricks.engine.plan;

import io.bagoftricks.api.InitHook;
import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.engine.internal.network.DraftSettings;
import io.bagoftricks.engine.internal.network.Graph;
import io.bagoftricks.engine.internal.network.ThrownProblems;
import io.bagoftricks.engine.internal.network.TrickDraft;
import io.bagoftricks.engine.network.NetworkSettings;
import io.bagoftricks.engine.plan.internal.order.Commutation;
import io.bagoftricks.engine.plan.internal.order.TrickInstance;
import io.bagoftricks.engine.plugin.HookPoint;
import io.bagoftricks.engine.recipe.Recipe;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Applies two tricks in both orders to fresh drafts of this recipe's network, with tricks built for
 * the trial alone, and compares what comes out. Receipts are not compared: how much a trick found
 * to touch may depend on the order where the result does not. Tricks of one kind with the same
 * settings do the same, so that one trial serves all their pairs.
 */
final class StructureTrial implements Commutation {
  private final Recipe recipe;
  private final RunFacts facts;
  private final TrickBuilder builder;
  private final SetupCalls calls;
  private final Set<Set<Kind>> commuting = new HashSet<>();

  StructureTrial(Recipe recipe, RunFacts facts, TrickBuilder builder, SetupCalls calls) {
    this.calls = calls;
    this.recipe = recipe;
    this.facts = facts;
    this.builder = builder;
  }

  @Override
  public Optional<String> difference(TrickInstance one, TrickInstance other) {
    Set<Kind> pair = new HashSet<>(List.of(Kind.of(one), Kind.of(other)));
    if (commuting.contains(pair)) {
      return Optional.empty();
    }
    Optional<String> difference = tried(one, other);
    if (difference.isEmpty()) {
      commuting.add(pair);
    }
    return difference;
  }

  private Optional<String> tried(TrickInstance one, TrickInstance other) {
    Attempt oneFirst = attempt(one, other);
    Attempt otherFirst = attempt(other, one);
    if (oneFirst.outcome().isPresent() && otherFirst.outcome().isPresent()) {
      return difference(oneFirst.outcome().get(), otherFirst.outcome().get());
    }
    if (oneFirst.failure().isPresent()
        && otherFirst.failure().isPresent()
        && (attempt(one).failure().isPresent() || attempt(other).failure().isPresent())) {
      return Optional.empty(); // the setup itself will tell which of them is at fault
    }
    return oneFirst.failure().or(otherFirst::failure);
  }

  private static Optional<String> difference(Outcome oneFirst, Outcome otherFirst) {
    if (oneFirst.equals(otherFirst)) {
      return Optional.empty();
    }
    return Optional.of(
        oneFirst.network().equals(otherFirst.network())
            ? "the two orders give different precision, input sizes or normalization"
            : "the two orders give different networks, from '%s' on"
                .formatted(firstDifference(oneFirst.network(), otherFirst.network())));
  }

  private Attempt attempt(TrickInstance... tricks) {
    try {
      return new Attempt(Optional.of(apply(tricks)), Optional.empty());
    } catch (Throwable e) { // shapes are inferred by layers of plugins too
      String order =
          Arrays.stream(tricks)
              .map(trick -> "'" + trick.id() + "'")
              .collect(Collectors.joining(" before "));
      return new Attempt(
          Optional.empty(), Optional.of("%s fails: %s".formatted(order, e.getMessage())));
    }
  }

  private Outcome apply(TrickInstance... tricks) {
    Graph graph = Graph.of(recipe.model().made(), facts.input(), facts.classes());
    DraftSettings settings = new DraftSettings(facts.input().size(), facts.input().channels());
    for (TrickInstance instance : tricks) {
      BuiltTrick built = builder.build(instance);
      try {
        if (built.trick() instanceof InitHook hook) {
          calls.run(
              instance,
              HookPoint.ON_INIT.method(),
              hook,
              () -> hook.onInit(new TrickDraft(graph, settings, facts, new ThrownProblems())));
        }
      } finally {
        BuiltTrick.closeAll(List.of(built), calls);
      }
    }
    return new Outcome(graph.freeze(), settings.freeze());
  }

  private static String firstDifference(Network one, Network other) {
    int shared = Math.min(one.vertices().size(), other.vertices().size());
    return IntStream.range(0, shared)
        .filter(i -> !one.vertices().get(i).equals(other.vertices().get(i)))
        .mapToObj(i -> one.vertices().get(i).name())
        .findFirst()
        .orElse(one.output().name());
  }

  /** The key of an instance's behavior in a trial. */
  private record Kind(String trick, Record config) {
    static Kind of(TrickInstance instance) {
      return new Kind(instance.descriptor().id(), instance.entry().config());
    }
  }

  /** One of the two is there. */
  private record Attempt(Optional<Outcome> outcome, Optional<String> failure) {}

  private record Outcome(Network network, NetworkSettings settings) {}
}
