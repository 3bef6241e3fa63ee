package io.bagoftricks.backends.testkit.conformance;

import io.bagoftricks.api.network.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;

/** Holds a backend in 32 bits to the reference in 64 bits, over random networks. */
final class RandomTrials {
  private final Reference reference;
  private final Subject subject;
  private final List<String> failures = new ArrayList<>();
  private final List<String> excluded = new ArrayList<>();
  private int compared;

  private RandomTrials(Tested tested) {
    this.reference = new Reference(tested);
    this.subject = new Subject(tested.backend(), Precision.FLOAT);
  }

  /** Runs the scenarios of consecutive seeds. */
  static RandomTrials run(Tested tested, long firstSeed, int count) {
    RandomTrials trials = new RandomTrials(tested);
    LongStream.range(firstSeed, firstSeed + count).forEach(trials::run);
    return trials;
  }

  /** Runs the scenarios of seeds from 0 until one fails, or all are through. */
  static RandomTrials untilFailure(Tested tested, int count) {
    RandomTrials trials = new RandomTrials(tested);
    LongStream.range(0, count).takeWhile(seed -> trials.failures.isEmpty()).forEach(trials::run);
    return trials;
  }

  /** The failures, each with the scenario that shows it. */
  List<String> failures() {
    return failures;
  }

  /** Which networks were not compared, and the layer in doubt. */
  List<String> excluded() {
    return excluded;
  }

  /** How many networks were compared. */
  int compared() {
    return compared;
  }

  private void run(long seed) {
    try {
      Optional<Reference.Known> known = reference.of(seed);
      known.ifPresentOrElse(this::compare, () -> excluded.add("seed " + seed));
    } catch (RuntimeException e) {
      throw new IllegalStateException("Failed at " + Scenario.of(seed), e);
    }
  }

  private void compare(Reference.Known known) {
    compared++;
    Map<Tensor, double[]> actual = Trial.run(known.scenario(), subject, Set.of());
    List<String> violations = known.agreement().violations(actual);
    if (!violations.isEmpty()) {
      violations = reference.roundedOften(known).violations(actual);
    }
    if (!violations.isEmpty()) {
      failures.add(known.scenario() + System.lineSeparator() + String.join("; ", violations));
    }
  }
}
