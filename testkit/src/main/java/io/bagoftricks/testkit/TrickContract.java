package io.bagoftricks.testkit;

import io.bagoftricks.api.TrickProvider;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;

/**
 * All that every trick keeps to, as tests. Three lines in a test class of the trick's author:
 *
 * <pre>{@code
 * @TestFactory
 * Stream<DynamicTest> keepsTheContract() {
 *   return TrickContract.of(new MyProvider()).tests();
 * }
 * }</pre>
 *
 * <p>Each {@link Rule} that says something of the trick is one test. Most of the runs behind them
 * have two epochs (of two steps, unless the bench says otherwise), on the reference backend and on
 * a device whose memory the host does not see. Where the default settings change nothing in so
 * short a run, give the bench settings that do.
 */
public final class TrickContract {
  private final TrickBench bench;
  private final Map<Rule, String> exceptions;

  private TrickContract(TrickBench bench, Map<Rule, String> exceptions) {
    this.bench = bench;
    this.exceptions = new EnumMap<>(Rule.class);
    this.exceptions.putAll(exceptions);
  }

  /**
   * The contract of a trick with its default settings.
   *
   * @param provider of the trick
   * @return the contract
   */
  public static TrickContract of(TrickProvider<?> provider) {
    return of(TrickBench.of(provider));
  }

  /**
   * The contract of a trick on a bench of its own: with active settings, on other images.
   *
   * @param bench with settings and a run in which the trick acts
   * @return the contract
   */
  public static TrickContract of(TrickBench bench) {
    return new TrickContract(bench, Map.of());
  }

  /**
   * The same without a rule that cannot hold for this trick. Its test is shown as skipped.
   *
   * @param rule that does not hold
   * @param reason why not, a sentence
   * @return the changed contract
   * @throws IllegalArgumentException if the reason is blank
   */
  public TrickContract except(Rule rule, String reason) {
    if (reason.isBlank()) {
      throw new IllegalArgumentException("An exception from " + rule + " has a reason");
    }
    Map<Rule, String> more = new EnumMap<>(Rule.class);
    more.putAll(exceptions);
    more.put(rule, reason);
    return new TrickContract(bench, more);
  }

  /**
   * One test for each rule that says something of this trick; one with an exception is skipped.
   *
   * @return a test for each rule, by its name
   */
  public Stream<DynamicTest> tests() {
    return Stream.of(Rule.values())
        .filter(rule -> rule.inapplicable(bench).isEmpty())
        .map(rule -> DynamicTest.dynamicTest(bench.id() + ": " + rule, () -> test(rule)));
  }

  /**
   * Checks all rules without JUnit.
   *
   * @return the rules that are broken, each with how, on one line; empty where all are kept
   */
  public List<String> violations() {
    List<String> violations = new ArrayList<>();
    for (Rule rule : Rule.values()) {
      violation(rule).ifPresent(how -> violations.add(rule + ": " + how));
    }
    return violations;
  }

  /** How a rule is broken, on one line; empty where it is kept, or left out. */
  Optional<String> violation(Rule rule) {
    if (leftOut(rule).isPresent()) {
      return Optional.empty();
    }
    try {
      rule.check(bench);
      return Optional.empty();
    } catch (Exception | AssertionError e) {
      return Optional.of(String.valueOf(e.getMessage()).strip().replaceAll("\\s*\\R\\s*", " "));
    }
  }

  /** Why a rule is not asked for, a sentence; empty where it is. */
  Optional<String> leftOut(Rule rule) {
    return Optional.ofNullable(exceptions.get(rule)).or(() -> rule.inapplicable(bench));
  }

  private void test(Rule rule) throws Exception {
    String reason = exceptions.get(rule);
    Assumptions.assumeTrue(reason == null, () -> "left out: " + reason);
    rule.check(bench);
  }
}
