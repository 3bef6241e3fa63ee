package io.bagoftricks.engine.behavior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.network.Role;
import io.bagoftricks.backends.spi.ParameterLayout.Slice;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.engine.internal.optimizer.Sgd;
import io.bagoftricks.engine.internal.state.StoredState;
import io.bagoftricks.engine.internal.train.RunMemory;
import io.bagoftricks.engine.internal.train.RunProgress;
import io.bagoftricks.engine.internal.train.TrainingRun;
import io.bagoftricks.engine.internal.train.UpdateBoundary;
import io.bagoftricks.engine.plan.RunPlanner;
import io.bagoftricks.engine.plugin.TrickRegistry;
import io.bagoftricks.engine.recipe.Recipe;
import io.bagoftricks.engine.toys.RunToys;
import io.bagoftricks.engine.toys.TinyRuns;
import io.bagoftricks.engine.toys.ToyType;
import io.bagoftricks.engine.train.TrainingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Tricks that treat layers one by one, against their papers' formulas in 64 bits: what an update
 * makes of the weights and gradients before it.
 */
final class LayerwiseTest {
  private static final TrickRegistry TRICKS =
      TinyRuns.toysAnd(
          new LayerwiseTricks.LarsProvider(),
          new LayerwiseTricks.AdaptiveClippingProvider(),
          new LayerwiseTricks.CentralizationProvider(),
          new LayerwiseTricks.ChecksNormsProvider(),
          new LayerwiseTricks.ZeroTermProvider());
  private static final double RATE = 0.1;
  private static final double MOMENTUM = 0.5;
  private static final double DECAY = 0.05;
  private static final String FROZEN = "layer2.0.conv1.weight";

  /**
   * A layer-wise formula: changes the gradient of one parameter in place, and returns the factor on
   * its rate.
   */
  private interface Formula {
    double apply(Parameter parameter, double[] weight, double[] gradient);
  }

  /** Follows a run: before each update in the exchange of gradients, after it at its boundary. */
  private static final class Follower implements UpdateBoundary {
    private final Formula formula;
    private final int lastActive;
    private double[] weights = {};
    private double[] gradients = {};
    private double[] velocity = {};
    private int updates;
    private double largestFactor;
    private double smallestFactor = Double.POSITIVE_INFINITY;

    Follower(Formula formula, int lastActive) {
      this.formula = formula;
      this.lastActive = lastActive;
    }

    void before(Weights of) {
      weights = of.masters().toDoubleVector();
      gradients = of.gradients().toDoubleVector();
      if (velocity.length == 0) {
        velocity = new double[weights.length];
      }
    }

    @Override
    public void reached(RunProgress progress, RunMemory memory) {
      if (progress.updates() == updates) {
        return; // the second time at the end of an epoch
      }
      double[] after = memory.weights().masters().toDoubleVector();
      for (Slice slice : memory.weights().layout().parameters().values()) {
        check(slice, after);
      }
      updates++;
    }

    private void check(Slice slice, double[] after) {
      int from = Math.toIntExact(slice.offset());
      int to = Math.toIntExact(slice.end());
      double[] weight = Arrays.copyOfRange(weights, from, to);
      double[] gradient = Arrays.copyOfRange(gradients, from, to);
      boolean frozen = slice.parameter().name().equals(FROZEN);
      double factor = updates < lastActive ? formula.apply(slice.parameter(), weight, gradient) : 1;
      if (slice.parameter().role() == Role.WEIGHT && !frozen) {
        largestFactor = Math.max(largestFactor, factor);
        smallestFactor = Math.min(smallestFactor, factor);
      }
      for (int i = 0; i < weight.length; i++) {
        double decayed = frozen ? 0 : gradient[i] + DECAY * weight[i];
        velocity[from + i] = MOMENTUM * velocity[from + i] + decayed;
        double expected = frozen ? weight[i] : weight[i] - RATE * factor * velocity[from + i];
        assertThat(after[from + i])
            .as("%s[%d] after update %d", slice.parameter().name(), i, updates)
            .isCloseTo(expected, within(frozen ? 0 : 1e-6));
      }
    }
  }

  @Test
  @Tag("every-backend")
  void ratesAreScaledByLayerAndOnlyInThatUpdate() throws IOException {
    Follower follower =
        follow(
            "{\"trick\": \"lars\", \"until\": \"5ba\"}",
            5,
            (parameter, weight, gradient) ->
                parameter.role() != Role.WEIGHT
                    ? 1
                    : LayerwiseTricks.TRUST
                        * norm(weight, 0, weight.length)
                        / (norm(gradient, 0, gradient.length)
                            + DECAY * norm(weight, 0, weight.length)));

    assertThat(follower.largestFactor).isGreaterThan(2 * follower.smallestFactor);
  }

  @Test
  @Tag("every-backend")
  void gradientsAreClippedByUnit() throws IOException {
    List<Boolean> clipped = new ArrayList<>();
    follow(
        "{\"trick\": \"agc\"}",
        8,
        (parameter, weight, gradient) -> {
          if (parameter.role() == Role.WEIGHT) {
            int length = weight.length / parameter.shape().get(0);
            for (int from = 0; from < weight.length; from += length) {
              double most =
                  LayerwiseTricks.CLIPPING
                      * Math.max(norm(weight, from, length), LayerwiseTricks.SMALLEST);
              double norm = norm(gradient, from, length);
              clipped.add(norm > most);
              scale(gradient, from, length, Math.min(1, most / norm));
            }
          }
          return 1;
        });

    assertThat(clipped).contains(true, false);
  }

  @Test
  @Tag("every-backend")
  void gradientsAreCentralized() throws IOException {
    List<Double> means = new ArrayList<>();
    follow(
        "{\"trick\": \"centralization\"}",
        8,
        (parameter, weight, gradient) -> {
          if (parameter.role() == Role.WEIGHT) {
            int length = weight.length / parameter.shape().get(0);
            for (int from = 0; from < weight.length; from += length) {
              double mean = Arrays.stream(gradient, from, from + length).average().orElseThrow();
              means.add(Math.abs(mean));
              for (int i = from; i < from + length; i++) {
                gradient[i] -= mean;
              }
            }
          }
          return 1;
        });

    assertThat(means).anyMatch(mean -> mean > 1e-3);
  }

  @Test
  @Tag("every-backend")
  void normsAreThoseOfTheArraysWhateverWasWritten() throws IOException {
    Recipe recipe =
        TinyRuns.recipe(
            TRICKS,
            RunToys.STANDARDIZE,
            "{\"trick\": \"zero-term\"}",
            "{\"trick\": \"checks-norms\"}",
            "{\"trick\": \"checks-norms\", \"id\": \"again\", \"after\": [\"checks-norms\"]}");
    try (TrainingRun run =
        TrainingRun.of(new RunPlanner(TRICKS).plan(recipe), TinyRuns.backend())) {
      run.train(new TrainingListener() {});
      for (String instance : List.of("checks-norms", "again")) {
        StoredState state = Objects.requireNonNull(run.memory().states().get(instance));
        assertThat(state.counters().get("compared")).isGreaterThan(1000);
        assertThat(state.numbers().get("deviation")).isLessThan(1e-5);
      }
    }
  }

  /** The example of the page is one of these tricks. */
  @Test
  void theExampleOfThePageIsTested() throws IOException {
    String page = Files.readString(Path.of("../../docs/add-a-trick.md"));
    String section = page.substring(page.indexOf("## Layer by layer"));
    String example = section.replaceFirst("(?s).*?```java\\n(.*?)```.*", "$1");

    assertThat(example).contains("multiplyLearningRate");
    assertThat(
            Files.readString(
                Path.of("src/test/java/io/bagoftricks/engine/behavior/LayerwiseTricks.java")))
        .contains(example);
  }

  private static Follower follow(String trick, int lastActive, Formula formula) throws IOException {
    Recipe plain = TinyRuns.recipe(TRICKS, RunToys.STANDARDIZE, trick);
    Recipe recipe =
        new Recipe(
            plain.name(),
            plain.source(),
            plain.data(),
            plain.model(),
            plain.start().freezing(List.of(FROZEN)),
            ToyType.entry(new Sgd(RATE, MOMENTUM, DECAY)),
            plain.training(),
            plain.tricks());
    Follower follower = new Follower(formula, lastActive);
    try (TrainingRun run =
        TrainingRun.of(new RunPlanner(TRICKS).plan(recipe), TinyRuns.backend(), follower::before)) {
      run.train(new TrainingListener() {}, follower);
    }
    assertThat(follower.updates).isEqualTo(8);
    return follower;
  }

  private static double norm(double[] values, int from, int length) {
    double squares = 0;
    for (int i = from; i < from + length; i++) {
      squares += values[i] * values[i];
    }
    return Math.sqrt(squares);
  }

  private static void scale(double[] values, int from, int length, double factor) {
    for (int i = from; i < from + length; i++) {
      values[i] *= factor;
    }
  }
}
