package io.bagoftricks.backends.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.network.AvgPool2d;
import io.bagoftricks.api.network.BlurPool2d;
import io.bagoftricks.api.network.GlobalAvgPool;
import io.bagoftricks.api.network.Layer;
import io.bagoftricks.api.network.MaxPool2d;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.backends.spi.Accumulate;
import io.bagoftricks.backends.spi.Phase;
import io.bagoftricks.backends.spi.Plan;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.backends.testkit.conformance.internal.network.Fill;
import io.bagoftricks.backends.testkit.conformance.internal.network.NetworkBuilder;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Pooling by its definition: ties, padding, and windows that reach over the edge. */
abstract class PoolingContract extends Contract {
  /** Channels below, at and above the length of a vector. */
  private static final List<Integer> CHANNELS = List.of(1, 8, 17);

  Stream<Arguments> maxima() {
    return each(
        new MaxPool2d(Size.of(2), Size.of(2), Size.of(0)),
        new MaxPool2d(Size.of(3), Size.of(2), Size.of(1)),
        new MaxPool2d(Size.of(3), Size.of(1), Size.of(1)),
        new MaxPool2d(new Size(1, 3), new Size(1, 2), new Size(0, 2)),
        new MaxPool2d(new Size(3, 2), new Size(3, 1), new Size(2, 0)));
  }

  Stream<Arguments> means() {
    return each(
        new AvgPool2d(Size.of(2), Size.of(2), Size.of(0), true),
        new AvgPool2d(Size.of(2), Size.of(2), Size.of(0), false),
        new AvgPool2d(Size.of(3), Size.of(2), Size.of(1), false),
        new AvgPool2d(Size.of(3), Size.of(2), Size.of(1), true),
        new AvgPool2d(new Size(3, 2), new Size(1, 3), new Size(2, 1), true),
        new AvgPool2d(Size.of(3), Size.of(1), Size.of(1), false, true),
        new AvgPool2d(new Size(3, 2), new Size(2, 3), new Size(2, 1), false, true),
        new AvgPool2d(Size.of(1), Size.of(2), Size.of(0), true),
        new AvgPool2d(new Size(5, 7), Size.of(1), Size.of(0), false),
        new GlobalAvgPool());
  }

  Stream<Arguments> blurs() {
    return each(
        new BlurPool2d(Size.of(2)),
        new BlurPool2d(Size.of(1)),
        new BlurPool2d(new Size(3, 2)),
        new BlurPool2d(new Size(2, 9)));
  }

  private Stream<Arguments> each(Layer... layers) {
    return tested()
        .exact()
        .flatMap(
            subject ->
                Stream.of(layers)
                    .flatMap(
                        layer ->
                            CHANNELS.stream()
                                .map(
                                    channels ->
                                        Arguments.of(subject, layer, new Shape(channels, 5, 7)))));
  }

  /**
   * Values from -2 to 1, so that almost every window has a tie, and zero beside negative numbers.
   */
  @ParameterizedTest
  @MethodSource("maxima")
  void theFirstMaximumGetsTheGradient(Subject subject, MaxPool2d pool, Shape shape) {
    Shape output = pool.output(List.of(shape));
    double[] values = integers("values", shape, -2, 4);
    double[] gradient = integers("gradient", output, 1, 9);
    PoolDefinition definition =
        new PoolDefinition(pool.kernel(), pool.stride(), pool.padding(), shape, output);

    double[][] actual = run(subject, pool, shape, values, gradient);

    assertThat(actual[0]).containsExactly(definition.maximum(values));
    assertThat(actual[1]).containsExactly(definition.maximumGradient(values, gradient));
  }

  @ParameterizedTest
  @MethodSource("means")
  void theMeanIsOverTheWindowOrWhatLiesInside(Subject subject, Layer pool, Shape shape) {
    Shape output = pool.output(List.of(shape));
    double[] values = integers("values", shape, -9, 19);
    double[] gradient = integers("gradient", output, 1, 9);
    PoolDefinition definition = definition(pool, shape, output);

    double[][] actual = run(subject, pool, shape, values, gradient);

    Offset<Double> close = Offset.offset(10 * subject.tolerance());
    assertThat(actual[0]).containsExactly(definition.mean(values), close);
    assertThat(actual[1]).containsExactly(definition.meanGradient(gradient), close);
  }

  /** Sums of nine products; borders are reflected, in rows and columns of two as well. */
  @ParameterizedTest
  @MethodSource("blurs")
  void aBlurReflectsBorders(Subject subject, BlurPool2d blur, Shape large) {
    for (Shape shape : List.of(large, new Shape(large.channels(), 2, 2))) {
      double[] values = integers("values", shape, -9, 19);
      double[] gradient = integers("gradient", blur.output(List.of(shape)), 1, 9);
      BlurDefinition definition = new BlurDefinition(blur, shape);

      double[][] actual = run(subject, blur, shape, values, gradient);

      assertThat(actual[0]).containsExactly(definition.forward(values));
      assertThat(actual[1]).containsExactly(definition.backward(gradient));
    }
  }

  Stream<Arguments> exact() {
    return tested().exact().map(Arguments::of);
  }

  /**
   * By hand: the first value is (4 x 1 + 4 x 2 + 4 x 5 + 4 x 6) / 16, and its share of the gradient
   * goes to these four.
   */
  @ParameterizedTest
  @MethodSource("exact")
  void aBlurOfAPlaneByHand(Subject subject) {
    double[] plane = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 0};
    double[] first = {1, 0, 0, 0};

    double[][] actual = run(subject, new BlurPool2d(Size.of(2)), new Shape(1, 3, 4), plane, first);

    assertThat(actual[0]).containsExactly(3.5, 5, 7.5, 7.75);
    assertThat(actual[1]).containsExactly(0.25, 0.25, 0, 0, 0.25, 0.25, 0, 0, 0, 0, 0, 0);
  }

  private static PoolDefinition definition(Layer pool, Shape shape, Shape output) {
    return pool instanceof AvgPool2d window
        ? new PoolDefinition(
            window.kernel(),
            window.stride(),
            window.padding(),
            shape,
            output,
            window.countsPadding())
        : new PoolDefinition(shape.size(), Size.of(1), Size.of(0), shape, output);
  }

  /** The output of a pool, and the gradient of its input. */
  private static double[][] run(
      Subject subject, Layer pool, Shape shape, double[] values, double[] gradient) {
    Network network =
        NetworkBuilder.of(shape.channels(), shape.height(), shape.width())
            .add("source", new Source())
            .add("pool", pool)
            .build();
    try (Weights weights = subject.allocate(network);
        Plan plan = subject.plan(weights, 1, Phase.TRAINING)) {
      weights.edit(
          editable -> {
            INDArray source = editable.parameter("source.values");
            source.assign(Fill.of(subject.type(), source.shape(), values));
          });
      INDArray logits = plan.forward(Fill.images("x", subject.type(), 1, shape), Draws.of(1)).dup();
      plan.backward(
          Fill.of(subject.type(), new long[] {1, gradient.length}, gradient), Accumulate.OVERWRITE);
      return new double[][] {Fill.doubles(logits), Fill.doubles(weights.gradient("source.values"))};
    }
  }

  private static double[] integers(String key, Shape shape, int from, int count) {
    Draws draws = Draws.of(3).stream(key);
    return IntStream.generate(() -> from + draws.below(count))
        .limit(shape.elements())
        .asDoubleStream()
        .toArray();
  }
}
