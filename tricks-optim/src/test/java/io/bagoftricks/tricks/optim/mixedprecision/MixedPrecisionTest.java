package io.bagoftricks.tricks.optim.mixedprecision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.model.NetworkBuilder;
import io.bagoftricks.api.network.CustomLayer;
import io.bagoftricks.api.network.GlobalAvgPool;
import io.bagoftricks.api.network.Linear;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.api.network.Relu;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.testkit.Golden;
import io.bagoftricks.testkit.NetworkAfter;
import io.bagoftricks.testkit.RecordedProblems;
import io.bagoftricks.testkit.Rule;
import io.bagoftricks.testkit.TrickBench;
import io.bagoftricks.testkit.TrickContract;
import io.bagoftricks.testkit.TrickRun;
import io.bagoftricks.tricks.optim.mixedprecision.MixedPrecisionConfig.Scaling;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.factory.Nd4j;

final class MixedPrecisionTest {
  @TestFactory
  Stream<DynamicTest> keepsTheContract() {
    return TrickContract.of(TrickBench.of(new MixedPrecisionProvider()).with("type", "fp16"))
        .except(Rule.MICRO_BATCHES, "Gradients of activations are rounded to 16 bits.")
        .tests();
  }

  @ParameterizedTest
  @CsvSource({"BF16, BFLOAT16, 3 of 4 layers in bf16", "FP16, FLOAT16, 3 of 4 layers in fp16"})
  void setsThePrecisionAndCountsWhatPluginsBringApart(
      MixedPrecisionConfig.Type type, Precision precision, String receipt) {
    NetworkAfter after =
        bench(config(type, Scaling.AUTO)).model(MixedPrecisionTest::build).network();

    assertThat(after.precision()).isEqualTo(precision);
    assertThat(after.receipts()).containsExactly(receipt);
  }

  private static void build(NetworkBuilder network) {
    String flow = network.add("act", new Relu(), Network.INPUT);
    flow = network.add("plugin", new PluginsLayer(), flow);
    flow = network.add("pool", new GlobalAvgPool(), flow);
    network.add("fc", Linear.of(network.classes()), flow);
  }

  @ParameterizedTest
  @CsvSource({
    "BF16, AUTO, 1", "BF16, NONE, 1", "BF16, STATIC, 128", "BF16, DYNAMIC, 65536",
    "FP16, AUTO, 65536", "FP16, NONE, 1", "FP16, STATIC, 128", "FP16, DYNAMIC, 65536"
  })
  @Golden(trick = "mixed-precision", source = "128 as NVIDIA uses, 65536 as torch's GradScaler")
  void startsWithTheScaleOfTheType(MixedPrecisionConfig.Type type, Scaling scaling, double scale) {
    try (TrickRun run = bench(config(type, scaling)).start()) {
      assertThat(scale(run)).isEqualTo(scale);
    }
  }

  @Test
  void aStaticScaleStaysThroughOverflows() {
    try (TrickRun run = bench(config(MixedPrecisionConfig.Type.FP16, Scaling.STATIC)).start()) {
      run.afterSkippedStep(true);
      assertThat(scale(run)).isEqualTo(128);
      assertThat(run.remembered()).isEmpty();
    }
  }

  /** From 8, growing by 2 after 3 clean updates, by hand; o overflows, c is clean. */
  @ParameterizedTest
  @CsvSource({
    "c, 8",
    "cc, 8",
    "ccc, 16",
    "cccccc, 32",
    "o, 4",
    "oo, 2",
    "cco, 4",
    "ccocc, 4",
    "ccoccc, 8",
    "cccco, 8",
    "ccccoccc, 16",
    "oooo, 0.5"
  })
  void followsTheOverflows(String updates, double scale) {
    try (TrickRun run =
        bench(
                new MixedPrecisionConfig(
                    MixedPrecisionConfig.Type.FP16, Scaling.AUTO, 128, 8, 3, 2, 0.5))
            .start()) {
      updates.chars().forEach(update -> after(run, update == 'o'));
      assertThat(scale(run)).isEqualTo(scale);
    }
  }

  /** torch's GradScaler from its defaults: 65536, halved, doubled at the 2000th clean update. */
  @Test
  @Golden(trick = "mixed-precision", source = "torch's GradScaler")
  void countsTwoThousandCleanUpdatesAfterAnOverflow() {
    try (TrickRun run = bench(config(MixedPrecisionConfig.Type.FP16, Scaling.AUTO)).start()) {
      for (int i = 0; i < 1500; i++) {
        after(run, false);
      }
      after(run, true);
      for (int i = 0; i < 1999; i++) {
        after(run, false);
      }
      assertThat(scale(run)).isEqualTo(32768);
      after(run, false);
      assertThat(scale(run)).isEqualTo(65536);
    }
  }

  @Test
  void goesOnFromItsStateInANewInstance() {
    MixedPrecisionConfig config =
        new MixedPrecisionConfig(MixedPrecisionConfig.Type.FP16, Scaling.AUTO, 128, 8, 3, 2, 0.5);
    try (TrickRun run = bench(config).start()) {
      after(run, true);
      after(run.restart(), false);
      after(run.restart(), false);
      assertThat(scale(run.restart())).isEqualTo(4);
      after(run.restart(), false);
      assertThat(scale(run.restart())).isEqualTo(8);
    }
  }

  @Test
  void neverBecomesZeroOrInfinite() {
    MixedPrecisionConfig config =
        new MixedPrecisionConfig(
            MixedPrecisionConfig.Type.FP16, Scaling.AUTO, 128, 8, 1, 1e300, 1e-300);
    try (TrickRun run = bench(config).start()) {
      after(run, false);
      assertThat(scale(run)).isEqualTo(0x1p24);
      after(run, true);
      after(run, true);
      assertThat(scale(run)).isEqualTo(0x1p-24);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0x1.fffp-25, 0x1.001p24, 0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void rejectsAScaleOutsideItsRange(double scale) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new MixedPrecisionConfig(
                    MixedPrecisionConfig.Type.FP16, Scaling.AUTO, scale, 8, 1, 2, 0.5))
        .withMessage("staticScale must lie between 2^-24 and 2^24 (16777216), not " + scale);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new MixedPrecisionConfig(
                    MixedPrecisionConfig.Type.FP16, Scaling.AUTO, 8, scale, 1, 2, 0.5))
        .withMessage("initialScale must lie between 2^-24 and 2^24 (16777216), not " + scale);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 2, 0.5, growthInterval must be at least 1",
    "1, 0.999, 0.5, growthFactor must be at least 1",
    "1, Infinity, 0.5, growthFactor must be at least 1",
    "1, NaN, 0.5, growthFactor must be at least 1",
    "1, 2, 0, backoffFactor must be above 0",
    "1, 2, 1, backoffFactor must be above 0",
    "1, 2, NaN, backoffFactor must be above 0"
  })
  void rejectsRulesOutsideTheirRange(int interval, double growth, double backoff, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new MixedPrecisionConfig(
                    MixedPrecisionConfig.Type.FP16, Scaling.AUTO, 8, 8, interval, growth, backoff))
        .withMessageStartingWith(message);
  }

  @Test
  void acceptsTheEndsOfAllRanges() {
    MixedPrecisionConfig config =
        new MixedPrecisionConfig(
            MixedPrecisionConfig.Type.FP16, Scaling.STATIC, 0x1p-24, 0x1p24, 1, 1, 0.999999);
    try (TrickRun run = bench(config).start()) {
      assertThat(scale(run)).isEqualTo(0x1p-24);
    }
  }

  @Test
  void notesThatFp16LosesGradientsWithoutAScale() {
    assertThat(notes(config(MixedPrecisionConfig.Type.FP16, Scaling.NONE)))
        .containsExactly(
            "scaling: leaves the loss as it is: gradients below 2^-25 (3e-8) become zero in fp16");
    assertThat(notes(config(MixedPrecisionConfig.Type.FP16, Scaling.AUTO))).isEmpty();
    assertThat(notes(config(MixedPrecisionConfig.Type.FP16, Scaling.STATIC))).isEmpty();
    assertThat(notes(config(MixedPrecisionConfig.Type.BF16, Scaling.NONE))).isEmpty();
  }

  @Test
  void notesSettingsThatChangeNothing() {
    assertThat(
            notes(
                new MixedPrecisionConfig(
                    MixedPrecisionConfig.Type.BF16, Scaling.AUTO, 512, 4, 10, 3, 0.25)))
        .containsExactly(
            ": the scale of the loss is 1.0 throughout, so these settings change nothing:"
                + " staticScale, initialScale, growthInterval, growthFactor, backoffFactor");
    assertThat(
            notes(
                new MixedPrecisionConfig(
                    MixedPrecisionConfig.Type.FP16, Scaling.STATIC, 512, 4, 2000, 2, 0.5)))
        .containsExactly(
            ": the scale of the loss is 512.0 throughout, so these settings change nothing:"
                + " initialScale");
    assertThat(
            notes(
                new MixedPrecisionConfig(
                    MixedPrecisionConfig.Type.FP16, Scaling.DYNAMIC, 512, 4, 10, 1, 0.25)))
        .containsExactly(
            "growthFactor: is 1: after an overflow the scale never grows again",
            ": the scale of the loss is dynamic, so these settings change nothing: staticScale");
  }

  private static MixedPrecisionConfig config(MixedPrecisionConfig.Type type, Scaling scaling) {
    MixedPrecisionConfig d = MixedPrecisionConfig.defaults();
    return new MixedPrecisionConfig(
        type,
        scaling,
        d.staticScale(),
        d.initialScale(),
        d.growthInterval(),
        d.growthFactor(),
        d.backoffFactor());
  }

  private static void after(TrickRun run, boolean overflowed) {
    if (overflowed) {
      run.afterSkippedStep(true);
    } else {
      run.afterStep();
    }
  }

  private static double scale(TrickRun run) {
    return run.onLoss(Nd4j.zeros(1, 4), Nd4j.createFromArray(new float[][] {{1, 0, 0, 0}})).scale();
  }

  private static TrickBench bench(MixedPrecisionConfig config) {
    return TrickBench.of(new MixedPrecisionProvider())
        .with("type", config.type().name().toLowerCase(Locale.ROOT))
        .with("scaling", config.scaling().name().toLowerCase(Locale.ROOT))
        .with("staticScale", config.staticScale())
        .with("initialScale", config.initialScale())
        .with("growthInterval", config.growthInterval())
        .with("growthFactor", config.growthFactor())
        .with("backoffFactor", config.backoffFactor())
        .withoutBatchNorm();
  }

  private static List<String> notes(MixedPrecisionConfig config) {
    RunFacts facts = new RunFacts(10, 100, new Shape(1, 8, 8), 1, 10, 10, 0.1);
    RecordedProblems problems = RecordedProblems.of(new MixedPrecisionProvider(), config, facts);
    assertThat(problems.errors()).isEmpty();
    return problems.notes();
  }

  private record PluginsLayer() implements CustomLayer {
    @Override
    public Shape output(List<Shape> inputs) {
      return inputs.get(0);
    }

    @Override
    public List<Parameter> parameters(List<Shape> inputs) {
      return List.of();
    }

    @Override
    public void forward(Forward pass) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void backward(Backward pass) {
      throw new UnsupportedOperationException();
    }
  }
}
