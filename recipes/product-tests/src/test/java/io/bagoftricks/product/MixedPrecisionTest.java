package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.api.network.Precision;
import io.bagoftricks.engine.internal.state.StoredState;
import io.bagoftricks.engine.internal.train.TrainingRun;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plan.RunPlanner;
import io.bagoftricks.engine.plugin.TrickRegistry;
import io.bagoftricks.engine.recipe.Recipe;
import io.bagoftricks.engine.recipe.TrainingConfig;
import io.bagoftricks.engine.toys.TinyRuns;
import io.bagoftricks.engine.train.EpochReport;
import io.bagoftricks.engine.train.TrainingListener;
import io.bagoftricks.engine.train.TrainingResult;
import io.bagoftricks.engine.train.UpdateReport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The rules of mixed precision in the training loop: overflow, scale, what is left out. */
@Tag("device")
final class MixedPrecisionTest {
  private static final TrickRegistry TRICKS = TinyRuns.tricks();
  private static final String NORMALIZE =
      "{\"trick\": \"normalize\", \"mean\": [100], \"standardDeviation\": [50]}";
  private static final int EPOCHS = 8;
  private static final int UPDATES = 4 * EPOCHS;

  private record Watched(
      TrainingResult result,
      List<UpdateReport> updates,
      RunPlan plan,
      Map<String, StoredState> states) {
    StoredState state(String trick) {
      return Objects.requireNonNull(states.get(trick));
    }
  }

  @Test
  void aDynamicScaleThatIsTooLargeOverflowsAndRecovers() throws IOException {
    Watched run =
        train("\"type\": \"fp16\", \"initialScale\": 16777216, \"growthInterval\": 1000", "ema");

    long overflows = run.result().overflows();
    assertThat(overflows).isBetween(2L, UPDATES / 2L);
    double scale = 0x1p24;
    for (UpdateReport update : run.updates()) {
      assertThat(update.lossScale()).isEqualTo(scale);
      assertThat(update.updated()).isEqualTo(!update.overflowed());
      scale = update.overflowed() ? scale / 2 : scale;
    }
    assertThat(run.state("mixed-precision").numbers()).containsEntry("scale", scale);
    assertThat(run.state("ema").counters()).containsEntry("updates", UPDATES - overflows);
    assertThat(run.result().metrics().loss()).isLessThan(2);
    EpochReport first = run.result().epochs().get(0);
    assertThat(first.overflows()).isPositive().isEqualTo(first.skippedUpdates());
  }

  @Test
  void schedulesCountTheStepThatOverflowed() throws IOException {
    Watched run = train("\"type\": \"fp16\", \"initialScale\": 16777216", "cosine");

    assertThat(run.updates().get(0).overflowed()).isTrue();
    for (int step = 0; step < UPDATES; step++) {
      assertThat(run.updates().get(step).learningRate())
          .isEqualTo(run.plan().learningRate().at(step));
    }
  }

  @Test
  void theScaleGrowsAfterCleanUpdates() throws IOException {
    Watched run = train("\"type\": \"fp16\", \"initialScale\": 1, \"growthInterval\": 10");

    assertThat(run.result().overflows()).isZero();
    assertThat(run.updates().stream().map(UpdateReport::lossScale).distinct())
        .containsExactly(1.0, 2.0, 4.0, 8.0);
    assertThat(run.state("mixed-precision").counters()).containsEntry("cleanSteps", 2L);
  }

  @Test
  void aStaticScaleThatIsTooLargeLeavesEveryUpdateOut() {
    String tooLarge = "\"type\": \"fp16\", \"scaling\": \"static\", \"staticScale\": 16777216";

    assertThatThrownBy(() -> train(tooLarge))
        .hasMessageContaining("None of the " + UPDATES + " steps changed the weights");
  }

  /** bf16 underflows nowhere near here, and powers of two are exact: the same bits. */
  @Test
  void clippingSeesUnscaledGradients() throws IOException {
    String clip = "{\"trick\": \"gradient-clip\", \"maxNorm\": 0.5}";

    List<Float> plain = weights("\"type\": \"bf16\"", clip);
    List<Float> scaled =
        weights("\"type\": \"bf16\", \"scaling\": \"static\", \"staticScale\": 1024", clip);

    assertThat(scaled).isEqualTo(plain);
    assertThat(plain).isNotEqualTo(weights("\"type\": \"bf16\""));
  }

  @Test
  void fewerGradientsOfActivationsBecomeZeroWithAScale() throws IOException {
    double small =
        zeroGradients("\"type\": \"fp16\", \"scaling\": \"static\", \"staticScale\": 1e-4");
    double large =
        zeroGradients("\"type\": \"fp16\", \"scaling\": \"static\", \"staticScale\": 1024");

    assertThat(small).isGreaterThan(large + 0.1);
    // What is left are zeros of ReLUs.
    assertThat(large).isBetween(0.05, 0.5);
  }

  @Test
  void bf16LearnsAsWellAs32Bits() throws IOException {
    Watched run = train("\"type\": \"bf16\"");
    TrainingResult exact = TinyRuns.train(TRICKS, recipe(NORMALIZE)).result();

    assertThat(run.plan().settings().precision()).isEqualTo(Precision.BFLOAT16);
    assertThat(run.result().overflows()).isZero();
    assertThat(run.result().metrics().loss()).isLessThan(exact.metrics().loss() + 0.1);
    assertThat(run.result().metrics().loss()).isNotEqualTo(exact.metrics().loss());
  }

  private static double zeroGradients(String settings) throws IOException {
    return train(settings).result().epochs().get(0).zeroGradients().orElseThrow();
  }

  private static List<Float> weights(String settings, String... more) {
    return TinyRuns.train(TRICKS, recipe(tricks(settings, more))).weights();
  }

  private static Watched train(String settings, String... more) throws IOException {
    RunPlan plan = new RunPlanner(TRICKS).plan(recipe(tricks(settings, more)));
    List<UpdateReport> updates = new ArrayList<>();
    try (TrainingRun run = TrainingRun.of(plan, TinyRuns.backend())) {
      TrainingResult result =
          run.train(
              new TrainingListener() {
                @Override
                public void onUpdate(UpdateReport update) {
                  updates.add(update);
                }
              });
      return new Watched(result, updates, plan, run.memory().states());
    }
  }

  private static String[] tricks(String settings, String... more) {
    List<String> tricks = new ArrayList<>(List.of(more));
    tricks.add(NORMALIZE);
    tricks.add("{\"trick\": \"mixed-precision\", " + settings + "}");
    return tricks.toArray(String[]::new);
  }

  private static Recipe recipe(String... tricks) {
    return TinyRuns.with(
        TinyRuns.recipe(TRICKS, tricks), new TrainingConfig(EPOCHS, 16, 0, 7, false, EPOCHS, 1));
  }
}
