package io.bagoftricks.backends.onednn.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.backends.nd4j.Nd4jBackendProvider;
import io.bagoftricks.backends.onednn.OneDnnBackend;
import io.bagoftricks.backends.onednn.TestNetworks;
import io.bagoftricks.backends.onednn.internal.natives.Formats;
import io.bagoftricks.backends.onednn.internal.natives.Formats.Order;
import io.bagoftricks.backends.onednn.internal.natives.NativeKernels;
import io.bagoftricks.backends.onednn.internal.natives.Tuning;
import io.bagoftricks.backends.spi.Accumulate;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.backends.spi.BackendUnavailableException;
import io.bagoftricks.backends.spi.Phase;
import io.bagoftricks.backends.spi.Plan;
import io.bagoftricks.backends.spi.PlanSpec;
import io.bagoftricks.backends.spi.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Winograd's algorithm against the definition in 64 bits. It errs about twice as much as a
 * convolution that oneDNN sums in 32 bits.
 */
final class WinogradTest {
  private static final double MOST = 6;

  /** Which way a value is rounded is chance. */
  private static final double MOST_OF_SIXTEEN_BITS = 1.5;

  private static final int BATCH = 3;

  @ParameterizedTest
  @CsvSource({
    "1, 12, 12, 1, 1, false",
    "1, 12, 12, 1, 1, true",
    "1, 13, 7, 0, 2, true",
    "2, 9, 18, 2, 0, false",
    "3, 7, 7, 1, 1, true",
    "4, 5, 6, 1, 1, false",
    "6, 3, 9, 2, 1, true"
  })
  void errsLittleMoreThanTheDefinition(
      int vectors, int height, int breadth, int padRows, int padColumns, boolean blocks)
      throws BackendUnavailableException {
    backend(Order.CHANNELS_LAST, true);
    int lanes = NativeKernels.winogradChannels();
    int width = vectors * lanes;
    Order order = blocks ? ofBlocks(lanes) : Order.CHANNELS_LAST;
    Network network =
        TestNetworks.smooth(
            new Shape(width, height, breadth), width, new Size(padRows, padColumns));
    List<INDArray> exact = run(new Nd4jBackendProvider().open(), network, Precision.DOUBLE);
    List<INDArray> direct = run(backend(order, false), network, Precision.FLOAT);
    List<INDArray> winograd = run(backend(order, true), network, Precision.FLOAT);

    for (int i = 0; i < exact.size(); i++) {
      assertErrsLittleMore(exact.get(i), direct.get(i), winograd.get(i));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, 12, 12, false",
    "1, 13, 7, true",
    "2, 9, 18, false",
    "3, 7, 7, true",
    "4, 5, 6, true",
    "6, 3, 9, false"
  })
  void errsLittleMoreThanTheDefinitionWithWhatEvaluationJoinsToIt(
      int vectors, int height, int breadth, boolean blocks) throws BackendUnavailableException {
    backend(Order.CHANNELS_LAST, true);
    int lanes = NativeKernels.winogradChannels();
    int width = vectors * lanes;
    Order order = blocks ? ofBlocks(lanes) : Order.CHANNELS_LAST;
    Network network = TestNetworks.joined(new Shape(width, height, breadth), width);
    assertErrsLittleMore(
        evaluate(new Nd4jBackendProvider().open(), network, Precision.DOUBLE),
        evaluate(backend(order, false), network, Precision.FLOAT),
        evaluate(backend(order, true), network, Precision.FLOAT));
  }

  /** Activations are rounded alike; products and their sums are in 32 bits. */
  @ParameterizedTest
  @CsvSource({"BFLOAT16, false", "BFLOAT16, true", "FLOAT16, false", "FLOAT16, true"})
  void errsNoMoreThanTheDefinitionWhereSixteenBitsAreStored(Precision precision, boolean blocks)
      throws BackendUnavailableException {
    backend(Order.CHANNELS_LAST, true);
    int lanes = NativeKernels.winogradChannels();
    Order order = blocks ? ofBlocks(lanes) : Order.CHANNELS_LAST;
    Backend reference = new Nd4jBackendProvider().open();
    Network joined = TestNetworks.joined(new Shape(2 * lanes, 9, 13), 2 * lanes);
    assertErrsNoMore(
        evaluate(reference, joined, Precision.DOUBLE),
        evaluate(backend(order, false), joined, precision),
        evaluate(backend(order, true), joined, precision));

    Network smooth = TestNetworks.smooth(new Shape(lanes, 9, 13), lanes, Size.of(1));
    List<INDArray> exact = run(reference, smooth, Precision.DOUBLE);
    List<INDArray> direct = run(backend(order, false), smooth, precision);
    List<INDArray> winograd = run(backend(order, true), smooth, precision);
    for (int i = 0; i < exact.size(); i++) {
      assertErrsNoMore(exact.get(i), direct.get(i), winograd.get(i));
    }
    int last = exact.size() - 1;
    assertThat(error(direct.get(last), winograd.get(last))).isPositive();
  }

  private static void assertErrsNoMore(INDArray exact, INDArray direct, INDArray winograd) {
    assertThat(error(exact, winograd)).isLessThan(MOST_OF_SIXTEEN_BITS * error(exact, direct));
  }

  private static void assertErrsLittleMore(INDArray exact, INDArray direct, INDArray winograd) {
    assertThat(error(exact, winograd)).isLessThan(MOST * error(exact, direct));
    assertThat(error(direct, winograd)).isPositive();
  }

  private static Order ofBlocks(int channels) {
    return Arrays.stream(Order.values())
        .filter(order -> order.block() == channels)
        .findFirst()
        .orElseThrow();
  }

  private static OneDnnBackend backend(Order order, boolean winograd) {
    return new OneDnnBackend(2, new Tuning(order, false, winograd));
  }

  /** The logits of training, and the gradients of the convolutions summed over two batches. */
  private static List<INDArray> run(Backend backend, Network network, Precision precision) {
    DataType type = precision == Precision.DOUBLE ? DataType.DOUBLE : DataType.FLOAT;
    PlanSpec spec = new PlanSpec(BATCH, network.input(), Phase.TRAINING, precision);
    try (Weights weights = TestNetworks.filled(backend.allocate(network, masters(precision)));
        Plan plan = backend.plan(weights, spec)) {
      List<INDArray> results = new ArrayList<>();
      for (Accumulate mode : Accumulate.values()) {
        INDArray images =
            TestNetworks.uniform("images" + mode, type, Formats.extents(BATCH, network.input()));
        results.add(plan.forward(images, Draws.of(1)).dup().castTo(DataType.DOUBLE));
        plan.backward(TestNetworks.uniform("gradient" + mode, type, BATCH, 5), mode);
      }
      for (String name : List.of("conv1.weight", "conv2.weight", "conv3.weight")) {
        results.add(weights.gradient(name).dup().castTo(DataType.DOUBLE));
      }
      return results;
    }
  }

  private static INDArray evaluate(Backend backend, Network network, Precision precision) {
    DataType type = precision == Precision.DOUBLE ? DataType.DOUBLE : DataType.FLOAT;
    PlanSpec spec = new PlanSpec(BATCH, network.input(), Phase.EVALUATION, precision);
    try (Weights weights = TestNetworks.filled(backend.allocate(network, masters(precision)));
        Plan plan = backend.plan(weights, spec)) {
      INDArray images =
          TestNetworks.uniform("images", type, Formats.extents(BATCH, network.input()));
      return plan.forward(images, Draws.of(1)).dup().castTo(DataType.DOUBLE);
    }
  }

  private static Precision masters(Precision precision) {
    return precision == Precision.DOUBLE ? precision : Precision.FLOAT;
  }

  private static double error(INDArray exact, INDArray actual) {
    return exact.sub(actual).norm2Number().doubleValue() / exact.norm2Number().doubleValue();
  }
}
