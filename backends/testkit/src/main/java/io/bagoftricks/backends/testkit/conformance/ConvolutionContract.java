package io.bagoftricks.backends.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.backends.spi.Accumulate;
import io.bagoftricks.backends.spi.Phase;
import io.bagoftricks.backends.spi.Plan;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.backends.testkit.conformance.internal.network.Fill;
import io.bagoftricks.backends.testkit.conformance.internal.network.NetworkBuilder;
import io.bagoftricks.backends.testkit.conformance.internal.network.RandomWindows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Convolutions of all kinds of windows, strides and channels by their definition. Values are small
 * whole numbers, of which all precisions get the same, and whose sums are exact in 32 bits.
 */
abstract class ConvolutionContract extends Contract {
  private static final long FIRST = Long.getLong("random.convolutions.first", 0);

  /** One convolution with what it reads. */
  private record Case(Conv2d layer, Shape input, int batch, boolean ofImages) {
    static Case of(Draws draws) {
      return of(draws, RandomWindows::conv);
    }

    static Case sparse(Draws draws) {
      return of(draws, RandomWindows::sparse);
    }

    private static Case of(Draws draws, BiFunction<RandomWindows, Shape, Conv2d> layer) {
      RandomWindows windows = new RandomWindows(draws);
      Shape input = new Shape(windows.channels(), 1 + draws.below(9), 1 + draws.below(9));
      return new Case(layer.apply(windows, input), input, 1 + draws.below(5), draws.chance(0.5));
    }

    int weights() {
      return layer.outChannels()
          * (input.channels() / layer.groups())
          * layer.kernel().height()
          * layer.kernel().width();
    }

    /** One image; where a layer gives them, all are the same. */
    double[] image(int index) {
      return wholes("image " + (ofImages ? index : 0), Math.toIntExact(input.elements()));
    }

    double[] images() {
      return IntStream.range(0, batch)
          .mapToObj(this::image)
          .flatMapToDouble(Arrays::stream)
          .toArray();
    }

    Shape output() {
      return layer.output(List.of(input));
    }

    Network network() {
      NetworkBuilder network = NetworkBuilder.of(input.channels(), input.height(), input.width());
      if (!ofImages) {
        network.add("source", new Source());
      }
      return network.add("conv", layer).build();
    }
  }

  /** How many of each kind. */
  abstract int count();

  Stream<Subject> subjects() {
    return Stream.concat(tested().exact(), tested().sixteenBits());
  }

  @ParameterizedTest
  @MethodSource("subjects")
  @Tag("isa")
  @Timeout(value = 8, unit = TimeUnit.HOURS) // thousands of them with the profile long
  void isTheSumOverItsWindow(Subject subject) {
    assertRandom(subject, Case::of);
  }

  @ParameterizedTest
  @MethodSource("subjects")
  @Tag("isa")
  @Timeout(value = 8, unit = TimeUnit.HOURS)
  void isTheSumOverItsGroupAndAWindowWithGaps(Subject subject) {
    assertRandom(subject, Case::sparse);
  }

  /** 7 channels to 3 with a window of one pixel: a kernel of oneDNN 3.11 in bf16 is wrong there. */
  @ParameterizedTest
  @MethodSource("subjects")
  void isRightWhereChannelsDoNotFillBlocks(Subject subject) {
    assertThat(failures(subject, Case.of(Draws.of(7843)))).isEmpty();
  }

  private void assertRandom(Subject subject, Function<Draws, Case> drawn) {
    List<String> failures = new ArrayList<>();
    for (long seed = FIRST; seed < FIRST + count(); seed++) {
      Case each = drawn.apply(Draws.of(seed));
      for (String failure : failures(subject, each)) {
        failures.add(String.format(Locale.ROOT, "seed %d: %s of %s", seed, failure, each));
      }
    }
    assertThat(failures).isEmpty();
  }

  private static List<String> failures(Subject subject, Case each) {
    Comparison comparison = new Comparison(subject.precision());
    Shape input = each.input();
    double[] images = each.images();
    double[] weight = wholes("weight", each.weights());
    double[] bias = wholes("bias", each.layer().bias() ? each.layer().outChannels() : 0);
    double[] ofOutput =
        wholes("gradient", Math.toIntExact(each.batch() * each.output().elements()));
    ConvolutionDefinition definition =
        new ConvolutionDefinition(each.layer(), each.batch(), input, each.output());
    double[] output = definition.output(images, weight, bias);
    try (Weights weights = subject.allocate(each.network());
        Plan training = subject.plan(weights, each.batch(), Phase.TRAINING);
        Plan evaluation = subject.plan(weights, each.batch(), Phase.EVALUATION)) {
      weights.edit(
          editable -> {
            set(subject, editable.parameter("conv.weight"), weight);
            if (each.layer().bias()) {
              set(subject, editable.parameter("conv.bias"), bias);
            }
            if (!each.ofImages()) {
              set(subject, editable.parameter("source.values"), each.image(0));
            }
          });
      INDArray batch = Fill.images("x", subject.type(), each.batch(), input);
      set(subject, batch, images);
      comparison.add("evaluation", output, evaluation.forward(batch, Draws.of(1)));
      comparison.add("training", output, training.forward(batch, Draws.of(1)));
      INDArray gradient =
          Fill.of(subject.type(), new long[] {each.batch(), each.output().elements()}, ofOutput);
      training.backward(gradient, Accumulate.OVERWRITE);
      comparison.add(
          "gradient of the weight",
          definition.weightGradient(images, ofOutput),
          weights.gradient("conv.weight"));
      if (!each.ofImages()) {
        comparison.add(
            "gradient of the input",
            sumOverExamples(definition.inputGradient(weight, ofOutput), each),
            weights.gradient("source.values"));
      }
    }
    return comparison.failures();
  }

  private static void set(Subject subject, INDArray array, double[] values) {
    array.assign(Fill.of(subject.type(), array.shape(), values));
  }

  private static double[] sumOverExamples(double[] values, Case each) {
    double[] sums = new double[values.length / each.batch()];
    for (int i = 0; i < values.length; i++) {
      sums[i % sums.length] += values[i];
    }
    return sums;
  }

  private static double[] wholes(String key, int count) {
    Draws draws = Draws.of(5).stream(key);
    return IntStream.range(0, count).mapToDouble(i -> draws.below(5) - 2).toArray();
  }

  /** Collects the values that are not as they should be. */
  private record Comparison(double unit, List<String> failures) {
    Comparison(Precision precision) {
      this(
          switch (precision) {
            case DOUBLE -> 1e-12;
            case FLOAT -> 1e-5;
            case FLOAT16 -> 0x1.0p-10;
            case BFLOAT16 -> 0x1.0p-7;
          },
          new ArrayList<>());
    }

    void add(String quantity, double[] expected, INDArray actual) {
      double[] values = Fill.doubles(actual);
      double size = Math.max(1, Arrays.stream(expected).map(Math::abs).max().orElseThrow());
      double error = Agreement.largestDifference(expected, values) / size;
      if (!(error <= unit)) {
        failures.add(String.format(Locale.ROOT, "%s: error %.2e", quantity, error));
      }
    }
  }
}
