package io.bagoftricks.backends.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.api.network.BatchNorm2d;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.api.network.Role;
import io.bagoftricks.api.optimizer.UpdateRule;
import io.bagoftricks.api.optimizer.UpdateRule.AdamW;
import io.bagoftricks.api.optimizer.UpdateRule.Nag;
import io.bagoftricks.api.optimizer.UpdateRule.Sgd;
import io.bagoftricks.backends.onednn.internal.natives.Device;
import io.bagoftricks.backends.onednn.internal.natives.Tuning;
import io.bagoftricks.backends.spi.FlatArray;
import io.bagoftricks.backends.spi.Update;
import io.bagoftricks.backends.spi.Weights;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The optimizers' formulas in 64 bits, written out one after another, beside the kernels, over
 * steps whose rate and momentum change, with a decay that one group has and the other has not.
 */
final class UpdateTest {
  private static final int STEPS = 4;
  private static final double DECAY = 0.5;

  private final Network network = TestNetworks.residual(8);
  private final OneDnnBackend backend =
      new OneDnnBackend(2, Tuning.of(Precision.FLOAT, new Device(1)));

  static Stream<UpdateRule> rules() {
    return Stream.of(
        new Sgd(), new Nag(Nag.Form.PAPER), new Nag(Nag.Form.MXNET), new AdamW(0.8, 0.95, 0.01));
  }

  /** Kernels take addresses: a column of two would be written over both. */
  @Test
  void aTargetWithGapsIsRefused() {
    try (Weights weights = TestNetworks.filled(backend.allocate(network, Precision.FLOAT))) {
      INDArray both = Nd4j.zeros(DataType.FLOAT, weights.layout().elements(), 2);

      assertThatThrownBy(
              () -> weights.lerpInto(Weights.Part.MASTERS, weights.view(both.getColumn(0)), 0.5))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("do not lie one after another");
      assertThat(both.sumNumber().doubleValue()).isZero();
    }
  }

  /** An array may have a copy elsewhere, which is out of date until it is told of a write. */
  @Test
  void stateIsToldOfAnUpdate() {
    AtomicInteger told = new AtomicInteger();
    try (Weights weights = TestNetworks.filled(backend.allocate(network, Precision.FLOAT));
        FlatArray own = weights.array(weights.layout().elements())) {
      FlatArray state = counting(own, told);

      weights.update(
          new Update(
              new Nag(Nag.Form.PAPER),
              List.of(new Update.Group(network.parameters(), 0.1, 0)),
              0.9,
              0,
              i -> state));

      assertThat(told).hasValue(1);
    }
  }

  private static FlatArray counting(FlatArray own, AtomicInteger told) {
    return (FlatArray)
        Proxy.newProxyInstance(
            FlatArray.class.getClassLoader(),
            new Class<?>[] {FlatArray.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("written")) {
                told.incrementAndGet();
              }
              return method.invoke(own, arguments);
            });
  }

  @ParameterizedTest
  @MethodSource("rules")
  void isTheFormula(UpdateRule rule) {
    try (Weights weights = TestNetworks.filled(backend.allocate(network, Precision.FLOAT))) {
      int length = Math.toIntExact(weights.layout().elements());
      double[] w = weights.masters().dup().toDoubleVector();
      double[] first = new double[length];
      double[] second = new double[length];
      List<FlatArray> state = List.of(weights.array(length), weights.array(length));
      List<Parameter> decayed = parameters(true);
      double[] decay = new double[length];
      decayed.forEach(
          p -> {
            var slice = weights.layout().slice(p.name());
            for (long i = slice.offset(); i < slice.end(); i++) {
              decay[(int) i] = DECAY;
            }
          });
      for (int step = 1; step <= STEPS; step++) {
        double rate = 0.1 / step;
        double momentum = 0.9 - 0.1 * step;
        INDArray gradients = TestNetworks.uniform("step" + step, DataType.FLOAT, length);
        weights.gradients().assign(gradients);
        weights.update(
            new Update(
                rule,
                List.of(
                    new Update.Group(decayed, rate, DECAY),
                    new Update.Group(parameters(false), rate, 0)),
                momentum,
                step,
                state::get));
        double[] g = gradients.toDoubleVector();
        for (int i = 0; i < length; i++) {
          w[i] = next(rule, w[i], g[i], first, second, i, rate, decay[i], momentum, step);
        }
      }

      double[] actual = weights.masters().toDoubleVector();
      for (int i = 0; i < length; i++) {
        assertThat(actual[i]).as("%s at %d", rule, i).isCloseTo(w[i], within(2e-6));
      }
    }
  }

  private static double next(
      UpdateRule rule,
      double w,
      double g,
      double[] first,
      double[] second,
      int i,
      double rate,
      double decay,
      double momentum,
      int step) {
    double decayed = g + decay * w;
    if (rule instanceof Sgd) {
      first[i] = momentum * first[i] + decayed;
      return w - rate * first[i];
    }
    if (rule instanceof Nag nag && nag.form() == Nag.Form.PAPER) {
      first[i] = momentum * first[i] + decayed;
      return w - rate * (decayed + momentum * first[i]);
    }
    if (rule instanceof AdamW adamW) {
      first[i] = adamW.beta1() * first[i] + (1 - adamW.beta1()) * g;
      second[i] = adamW.beta2() * second[i] + (1 - adamW.beta2()) * g * g;
      double mean = first[i] / (1 - Math.pow(adamW.beta1(), step));
      double square = second[i] / (1 - Math.pow(adamW.beta2(), step));
      return w * (1 - rate * decay) - rate * mean / (Math.sqrt(square) + adamW.epsilon());
    }
    first[i] = momentum * first[i] - rate * decayed;
    return w + momentum * first[i] - rate * decayed;
  }

  /** Weights of layers that are not batch norms, or the rest. */
  private List<Parameter> parameters(boolean weights) {
    return network.vertices().stream()
        .flatMap(
            vertex ->
                vertex.parameters().stream()
                    .filter(
                        p ->
                            (p.role() == Role.WEIGHT && !(vertex.layer() instanceof BatchNorm2d))
                                == weights))
        .toList();
  }
}
