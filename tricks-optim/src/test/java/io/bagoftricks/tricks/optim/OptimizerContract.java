package io.bagoftricks.tricks.optim;

import io.bagoftricks.testkit.Rule;
import io.bagoftricks.testkit.TrickBench;
import io.bagoftricks.testkit.TrickContract;
import io.bagoftricks.tricks.optim.gradientclip.GradientClipProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Runs with an optimizer repeat, resume and lie on a device as those with a trick do, micro-batches
 * included: the contract of a trick, in runs that have the optimizer too.
 */
public final class OptimizerContract {
  private OptimizerContract() {}

  /**
   * The rules that are about runs.
   *
   * @param json the optimizer as in a recipe
   */
  public static Stream<DynamicTest> tests(String json) {
    TrickBench bench =
        TrickBench.of(new GradientClipProvider()).with("maxNorm", 0.5).set("optimizer=" + json);
    String reason = "It is about the trick, which has a test of its own.";
    return TrickContract.of(bench)
        .except(Rule.CARD, reason)
        .except(Rule.SETTINGS, reason)
        .except(Rule.EVALUATION, reason)
        .tests();
  }
}
