package io.bagoftricks.engine.findlr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.api.Family;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Step;
import io.bagoftricks.api.StepHook;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.Uses;
import io.bagoftricks.api.data.DataFacts;
import io.bagoftricks.api.data.DataSource;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Split;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.engine.internal.model.CifarResNet;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plan.RunPlanner;
import io.bagoftricks.engine.plugin.TrickRegistry;
import io.bagoftricks.engine.recipe.TrainingConfig;
import io.bagoftricks.engine.toys.ScriptedBackend;
import io.bagoftricks.engine.toys.ToyProvider;
import io.bagoftricks.engine.toys.ToyRecipes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Where a sweep of 30 updates stops, on losses that a script gives. */
final class RateSweepTest {
  private static final RateSweep SWEEP = new RateSweep(1e-4, 1, 30);

  /** Black images that are all of class 0. */
  private record Black() implements DataSource {
    @Override
    public DataFacts facts() {
      return new DataFacts(2, 20, 4, new Shape(1, 8, 8));
    }

    @Override
    public Dataset open(Split split) {
      return new Dataset() {
        @Override
        public int size() {
          return split == Split.TRAIN ? 20 : 4;
        }

        @Override
        public int label(int index) {
          return 0;
        }

        @Override
        public Image read(int index) {
          return new Image(Size.of(8), new float[1][64]);
        }
      };
    }
  }

  /** The loss of two classes is log(1 + exp(-z)), z the logit of class 0 before that of class 1. */
  private static double logit(double loss) {
    return -Math.log(Math.expm1(loss));
  }

  record None() {}

  /** Holds the rate from the third step on, as stochastic weight averaging does. */
  @TrickCard(id = "holds", family = Family.OPTIMIZATION, summary = "Holds the rate.")
  public static final class HoldsProvider extends ToyProvider<None> {
    public HoldsProvider() {
      super(Holds.class, new None());
    }
  }

  static final class Holds implements StepHook {
    @Inject
    Holds() {}

    @Override
    @Uses(changes = Slot.STEP_RATE)
    public void onStep(Step step) {
      if (step.moment().step() >= 2) {
        step.setLearningRate(1e-4);
      }
    }
  }

  /** Its losses are of that rate, and not of those that the sweep would have. */
  @Test
  void endsWhereATrickHoldsTheRate() throws IOException {
    RateCurve curve = sweep(0.5, TrickRegistry.of(List.of(new HoldsProvider())), "holds");

    assertThat(curve.points()).hasSize(2);
    assertThat(curve.end()).isEqualTo("a trick held the rate at 0.000100 from step 3 on");
  }

  private static RateCurve sweep(double jump) throws IOException {
    return sweep(jump, TrickRegistry.of(List.of()));
  }

  private static RateCurve sweep(double jump, TrickRegistry registry, String... tricks)
      throws IOException {
    RunPlan plan =
        new RunPlanner(registry)
            .plan(
                ToyRecipes.recipe(
                    "sweep",
                    new Black(),
                    new CifarResNet(8, 1),
                    new TrainingConfig(1, 5, 0, 1, true, 1, 1),
                    Stream.of(tricks).map(each -> ToyRecipes.entry(registry, each)).toList()));
    return SWEEP.run(
        plan,
        new ScriptedBackend(2, step -> logit(step < 12 ? 0.5 : jump), backward -> 1),
        warning -> {});
  }

  /** The smoothed loss of twelve losses of 0.5 and one more, by the definition. */
  private static double smoothed(double jump) {
    double weight = 1 - Math.pow(0.98, 13);
    return (0.5 * 0.98 * (1 - Math.pow(0.98, 12)) + 0.02 * jump) / weight;
  }

  @Test
  void stopsWhereTheSmoothedLossIsMoreThanFourTimesItsBest() throws IOException {
    double four = (2 * (1 - Math.pow(0.98, 13)) - 0.49 * (1 - Math.pow(0.98, 12))) / 0.02;
    assertThat(smoothed(four)).isCloseTo(2, within(1e-9));

    RateCurve over = sweep(four * 1.01);
    RateCurve under = sweep(four * 0.99);

    assertThat(over.points()).hasSize(13);
    assertThat(over.end()).isEqualTo("the smoothed loss was 4 times its best");
    assertThat(over.points().get(12).smoothed()).isCloseTo(smoothed(four * 1.01), within(1e-3));
    assertThat(under.points()).hasSizeGreaterThan(13);
  }

  @Test
  void isDoneAtTheLastRate() throws IOException {
    RateCurve curve = sweep(0.5);

    assertThat(curve.points()).hasSize(30);
    assertThat(curve.end()).isEqualTo("the sweep was done");
    assertThat(curve.points().get(0).rate()).isEqualTo(1e-4);
    assertThat(curve.points().get(29).rate()).isCloseTo(1, within(1e-12));
    assertThat(curve.points().get(7).rate() / curve.points().get(6).rate())
        .isCloseTo(Math.pow(1e4, 1 / 29.0), within(1e-9));
  }

  /** The ratio of these is not a number. */
  @Test
  void theWidestSweepRisesByTheSameFactorEachUpdate() {
    RateSweep widest = new RateSweep(1e-300, 1e300, 21);

    assertThat(widest.rate(0)).isEqualTo(1e-300);
    for (int update = 1; update < 21; update++) {
      assertThat(widest.rate(update) / widest.rate(update - 1)).isCloseTo(1e30, within(1e18));
    }
    assertThat(widest.rate(20)).isEqualTo(1e300);
  }

  @Test
  void stopsWhereTrainingDiverges() throws IOException {
    RateCurve curve = sweep(Double.POSITIVE_INFINITY);

    assertThat(curve.points()).hasSize(12);
    assertThat(curve.end()).isEqualTo("training diverged");
  }
}
