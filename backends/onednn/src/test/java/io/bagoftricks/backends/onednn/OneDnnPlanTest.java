package io.bagoftricks.backends.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.backends.nd4j.Nd4jBackendProvider;
import io.bagoftricks.backends.onednn.internal.natives.Device;
import io.bagoftricks.backends.onednn.internal.natives.Formats;
import io.bagoftricks.backends.onednn.internal.natives.Formats.Order;
import io.bagoftricks.backends.onednn.internal.natives.Tuning;
import io.bagoftricks.backends.spi.Accumulate;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.backends.spi.BackendUnavailableException;
import io.bagoftricks.backends.spi.InsufficientMemoryException;
import io.bagoftricks.backends.spi.Phase;
import io.bagoftricks.backends.spi.Plan;
import io.bagoftricks.backends.spi.PlanChecks;
import io.bagoftricks.backends.spi.PlanSpec;
import io.bagoftricks.backends.spi.Weights;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Behavior of this backend alone; the requirements on every backend are tested by {@code
 * OneDnnConformanceTest}.
 */
final class OneDnnPlanTest {
  private static final Draws DRAWS = Draws.of(3);
  private static final int BATCH = 4;

  private record Result(INDArray trained, INDArray evaluated, INDArray gradients) {}

  static Stream<Tuning> tunings() {
    return Stream.concat(
        Arrays.stream(Order.values()).map(order -> new Tuning(order, false, false, false)),
        Stream.of(Tuning.of(Precision.BFLOAT16, new Device(1)), Tuning.wide(new Device(1), false)));
  }

  @ParameterizedTest
  @MethodSource("tunings")
  void everyOrderOfAxesGivesTheReferencesResults(Tuning tuning) throws BackendUnavailableException {
    for (Network network : networks()) {
      Result expected = run(network, new Nd4jBackendProvider().open(), Precision.FLOAT);
      Result actual = run(network, new OneDnnBackend(2, tuning), Precision.FLOAT);
      assertThat(error(expected.trained(), actual.trained())).isLessThan(1e-5);
      assertThat(error(expected.evaluated(), actual.evaluated())).isLessThan(1e-5);
      assertThat(error(expected.gradients(), actual.gradients())).isLessThan(1e-4);
    }
  }

  @ParameterizedTest
  @MethodSource("tunings")
  void everyOrderOfAxesWorksIn16Bits(Tuning tuning) throws BackendUnavailableException {
    for (Network network : networks()) {
      Result expected = run(network, new Nd4jBackendProvider().open(), Precision.FLOAT);
      for (Precision precision : new Precision[] {Precision.BFLOAT16, Precision.FLOAT16}) {
        Result actual = run(network, new OneDnnBackend(2, tuning), precision);
        assertThat(error(expected.evaluated(), actual.evaluated())).isLessThan(0.05).isPositive();
        assertThat(cosine(expected.gradients(), actual.gradients())).isGreaterThan(0.99);
      }
    }
  }

  private static List<Network> networks() {
    return List.of(
        TestNetworks.residual(24),
        TestNetworks.grouped(24),
        TestNetworks.concatenated(9, 7),
        TestNetworks.concatenated(3, 5),
        TestNetworks.concatenated(16, 32));
  }

  /** Forward and the gradients of activations are the same; only the order of sums may differ. */
  @ParameterizedTest
  @ValueSource(ints = {16, 48, 64})
  void tilesGiveTheSameWeightGradients(int width) {
    assumeTrue(new Device(1).hasTiles(), "this processor has no AMX");
    Network network = TestNetworks.residual(width);
    INDArray expected = twoBackwards(network, new Tuning(Order.CHANNELS_LAST, false, false, false));
    INDArray actual = twoBackwards(network, new Tuning(Order.CHANNELS_LAST, true, false, false));

    assertThat(error(expected, actual)).isLessThan(1e-5).isPositive();
  }

  private static INDArray twoBackwards(Network network, Tuning tuning) {
    OneDnnBackend backend = new OneDnnBackend(2, tuning);
    try (Weights weights = TestNetworks.filled(backend.allocate(network, Precision.FLOAT));
        Plan plan = backend.plan(weights, spec(network, Phase.TRAINING, Precision.BFLOAT16))) {
      INDArray gradient = TestNetworks.uniform("gradient", DataType.FLOAT, BATCH, 5);
      plan.forward(images(network), DRAWS);
      plan.backward(gradient, Accumulate.OVERWRITE);
      plan.forward(images(network), DRAWS);
      plan.backward(gradient, Accumulate.ADD);
      return weights.gradients().dup();
    }
  }

  @Test
  void sixteenBitsTakeHalfTheMemory() {
    OneDnnBackend backend = new OneDnnBackend(2, Tuning.of(Precision.BFLOAT16, new Device(1)));
    Network network = TestNetworks.deep(16, 20);
    PlanSpec spec = new PlanSpec(64, network.input(), Phase.TRAINING, Precision.FLOAT);
    try (Weights weights = backend.allocate(network, Precision.FLOAT);
        Plan single = backend.plan(weights, spec)) {
      long bytes = ((OneDnnPlan) single).bytes();
      for (Precision precision : new Precision[] {Precision.BFLOAT16, Precision.FLOAT16}) {
        PlanSpec narrow = new PlanSpec(64, network.input(), Phase.TRAINING, precision);
        try (Plan half = backend.plan(weights, narrow)) {
          assertThat(((OneDnnPlan) half).bytes()).isLessThan(bytes * 7 / 10);
        }
      }
    }
  }

  @Test
  void aStepAllocatesNextToNothing() {
    OneDnnBackend backend = new OneDnnBackend(2);
    Network network = TestNetworks.residual(16);
    try (Weights weights = TestNetworks.filled(backend.allocate(network, Precision.FLOAT));
        Plan plan = backend.plan(weights, spec(network, Phase.TRAINING, Precision.BFLOAT16))) {
      INDArray images = images(network);
      INDArray gradient = TestNetworks.uniform("gradient", DataType.FLOAT, BATCH, 5);
      steps(plan, images, gradient, 200);
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      long thread = Thread.currentThread().getId();
      long before = threads.getThreadAllocatedBytes(thread);
      long nativeBefore = Pointer.totalBytes();
      steps(plan, images, gradient, 100);
      // Two addresses, an array of extents and the door to the statistics; no activation.
      assertThat((threads.getThreadAllocatedBytes(thread) - before) / 100).isLessThan(2000);
      // Garbage of earlier tests may go meanwhile.
      assertThat(Pointer.totalBytes()).isLessThanOrEqualTo(nativeBefore);
    }
  }

  @Test
  void tooLittleMemorySaysWhatWouldFit() {
    OneDnnBackend backend = new OneDnnBackend(2);
    Network network = TestNetworks.residual(64);
    PlanSpec spec = new PlanSpec(1 << 17, new Shape(3, 96, 96), Phase.TRAINING, Precision.FLOAT);
    try (Weights weights = backend.allocate(network, Precision.FLOAT)) {
      assertThatThrownBy(() -> backend.plan(weights, spec))
          .isInstanceOf(InsufficientMemoryException.class)
          .hasMessageContaining("batch 131072")
          .hasMessageContaining("MB are free")
          .hasMessageMatching("(?s).*A micro-batch of \\d+ fits.*");
      // Taps are arrays that are made before the rest: the system might end the process.
      PlanSpec tapped =
          new PlanSpec(
              1 << 19, new Shape(3, 96, 96), Phase.TRAINING, Precision.FLOAT, Set.of("conv1"));
      assertThatThrownBy(() -> backend.plan(weights, tapped))
          .isInstanceOf(InsufficientMemoryException.class)
          .hasMessageContaining("takes more than the ")
          .hasMessageMatching("(?s).*A micro-batch of \\d+ fits.*");
    }
  }

  /** Backward reads the images again, and nobody else may know them any more. */
  @Test
  void imagesLiveUntilBackward() throws InterruptedException {
    OneDnnBackend backend = new OneDnnBackend(2);
    Network network = TestNetworks.residual(16);
    try (Weights weights = TestNetworks.filled(backend.allocate(network, Precision.FLOAT));
        Plan plan = backend.plan(weights, spec(network, Phase.TRAINING, Precision.FLOAT))) {
      WeakReference<INDArray> images = forwardOfImagesThatNobodyKeeps(plan, network);
      for (int i = 0; i < 5; i++) {
        System.gc();
        TimeUnit.MILLISECONDS.sleep(20);
      }

      assertThat(images.get()).isNotNull();
      plan.backward(
          TestNetworks.uniform("gradient", DataType.FLOAT, BATCH, 5), Accumulate.OVERWRITE);
    }
  }

  private static WeakReference<INDArray> forwardOfImagesThatNobodyKeeps(
      Plan plan, Network network) {
    INDArray images = images(network);
    plan.forward(images, DRAWS);
    return new WeakReference<>(images);
  }

  /** As where the layer of a plugin throws in the middle. */
  @Test
  void aForwardThatFailedHasNoBackward() {
    Network network = TestNetworks.residual(16);
    PlanChecks checks =
        new PlanChecks(network, spec(network, Phase.TRAINING, Precision.FLOAT), DataType.FLOAT);
    INDArray gradient = TestNetworks.uniform("gradient", DataType.FLOAT, BATCH, 5);
    checks.beforeForward(images(network));
    checks.afterForward();
    checks.beforeForward(images(network));

    assertThatThrownBy(() -> checks.beforeBackward(gradient, gradient))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("call forward first");
  }

  @Test
  void whatUnderflowsIsCounted() {
    OneDnnBackend backend = new OneDnnBackend(2);
    Network network = TestNetworks.residual(16);
    try (Weights weights = TestNetworks.filled(backend.allocate(network, Precision.FLOAT));
        Plan plan = backend.plan(weights, spec(network, Phase.TRAINING, Precision.FLOAT16))) {
      double large = zeroShare(plan, network, 1);
      double small = zeroShare(plan, network, 1e-7);
      assertThat(large).isBetween(0.05, 0.6);
      assertThat(small).isGreaterThan(large + 0.2).isLessThan(1);
      plan.countZeros((zeros, values) -> fail("nobody wants to know any more"));
      plan.countZeros(null);
      steps(plan, images(network), TestNetworks.uniform("g", DataType.FLOAT, BATCH, 5), 1);
    }
  }

  private static double zeroShare(Plan plan, Network network, double scale) {
    long[] counts = new long[2];
    plan.countZeros(
        (zeros, values) -> {
          counts[0] += zeros;
          counts[1] += values;
        });
    INDArray gradient = TestNetworks.uniform("g", DataType.FLOAT, BATCH, 5).muli(scale);
    steps(plan, images(network), gradient, 1);
    return (double) counts[0] / counts[1];
  }

  @Test
  void mastersAreOf32Bits() {
    OneDnnBackend backend = new OneDnnBackend(2);
    assertThatThrownBy(() -> backend.allocate(TestNetworks.residual(8), Precision.DOUBLE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("DOUBLE");
  }

  private static void steps(Plan plan, INDArray images, INDArray gradient, int count) {
    for (int i = 0; i < count; i++) {
      plan.forward(images, DRAWS);
      plan.backward(gradient, Accumulate.OVERWRITE);
    }
  }

  private static Result run(Network network, Backend backend, Precision precision) {
    Precision used = backend instanceof OneDnnBackend ? precision : Precision.FLOAT;
    try (Weights weights = TestNetworks.filled(backend.allocate(network, Precision.FLOAT));
        Plan training = backend.plan(weights, spec(network, Phase.TRAINING, used));
        Plan evaluation = backend.plan(weights, spec(network, Phase.EVALUATION, used))) {
      INDArray images = images(network);
      INDArray trained = training.forward(images, DRAWS).dup();
      training.backward(
          TestNetworks.uniform("gradient", DataType.FLOAT, BATCH, 5), Accumulate.OVERWRITE);
      INDArray evaluated = evaluation.forward(images, DRAWS).dup();
      return new Result(trained, evaluated, weights.gradients().dup());
    }
  }

  private static PlanSpec spec(Network network, Phase phase, Precision precision) {
    return new PlanSpec(BATCH, network.input(), phase, precision);
  }

  private static INDArray images(Network network) {
    return TestNetworks.uniform("images", DataType.FLOAT, Formats.extents(BATCH, network.input()));
  }

  private static double error(INDArray expected, INDArray actual) {
    return expected.sub(actual).amaxNumber().doubleValue() / expected.amaxNumber().doubleValue();
  }

  private static double cosine(INDArray expected, INDArray actual) {
    return expected.mul(actual).sumNumber().doubleValue()
        / expected.norm2Number().doubleValue()
        / actual.norm2Number().doubleValue();
  }
}
