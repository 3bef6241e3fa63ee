package io.bagoftricks.engine.plan;

import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.backends.spi.ParameterLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** The factors on weight decay and learning rate of each parameter. */
final class GroupFactors {
  private final List<Parameter> parameters;
  private final double[] rates;
  private final double[] decays;
  private final boolean[] frozen;
  private final List<List<FrozenSteps>> frozenSteps;

  /** All factors 1. */
  GroupFactors(Network network) {
    parameters =
        ParameterLayout.of(network).parameters().values().stream()
            .map(ParameterLayout.Slice::parameter)
            .toList();
    rates = ones(parameters.size());
    decays = ones(parameters.size());
    frozen = new boolean[parameters.size()];
    frozenSteps = parameters.stream().<List<FrozenSteps>>map(p -> new ArrayList<>()).toList();
  }

  /** In the order in which backends lay them out. */
  List<Parameter> parameters() {
    return parameters;
  }

  /** Those that are not frozen, in the same order. */
  List<Parameter> trainable() {
    return IntStream.range(0, frozen.length)
        .filter(i -> !frozen[i])
        .mapToObj(parameters::get)
        .toList();
  }

  /**
   * Keeps some parameters as they are: their rate and their decay become zero.
   *
   * @return how many matched
   */
  int freeze(Predicate<Parameter> which) {
    int matched = 0;
    for (int i = 0; i < frozen.length; i++) {
      if (which.test(parameters.get(i))) {
        frozen[i] = true;
        rates[i] = 0;
        decays[i] = 0;
        matched++;
      }
    }
    return matched;
  }

  /**
   * Keeps some parameters as they are for a stretch of training.
   *
   * @return how many matched that are not frozen for ever
   */
  int freeze(Predicate<Parameter> which, FrozenSteps steps) {
    int matched = 0;
    for (int i = 0; i < frozen.length; i++) {
      if (!frozen[i] && which.test(parameters.get(i))) {
        frozenSteps.get(i).add(steps);
        matched++;
      }
    }
    return matched;
  }

  /** Whether every parameter keeps its value in all steps of a run. */
  boolean areAllFrozen(long totalSteps) {
    return IntStream.range(0, frozen.length)
        .allMatch(i -> frozen[i] || FrozenSteps.cover(frozenSteps.get(i), totalSteps));
  }

  int multiplyRates(Predicate<Parameter> which, double factor) {
    return multiply(rates, which, factor);
  }

  int multiplyDecays(Predicate<Parameter> which, double factor) {
    return multiply(decays, which, factor);
  }

  /** Parameters with equal factors, by the first of each in the layout. */
  List<ParameterGroup> groups() {
    Map<ParameterGroup, List<Parameter>> members = new LinkedHashMap<>();
    for (int i = 0; i < parameters.size(); i++) {
      members
          .computeIfAbsent(
              new ParameterGroup(List.of(), rates[i], decays[i], frozenSteps.get(i)),
              factors -> new ArrayList<>())
          .add(parameters.get(i));
    }
    return members.entrySet().stream().map(e -> e.getKey().of(e.getValue())).toList();
  }

  /** How many matched whose factor was not zero already, and so can be another now. */
  private int multiply(double[] factors, Predicate<Parameter> which, double factor) {
    if (!(factor >= 0 && Double.isFinite(factor))) {
      throw new IllegalArgumentException("A factor is finite and not negative, not " + factor);
    }
    int matched = 0;
    for (int i = 0; i < factors.length; i++) {
      if (!frozen[i] && which.test(parameters.get(i)) && factors[i] != 0) {
        // Adding zero makes -0.0 equal to 0.0, as groups compare factors.
        factors[i] = factors[i] * factor + 0.0;
        matched++;
      }
    }
    return matched;
  }

  private static double[] ones(int length) {
    double[] ones = new double[length];
    Arrays.fill(ones, 1);
    return ones;
  }
}
