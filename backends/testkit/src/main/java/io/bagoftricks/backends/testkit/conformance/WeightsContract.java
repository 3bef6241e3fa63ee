package io.bagoftricks.backends.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.optimizer.UpdateRule;
import io.bagoftricks.backends.spi.FlatArray;
import io.bagoftricks.backends.spi.ParameterLayout;
import io.bagoftricks.backends.spi.Update;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.backends.spi.Weights.Part;
import io.bagoftricks.backends.testkit.conformance.internal.network.Fill;
import io.bagoftricks.backends.testkit.conformance.internal.network.SmallNetworks;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Memory for parameters: how it starts, where each lies, and the arithmetic on all of them. */
abstract class WeightsContract extends Contract {
  Stream<Subject> subjects() {
    return tested().exact();
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void startAtZeroWithUnitVariances(Subject subject) {
    try (Weights weights = subject.allocate(SmallNetworks.normalized())) {
      assertThat(Fill.doubles(weights.masters())).containsOnly(0);
      assertThat(Fill.doubles(weights.gradients())).containsOnly(0);
      assertThat(Fill.doubles(weights.statistics()))
          .containsExactly(0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 1, 1);
      assertThat(weights.masters().dataType()).isEqualTo(subject.type());
    }
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void aParameterLiesWhereTheLayoutSays(Subject subject) {
    try (Weights weights = subject.filled(SmallNetworks.normalized())) {
      weights.gradients().assign(weights.masters().mul(2));
      weights.written(Part.GRADIENTS);
      double[] all = Fill.doubles(weights.masters());
      for (Parameter parameter : weights.network().parameters()) {
        ParameterLayout.Slice slice = weights.layout().slice(parameter.name());
        double[] values = Fill.doubles(weights.parameter(parameter.name()));
        double[] gradients = Fill.doubles(weights.gradient(parameter.name()));
        assertThat(values).hasSize(Math.toIntExact(parameter.elements()));
        for (int i = 0; i < values.length; i++) {
          assertThat(values[i]).isEqualTo(all[Math.toIntExact(slice.offset()) + i]);
          assertThat(gradients[i]).isEqualTo(2 * values[i]);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void scalingScalesTheNorm(Subject subject) {
    try (Weights weights = subject.filled(SmallNetworks.normalized())) {
      weights.gradients().assign(weights.masters());
      weights.written(Part.GRADIENTS);
      double squares = 0;
      for (double value : Fill.doubles(weights.masters())) {
        squares += value * value;
      }
      Offset<Double> close = Offset.offset(100 * subject.tolerance());
      assertThat(weights.gradientNorm()).isCloseTo(Math.sqrt(squares), close);
      weights.scaleGradients(-3);
      assertThat(weights.gradientNorm()).isCloseTo(3 * Math.sqrt(squares), close);
      assertThat(weights.gradient("fc.bias").getDouble(0))
          .isCloseTo(-3 * weights.parameter("fc.bias").getDouble(0), close);
    }
  }

  /** Squares of large gradients pass the range of 32 bits. */
  @ParameterizedTest
  @MethodSource("subjects")
  void theNormDoesNotOverflow(Subject subject) {
    try (Weights weights = subject.filled(SmallNetworks.normalized())) {
      weights.gradients().assign(1e25);
      weights.written(Part.GRADIENTS);
      double count = weights.layout().elements();
      assertThat(weights.gradientNorm() / 1e25)
          .isCloseTo(Math.sqrt(count), Offset.offset(1e-5 * count));
      assertThat(weights.gradientsFinite()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void oneGradientThatIsNotFiniteIsSeen(double value) {
    subjects()
        .forEach(
            subject -> {
              try (Weights weights = subject.filled(SmallNetworks.normalized())) {
                long last = weights.layout().elements() - 1;
                for (long index : new long[] {0, 7, last / 2, last}) {
                  weights.gradients().assign(1);
                  weights.written(Part.GRADIENTS);
                  assertThat(weights.gradientsFinite()).isTrue();
                  weights.gradients().putScalar(index, value);
                  weights.written(Part.GRADIENTS);
                  assertThat(weights.gradientsFinite())
                      .describedAs("%s at %d, %s", value, index, subject)
                      .isFalse();
                }
              }
            });
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void lerpMovesTheTargetTowardsTheWeights(Subject subject) {
    try (Weights weights = subject.filled(SmallNetworks.normalized())) {
      FlatArray masters = twos(weights, weights.layout().elements());
      FlatArray statistics = twos(weights, weights.layout().statisticsElements());
      weights.lerpInto(Part.MASTERS, masters, 0.25);
      weights.lerpInto(Part.STATISTICS, statistics, 0.25);
      Offset<Double> close = Offset.offset(subject.tolerance());
      double[] from = Fill.doubles(weights.masters());
      for (int i = 0; i < from.length; i++) {
        assertThat(masters.values().getDouble(i)).isCloseTo(2 + 0.25 * (from[i] - 2), close);
      }
      assertThat(statistics.values().getDouble(0)).isCloseTo(1.5, close);
      assertThat(statistics.values().getDouble(4)).isCloseTo(1.75, close);
    }
  }

  /** {@code t + (w - t)} is not w where t is much larger, and not a number where it is infinite. */
  @ParameterizedTest
  @MethodSource("subjects")
  void lerpAllTheWayCopies(Subject subject) {
    try (Weights weights = subject.filled(SmallNetworks.normalized())) {
      FlatArray masters = twos(weights, weights.layout().elements());
      INDArray values = masters.values();
      values.putScalar(0, 1e30);
      values.putScalar(1, Double.POSITIVE_INFINITY);
      masters.written();
      weights.lerpInto(Part.MASTERS, masters, 1);
      assertThat(Fill.doubles(masters.values())).containsExactly(Fill.doubles(weights.masters()));
    }
  }

  /** Frozen ones: neither a velocity nor a decay may move them. */
  @ParameterizedTest
  @MethodSource("subjects")
  void aParameterInNoGroupKeepsItsBitsAndItsState(Subject subject) {
    UpdateRule rule = new UpdateRule.Nag(UpdateRule.Nag.Form.MXNET);
    try (Weights weights = subject.filled(SmallNetworks.normalized())) {
      Parameter left = weights.network().parameters().get(0);
      List<Parameter> others =
          weights.network().parameters().stream().filter(each -> !each.equals(left)).toList();
      weights.gradients().assign(0.5);
      weights.written(Part.GRADIENTS);
      double[] before = Fill.doubles(weights.masters());
      FlatArray velocity = twos(weights, weights.layout().elements());
      weights.update(
          new Update(rule, List.of(new Update.Group(others, 0.1, 0.1)), 0.9, 1, i -> velocity));

      double[] after = Fill.doubles(weights.masters());
      ParameterLayout.Slice slice = weights.layout().slice(left.name());
      for (int i = 0; i < after.length; i++) {
        boolean kept = i >= slice.offset() && i < slice.end();
        assertThat(after[i] == before[i]).describedAs("%s at %d", subject, i).isEqualTo(kept);
        assertThat(velocity.values().getDouble(i) == 2).isEqualTo(kept);
      }
    }
  }

  private static FlatArray twos(Weights weights, long length) {
    FlatArray array = weights.array(length);
    array.values().assign(2);
    array.written();
    return array;
  }
}
