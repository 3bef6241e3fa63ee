package io.bagoftricks.backends.onednn.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.backends.nd4j.Nd4jBackendProvider;
import io.bagoftricks.backends.onednn.OneDnnBackend;
import io.bagoftricks.backends.onednn.TestNetworks;
import io.bagoftricks.backends.onednn.internal.natives.Device;
import io.bagoftricks.backends.onednn.internal.natives.NativeKernels;
import io.bagoftricks.backends.onednn.internal.natives.Tuning;
import io.bagoftricks.backends.spi.BackendUnavailableException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Products of matrices in 32 bits against the definition in 64. */
final class ProductsTest {
  /** Of the error of oneDNN's sums in 32 bits, which are in another order. */
  private static final double MOST = 3;

  private final Device device = new Device(1);
  private final int lanes = NativeKernels.lanes();

  /**
   * One or several panels of channels, the last of them half; positions that fill slabs, groups of
   * slabs and stretches, or do not; sums that threads share, or divide among them, at once or in
   * parts.
   */
  @ParameterizedTest
  @CsvSource({
    "1, 1, 1, 1, 0, 12, 12",
    "1, 3, 1, 1, 0, 7, 13",
    "4, 2, 1, 2, 0, 9, 8",
    "2, 2, 3, 1, 1, 12, 11",
    "3, 1, 3, 2, 1, 9, 12",
    "1, 2, 3, 2, 0, 8, 7",
    "2, 1, 5, 3, 2, 13, 16",
    "1, 1, 7, 2, 3, 5, 5",
    "1, 4, 2, 3, 0, 8, 9",
    "20, 24, 3, 2, 1, 6, 6",
    "40, 48, 1, 1, 0, 4, 5",
    "17, 66, 3, 1, 1, 4, 5",
    "17, 66, 3, 1, 1, 13, 14"
  })
  void errsAsLittleAsTheDefinition(
      int in, int out, int kernel, int stride, int padding, int height, int breadth)
      throws BackendUnavailableException {
    Shape input = new Shape(in * lanes, height, breadth);
    Size window = Size.of(kernel);
    assertErrsAsLittle(
        TestNetworks.windowed(input, out * lanes, window, Size.of(stride), Size.of(padding)), 2);
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 0", "3, 2, 1"})
  void windowsMayBeOfUnequalSides(int down, int strideAcross, int paddingAcross)
      throws BackendUnavailableException {
    Size window = new Size(down, 4);
    Size stride = new Size(3, strideAcross);
    Size padding = new Size(down / 2, paddingAcross);
    assertErrsAsLittle(
        TestNetworks.windowed(new Shape(2 * lanes, 11, 8), 3 * lanes, window, stride, padding), 2);
  }

  /** More threads than blocks of channels among them. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 5})
  void errsAsLittleWithAnyNumberOfThreads(int threads) throws BackendUnavailableException {
    Size window = Size.of(3);
    assertErrsAsLittle(
        TestNetworks.windowed(
            new Shape(4 * lanes, 9, 8), 3 * lanes, window, Size.of(2), Size.of(1)),
        threads);
  }

  private void assertErrsAsLittle(Network network, int threads) throws BackendUnavailableException {
    List<INDArray> exact =
        ConvolutionRuns.run(new Nd4jBackendProvider().open(), network, Precision.DOUBLE);
    List<INDArray> direct = ConvolutionRuns.run(usual(threads), network, Precision.FLOAT);
    List<INDArray> products = ConvolutionRuns.run(wide(threads), network, Precision.FLOAT);

    double apart = 0;
    for (int i = 0; i < exact.size(); i++) {
      assertErrsAsLittle(exact.get(i), direct.get(i), products.get(i));
      apart += ConvolutionRuns.error(direct.get(i), products.get(i));
    }
    assertThat(apart).describedAs("sums in another order than oneDNN's").isPositive();
  }

  @ParameterizedTest
  @CsvSource({"1, 12, 12", "3, 7, 5", "2, 9, 18"})
  void errsAsLittleWithWhatEvaluationJoinsToIt(int vectors, int height, int breadth)
      throws BackendUnavailableException {
    int width = vectors * lanes;
    Network network = TestNetworks.joined(new Shape(width, height, breadth), width);
    assertErrsAsLittle(
        ConvolutionRuns.evaluate(new Nd4jBackendProvider().open(), network, Precision.DOUBLE),
        ConvolutionRuns.evaluate(usual(2), network, Precision.FLOAT),
        ConvolutionRuns.evaluate(wide(2), network, Precision.FLOAT));
  }

  private static void assertErrsAsLittle(INDArray exact, INDArray direct, INDArray products) {
    assertThat(ConvolutionRuns.error(exact, products))
        .isLessThan(MOST * ConvolutionRuns.error(exact, direct));
  }

  private OneDnnBackend usual(int threads) {
    Tuning wide = Tuning.wide(device, false);
    return new OneDnnBackend(threads, new Tuning(wide.order(), false, false, false));
  }

  private OneDnnBackend wide(int threads) {
    return new OneDnnBackend(threads, Tuning.wide(device, false));
  }
}
