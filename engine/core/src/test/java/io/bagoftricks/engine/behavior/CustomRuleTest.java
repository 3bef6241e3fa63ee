package io.bagoftricks.engine.behavior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.api.optimizer.CustomRule;
import io.bagoftricks.api.optimizer.Optimizer;
import io.bagoftricks.api.optimizer.ParameterUpdate;
import io.bagoftricks.api.optimizer.UpdateRule;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.engine.internal.optimizer.Sgd;
import io.bagoftricks.engine.internal.train.TrainingRun;
import io.bagoftricks.engine.plan.RunPlanner;
import io.bagoftricks.engine.plugin.TrickRegistry;
import io.bagoftricks.engine.recipe.ModelStart;
import io.bagoftricks.engine.recipe.Recipe;
import io.bagoftricks.engine.toys.RunToys;
import io.bagoftricks.engine.toys.TinyRuns;
import io.bagoftricks.engine.toys.ToyType;
import io.bagoftricks.engine.train.NonFiniteException;
import io.bagoftricks.engine.train.TrainingListener;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A formula that a plugin brings gets what a backend's own formula gets, and nothing more. */
final class CustomRuleTest {
  private static final TrickRegistry TRICKS = TinyRuns.toysAnd();
  private static final List<String> FROZEN = List.of("conv1", "layer2.0.bn1.weight");

  /** The formula of {@code sgd}, as a plugin would write it; remembers what it was given. */
  private record ByHand(
      double learningRate, double momentum, double weightDecay, Set<String> seen, List<Long> counts)
      implements Optimizer, CustomRule {
    ByHand(double learningRate, double momentum, double weightDecay) {
      this(learningRate, momentum, weightDecay, new TreeSet<>(), new ArrayList<>());
    }

    @Override
    public boolean hasMomentum() {
      return true;
    }

    @Override
    public UpdateRule rule() {
      return this;
    }

    @Override
    public int stateArrays() {
      return 1;
    }

    @Override
    public void update(ParameterUpdate update) {
      seen.add(update.parameter().name());
      if (update.parameter().name().equals("fc.bias")) {
        counts.add(update.count());
      }
      INDArray velocity = update.state(0);
      velocity.muli(update.momentum()).addi(update.gradient());
      velocity.addi(update.weight().mul(update.weightDecay()));
      update.weight().subi(velocity.mul(update.learningRate()));
    }
  }

  /** Makes one weight infinite at its third update. */
  private record Bursts(double learningRate, double weightDecay) implements Optimizer, CustomRule {
    @Override
    public UpdateRule rule() {
      return this;
    }

    @Override
    public int stateArrays() {
      return 0;
    }

    @Override
    public void update(ParameterUpdate update) {
      if (update.count() == 3 && update.parameter().name().equals("fc.bias")) {
        update.weight().putScalar(0, Double.POSITIVE_INFINITY);
      }
    }
  }

  /**
   * Factors of groups, the schedule of the rate, edited gradients and frozen parameters included.
   */
  @Test
  @Tag("every-backend")
  void movesWeightsAsTheBackendsOwnFormulaDoes() throws IOException {
    Backend backend = TinyRuns.backend();
    ByHand byHand = new ByHand(0.1, 0.9, 0.05);

    List<Float> own = train(backend, new Sgd(0.1, 0.9, 0.05));
    List<Float> custom = train(backend, byHand);

    assertThat(custom).hasSameSizeAs(own);
    for (int i = 0; i < own.size(); i++) {
      assertThat(custom.get(i)).isCloseTo(own.get(i), within(1e-5f));
    }
    assertThat(byHand.counts()).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
    assertThat(byHand.seen())
        .isNotEmpty()
        .doesNotContain("conv1.weight", "layer2.0.bn1.weight")
        .contains("layer2.0.bn1.bias");
  }

  /** A formula that would move a weight at any rate is not asked about what is frozen. */
  @Test
  void leavesFrozenParametersToTheBit() throws IOException {
    try (TrainingRun run =
        TrainingRun.of(
            new RunPlanner(TRICKS).plan(recipe(new ByHand(0.1, 0.9, 0.05))), TinyRuns.backend())) {
      float[] before = parameter(run.weights(), "conv1.weight");
      float[] moved = parameter(run.weights(), "layer1.0.conv1.weight");
      run.train(new TrainingListener() {});
      assertThat(parameter(run.weights(), "conv1.weight")).isEqualTo(before);
      assertThat(parameter(run.weights(), "layer1.0.conv1.weight")).isNotEqualTo(moved);
    }
  }

  @Test
  void isNamedWhereItMakesWeightsThatAreNotFinite() {
    Assertions.assertThatThrownBy(() -> train(TinyRuns.backend(), new Bursts(0.1, 0)))
        .isInstanceOf(NonFiniteException.class)
        .hasMessageContaining("optimizer 'Bursts' made weights that are not finite")
        .hasMessageContaining("epoch 1, step 3");
  }

  private static List<Float> train(Backend backend, Optimizer optimizer) throws IOException {
    try (TrainingRun run =
        TrainingRun.of(new RunPlanner(TRICKS).plan(recipe(optimizer)), backend)) {
      run.train(new TrainingListener() {});
      return TinyRuns.weights(run);
    }
  }

  private static Recipe recipe(Optimizer optimizer) {
    Recipe recipe =
        TinyRuns.recipe(
            TRICKS,
            RunToys.STANDARDIZE,
            "weights-only",
            "clip",
            "{\"trick\": \"slow-start\", \"duration\": \"3ba\"}",
            "half-wave");
    return new Recipe(
        recipe.name(),
        recipe.source(),
        recipe.data(),
        recipe.model(),
        ModelStart.defaults().freezing(FROZEN),
        ToyType.entry(optimizer),
        recipe.training(),
        recipe.tricks());
  }

  private static float[] parameter(Weights weights, String name) {
    INDArray values = weights.parameter(name);
    return values.dup().reshape(values.length()).toFloatVector();
  }
}
