package io.bagoftricks.engine.behavior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.api.Moment;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.backends.spi.Weights.Part;
import io.bagoftricks.backends.testkit.FakeDevice;
import io.bagoftricks.engine.internal.train.TrainingRun;
import io.bagoftricks.engine.internal.train.TrickCalls;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plugin.TrickRegistry;
import io.bagoftricks.engine.recipe.Recipe;
import io.bagoftricks.engine.toys.DeviceContract;
import io.bagoftricks.engine.toys.RunToys;
import io.bagoftricks.engine.toys.TinyRuns;
import io.bagoftricks.engine.toys.ToyType;
import io.bagoftricks.engine.train.TrainingListener;
import io.bagoftricks.engine.train.UpdateReport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * On a device whose memory the host does not see a run ends in the very bits in which it ends in
 * the host's memory, whatever tricks hold and write meanwhile.
 */
final class DeviceTest extends DeviceContract {
  private static final TrickRegistry TRICKS =
      TinyRuns.toysAnd(
          new DeviceTricks.HoldsGradientsProvider(),
          new DeviceTricks.ReadsProvider(),
          new DeviceTricks.HoldsWeightsProvider(),
          new DeviceTricks.OneByOneProvider(),
          new MeanTeacherTest.ConsistencyProvider());
  private static final String NORMALIZE = RunToys.STANDARDIZE;

  DeviceTest() {
    super(TRICKS);
  }

  static Stream<Case> cases() {
    return Stream.of(
        new Case(
            "an average, a mixture, and clipped gradients",
            frozen(
                TinyRuns.recipe(
                    TRICKS, NORMALIZE, "mix", "clip", "moving-average", "weights-only"))),
        new Case("what holds gradients", TinyRuns.recipe(TRICKS, NORMALIZE, "holds-gradients")),
        new Case("what reads", TinyRuns.recipe(TRICKS, NORMALIZE, "clip", "reads")),
        new Case("what holds weights", TinyRuns.recipe(TRICKS, NORMALIZE, "holds-weights")),
        new Case("a mean teacher", TinyRuns.recipe(TRICKS, NORMALIZE, "clip", "consistency")),
        new Case("an optimizer of a plugin", ownFormula()),
        new Case("one by one", frozen(TinyRuns.recipe(TRICKS, NORMALIZE, "one-by-one"))));
  }

  /** Where nobody asks for arrays, updates move no weights to the host. */
  @Test
  void arithmeticStaysOnTheDevice() throws IOException {
    FakeDevice device = device();
    List<Integer> fetched = new ArrayList<>();
    Recipe recipe = TinyRuns.recipe(TRICKS, NORMALIZE, "clip", "moving-average");
    try (TrainingRun run = TrainingRun.of(plan(frozen(recipe)), device)) {
      run.train(
          new TrainingListener() {
            @Override
            public void onUpdate(UpdateReport update) {
              fetched.add(device.fetched().size());
            }
          });
    }
    // Tricks are watched in the first updates, and in the first of each epoch of four.
    assertThat(fetched).hasSize(8);
    assertThat(fetched.get(0)).isPositive();
    assertThat(fetched.subList(5, 8)).containsOnly(fetched.get(4));
  }

  /** Tests of tricks fill weights themselves. */
  @Test
  void aHookMeetsWhatItsCallerHasFilled() {
    Moment moment = new Moment(0, 0, 8);
    RunPlan plan = plan(TinyRuns.recipe(TRICKS, NORMALIZE, "reads"));
    try (TrickCalls calls = TrickCalls.of(plan, device())) {
      Weights weights = calls.weights();
      weights.masters().assign(3);
      weights.statistics().assign(1);
      weights.gradients().assign(2);
      calls.afterStep(moment, true, false);
      double elements = weights.parameter("bn1.weight").length();
      assertThat(weights.norms(Part.MASTERS).get("bn1.weight"))
          .isCloseTo(3 * Math.sqrt(elements), within(1e-5));
    }
  }

  private static Recipe ownFormula() {
    Recipe recipe = frozen(TinyRuns.recipe(TRICKS, NORMALIZE));
    return new Recipe(
        recipe.name(),
        recipe.source(),
        recipe.data(),
        recipe.model(),
        recipe.start(),
        ToyType.entry(new DeviceTricks.OwnFormula(0.01, 0)),
        recipe.training(),
        recipe.tricks());
  }
}
