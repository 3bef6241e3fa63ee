package io.bagoftricks.backends.testkit.conformance;

import io.bagoftricks.api.network.Precision;
import io.bagoftricks.backends.spi.Backend;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Results of the reference on random networks, in 64 bits and in several roundings of 32. */
final class Reference {
  /** Numbers that leave no layer in doubt are looked for this often. */
  private static final int ATTEMPTS = 20;

  private static final int ROUNDINGS = 2;
  private static final int OFTEN = 8;

  private final Tested tested;

  Reference(Tested tested) {
    this.tested = tested;
  }

  /** A scenario in which no layer is in doubt, and its numbers in 64 bits and rounded. */
  record Known(
      Scenario scenario, Map<Tensor, double[]> exact, List<Map<Tensor, double[]>> roundings) {
    Agreement agreement() {
      return new Agreement(exact, roundings);
    }
  }

  /**
   * The scenario of a seed, with the first numbers that leave no layer in doubt.
   *
   * @return empty where all numbers tried leave one in doubt
   */
  Optional<Known> of(long seed) {
    Scenario scenario = Scenario.of(seed);
    return IntStream.range(0, ATTEMPTS)
        .mapToObj(scenario::attempt)
        .map(this::known)
        .flatMap(Optional::stream)
        .findFirst();
  }

  /**
   * The same with more roundings: the error of one run is a matter of luck, and before a backend is
   * called wrong it is held to the worst of many.
   */
  Agreement roundedOften(Known known) {
    List<Map<Tensor, double[]>> roundings = new ArrayList<>(known.roundings());
    for (int i = roundings.size(); i < OFTEN; i++) {
      roundings.add(rounded(known.scenario(), i, Set.of()));
    }
    return new Agreement(known.exact(), roundings);
  }

  private Optional<Known> known(Scenario scenario) {
    Set<String> delicate = scenario.delicate();
    Map<Tensor, double[]> exact = Trial.run(scenario, tested.exactReference(), delicate);
    List<Map<Tensor, double[]>> roundings = new ArrayList<>();
    for (int i = 0; i < ROUNDINGS; i++) {
      roundings.add(rounded(scenario, i, delicate));
    }
    Known known = new Known(scenario, exact, roundings);
    return Doubt.find(scenario.network(), exact, known.agreement()).isPresent()
        ? Optional.empty()
        : Optional.of(known);
  }

  private Map<Tensor, double[]> rounded(Scenario scenario, int seed, Set<String> taps) {
    Backend other = new AlteredBackend(tested.reference(), new OtherRounding(seed));
    return Trial.run(scenario.rounding(seed), new Subject(other, Precision.FLOAT), taps);
  }
}
