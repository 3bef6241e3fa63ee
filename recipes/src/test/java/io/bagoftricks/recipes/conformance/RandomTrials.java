package io.bagoftricks.recipes.conformance;

import io.bagoftricks.api.network.Precision;
import io.bagoftricks.backends.spi.Backend;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;

/** Holds a backend in 32 bits to the reference in 64 bits, over random networks. */
final class RandomTrials {
  private static final int OTHER_ROUNDINGS = 4;

  private final Subject exactly = new Subject(TestBackends.reference(), Precision.DOUBLE);
  private final Subject singly = new Subject(TestBackends.reference(), Precision.FLOAT);
  private final Subject subject;
  private final List<String> failures = new ArrayList<>();
  private final List<String> excluded = new ArrayList<>();
  private int compared;

  private RandomTrials(Backend backend) {
    this.subject = new Subject(backend, Precision.FLOAT);
  }

  /** Runs the scenarios of consecutive seeds. */
  static RandomTrials run(Backend backend, long firstSeed, int count) {
    RandomTrials trials = new RandomTrials(backend);
    LongStream.range(firstSeed, firstSeed + count).forEach(trials::run);
    return trials;
  }

  /** Runs the scenarios of seeds from 0 until one fails, or all are through. */
  static RandomTrials untilFailure(Backend backend, int count) {
    RandomTrials trials = new RandomTrials(backend);
    LongStream.range(0, count).takeWhile(seed -> trials.failures.isEmpty()).forEach(trials::run);
    return trials;
  }

  /** What went wrong, with the scenario that shows it. */
  List<String> failures() {
    return failures;
  }

  /** Why scenarios were not compared. */
  List<String> excluded() {
    return excluded;
  }

  /** How many scenarios were compared. */
  int compared() {
    return compared;
  }

  private void run(long seed) {
    Scenario scenario = Scenario.of(seed);
    try {
      compare(scenario);
    } catch (RuntimeException e) {
      throw new IllegalStateException("Failed at " + scenario, e);
    }
  }

  private void compare(Scenario scenario) {
    Map<Tensor, double[]> exact = Trial.run(scenario, exactly, scenario.delicate());
    Map<Tensor, double[]> single = Trial.run(scenario, singly, scenario.delicate());
    Agreement agreement = new Agreement(exact, Cancellation.in(scenario.network()));
    Optional<String> doubt = Doubt.find(scenario.network(), exact, single);
    if (doubt.isPresent()) {
      excluded.add("seed %d: %s".formatted(scenario.seed(), doubt.get()));
      return;
    }
    compared++;
    Map<Tensor, double[]> actual = Trial.run(scenario, subject, Set.of());
    List<String> violations = agreement.violations(List.of(single), actual);
    if (!violations.isEmpty()) {
      violations = agreement.violations(roundings(scenario, single), actual);
    }
    if (!violations.isEmpty()) {
      failures.add(scenario + System.lineSeparator() + String.join("; ", violations));
    }
  }

  /**
   * The reference's error in 32 bits is a matter of luck, too: before a backend is called wrong, it
   * is asked again with numbers that differ in the last place.
   */
  private List<Map<Tensor, double[]>> roundings(Scenario scenario, Map<Tensor, double[]> first) {
    List<Map<Tensor, double[]>> all = new ArrayList<>(List.of(first));
    for (int i = 0; i < OTHER_ROUNDINGS; i++) {
      Backend other = new AlteredBackend(TestBackends.reference(), new OtherRounding(i));
      all.add(Trial.run(scenario, new Subject(other, Precision.FLOAT), Set.of()));
    }
    return all;
  }
}
