package io.bagoftricks.backends.onednn.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.backends.nd4j.Nd4jBackendProvider;
import io.bagoftricks.backends.onednn.OneDnnBackend;
import io.bagoftricks.backends.onednn.TestNetworks;
import io.bagoftricks.backends.onednn.internal.natives.Formats.Order;
import io.bagoftricks.backends.onednn.internal.natives.NativeKernels;
import io.bagoftricks.backends.onednn.internal.natives.Tuning;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.backends.spi.BackendUnavailableException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Winograd's algorithm against the definition in 64 bits. It errs about twice as much as a
 * convolution that oneDNN sums in 32 bits.
 */
final class WinogradTest {
  private static final double MOST = 6;

  /** Which way a value is rounded is chance. */
  private static final double MOST_OF_SIXTEEN_BITS = 1.5;

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
    int lanes = NativeKernels.lanes();
    int width = vectors * lanes;
    Order order = blocks ? ofBlocks(lanes) : Order.CHANNELS_LAST;
    Network network =
        TestNetworks.smooth(
            new Shape(width, height, breadth), width, new Size(padRows, padColumns));
    List<INDArray> exact =
        ConvolutionRuns.run(new Nd4jBackendProvider().open(), network, Precision.DOUBLE);
    List<INDArray> direct = ConvolutionRuns.run(backend(order, false), network, Precision.FLOAT);
    List<INDArray> winograd = ConvolutionRuns.run(backend(order, true), network, Precision.FLOAT);

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
    int lanes = NativeKernels.lanes();
    int width = vectors * lanes;
    Order order = blocks ? ofBlocks(lanes) : Order.CHANNELS_LAST;
    Network network = TestNetworks.joined(new Shape(width, height, breadth), width);
    assertErrsLittleMore(
        ConvolutionRuns.evaluate(new Nd4jBackendProvider().open(), network, Precision.DOUBLE),
        ConvolutionRuns.evaluate(backend(order, false), network, Precision.FLOAT),
        ConvolutionRuns.evaluate(backend(order, true), network, Precision.FLOAT));
  }

  /** Activations are rounded alike; products and their sums are in 32 bits. */
  @ParameterizedTest
  @CsvSource({"BFLOAT16, false", "BFLOAT16, true", "FLOAT16, false", "FLOAT16, true"})
  void errsNoMoreThanTheDefinitionWhereSixteenBitsAreStored(Precision precision, boolean blocks)
      throws BackendUnavailableException {
    backend(Order.CHANNELS_LAST, true);
    int lanes = NativeKernels.lanes();
    Order order = blocks ? ofBlocks(lanes) : Order.CHANNELS_LAST;
    Backend reference = new Nd4jBackendProvider().open();
    Network joined = TestNetworks.joined(new Shape(2 * lanes, 9, 13), 2 * lanes);
    assertErrsNoMore(
        ConvolutionRuns.evaluate(reference, joined, Precision.DOUBLE),
        ConvolutionRuns.evaluate(backend(order, false), joined, precision),
        ConvolutionRuns.evaluate(backend(order, true), joined, precision));

    Network smooth = TestNetworks.smooth(new Shape(lanes, 9, 13), lanes, Size.of(1));
    List<INDArray> exact = ConvolutionRuns.run(reference, smooth, Precision.DOUBLE);
    List<INDArray> direct = ConvolutionRuns.run(backend(order, false), smooth, precision);
    List<INDArray> winograd = ConvolutionRuns.run(backend(order, true), smooth, precision);
    for (int i = 0; i < exact.size(); i++) {
      assertErrsNoMore(exact.get(i), direct.get(i), winograd.get(i));
    }
    int last = exact.size() - 1;
    assertThat(ConvolutionRuns.error(direct.get(last), winograd.get(last))).isPositive();
  }

  private static void assertErrsNoMore(INDArray exact, INDArray direct, INDArray winograd) {
    assertThat(ConvolutionRuns.error(exact, winograd))
        .isLessThan(MOST_OF_SIXTEEN_BITS * ConvolutionRuns.error(exact, direct));
  }

  private static void assertErrsLittleMore(INDArray exact, INDArray direct, INDArray winograd) {
    assertThat(ConvolutionRuns.error(exact, winograd))
        .isLessThan(MOST * ConvolutionRuns.error(exact, direct));
    assertThat(ConvolutionRuns.error(direct, winograd)).isPositive();
  }

  private static Order ofBlocks(int channels) {
    return Arrays.stream(Order.values())
        .filter(order -> order.block() == channels)
        .findFirst()
        .orElseThrow();
  }

  private static OneDnnBackend backend(Order order, boolean winograd) {
    return new OneDnnBackend(2, new Tuning(order, false, winograd, false));
  }
}
