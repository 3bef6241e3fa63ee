package io.bagoftricks.tricks.optim.mixedprecision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bagoftricks.api.LossDraft;
import io.bagoftricks.api.LossTerm;
import io.bagoftricks.api.Moment;
import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.StepResult;
import io.bagoftricks.api.StepResultParameter;
import io.bagoftricks.api.TrickState;
import io.bagoftricks.api.network.CustomLayer;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.api.network.Relu;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.testkit.RecordedProblems;
import io.bagoftricks.tricks.optim.mixedprecision.MixedPrecisionConfig.Scaling;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

final class MixedPrecisionTest {
  private final StoredNumbers state = new StoredNumbers();

  @ParameterizedTest
  @CsvSource({"BF16, BFLOAT16, 2 of 3 layers in bf16", "FP16, FLOAT16, 2 of 3 layers in fp16"})
  void setsThePrecisionAndCountsWhatPluginsBringApart(
      MixedPrecisionConfig.Type type, Precision precision, String receipt) {
    RecordingPrecision draft = new RecordingPrecision(new Relu(), new PluginsLayer(), new Relu());

    trick(config(type, Scaling.AUTO)).onInit(draft);

    assertThat(draft.precision).isEqualTo(precision);
    assertThat(draft.receipts).singleElement().hasToString(receipt);
  }

  @ParameterizedTest
  @CsvSource({
    "BF16, AUTO, 1", "BF16, NONE, 1", "BF16, STATIC, 128", "BF16, DYNAMIC, 65536",
    "FP16, AUTO, 65536", "FP16, NONE, 1", "FP16, STATIC, 128", "FP16, DYNAMIC, 65536"
  })
  void startsWithTheScaleOfTheType(MixedPrecisionConfig.Type type, Scaling scaling, double scale) {
    assertThat(scale(trick(config(type, scaling)))).isEqualTo(scale);
  }

  @Test
  void aStaticScaleStaysThroughOverflows() {
    MixedPrecision trick = trick(config(MixedPrecisionConfig.Type.FP16, Scaling.STATIC));
    trick.afterStep(new Result(true));
    assertThat(scale(trick)).isEqualTo(128);
    assertThat(state.counters).isEmpty();
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
    MixedPrecision trick =
        trick(
            new MixedPrecisionConfig(
                MixedPrecisionConfig.Type.FP16, Scaling.AUTO, 128, 8, 3, 2, 0.5));
    updates.chars().forEach(update -> trick.afterStep(new Result(update == 'o')));
    assertThat(scale(trick)).isEqualTo(scale);
  }

  /** torch's GradScaler from its defaults: 65536, halved, doubled at the 2000th clean update. */
  @Test
  void countsTwoThousandCleanUpdatesAfterAnOverflow() {
    MixedPrecision trick = trick(config(MixedPrecisionConfig.Type.FP16, Scaling.AUTO));
    for (int i = 0; i < 1500; i++) {
      trick.afterStep(new Result(false));
    }
    trick.afterStep(new Result(true));
    for (int i = 0; i < 1999; i++) {
      trick.afterStep(new Result(false));
    }
    assertThat(scale(trick)).isEqualTo(32768);
    trick.afterStep(new Result(false));
    assertThat(scale(trick)).isEqualTo(65536);
  }

  @Test
  void goesOnFromItsStateInANewInstance() {
    MixedPrecisionConfig config =
        new MixedPrecisionConfig(MixedPrecisionConfig.Type.FP16, Scaling.AUTO, 128, 8, 3, 2, 0.5);
    trick(config).afterStep(new Result(true));
    trick(config).afterStep(new Result(false));
    trick(config).afterStep(new Result(false));
    assertThat(scale(trick(config))).isEqualTo(4);
    trick(config).afterStep(new Result(false));
    assertThat(scale(trick(config))).isEqualTo(8);
  }

  @Test
  void neverBecomesZeroOrInfinite() {
    MixedPrecisionConfig config =
        new MixedPrecisionConfig(
            MixedPrecisionConfig.Type.FP16, Scaling.AUTO, 128, 8, 1, 1e300, 1e-300);
    MixedPrecision trick = trick(config);
    trick.afterStep(new Result(false));
    assertThat(scale(trick)).isEqualTo(0x1p24);
    trick.afterStep(new Result(true));
    trick.afterStep(new Result(true));
    assertThat(scale(trick)).isEqualTo(0x1p-24);
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
    assertThat(scale(trick(config))).isEqualTo(0x1p-24);
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

  private MixedPrecision trick(MixedPrecisionConfig config) {
    return new MixedPrecision(config, state);
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

  private static double scale(MixedPrecision trick) {
    ScaledLoss loss = new ScaledLoss();
    trick.onLoss(loss);
    return loss.scale;
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

  private static final class ScaledLoss implements LossDraft {
    private double scale = 1;

    @Override
    public void scale(double factor) {
      scale *= factor;
    }

    @Override
    public INDArray inputs() {
      throw new UnsupportedOperationException();
    }

    @Override
    public INDArray logits() {
      throw new UnsupportedOperationException();
    }

    @Override
    public INDArray targets() {
      throw new UnsupportedOperationException();
    }

    @Override
    public INDArray editTargets() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void add(String name, double weight, LossTerm term) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void multiply(String name, double factor) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void replace(String name, LossTerm term) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Moment moment() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Draws draws() {
      throw new UnsupportedOperationException();
    }
  }

  private record Result(boolean overflowed) implements StepResult {
    @Override
    public boolean updated() {
      return !overflowed;
    }

    @Override
    public INDArray weights() {
      throw new UnsupportedOperationException();
    }

    @Override
    public INDArray editWeights() {
      throw new UnsupportedOperationException();
    }

    @Override
    public INDArray statistics() {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<StepResultParameter> parameters() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void lerpWeightsInto(INDArray target, double fraction) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void lerpStatisticsInto(INDArray target, double fraction) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Moment moment() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Draws draws() {
      throw new UnsupportedOperationException();
    }
  }

  private static final class StoredNumbers implements TrickState {
    private final Map<String, Double> numbers = new HashMap<>();
    private final Map<String, Long> counters = new HashMap<>();

    @Override
    public Scalar number(String name, double initial) {
      numbers.putIfAbsent(name, initial);
      return new Scalar() {
        @Override
        public double get() {
          return numbers.getOrDefault(name, initial);
        }

        @Override
        public void set(double value) {
          numbers.put(name, value);
        }
      };
    }

    @Override
    public Counter counter(String name, long initial) {
      counters.putIfAbsent(name, initial);
      return new Counter() {
        @Override
        public long get() {
          return counters.getOrDefault(name, initial);
        }

        @Override
        public void set(long value) {
          counters.put(name, value);
        }
      };
    }

    @Override
    public INDArray array(String name, Supplier<INDArray> initial) {
      throw new UnsupportedOperationException();
    }
  }
}
