package io.bagoftricks.backends.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.api.network.BatchNorm2d;
import io.bagoftricks.api.network.Constant;
import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Network.Vertex;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.network.Role;
import io.bagoftricks.api.network.Shape;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

final class ParameterLayoutTest {
  private static final Parameter FIRST = parameter("a.weight", Role.WEIGHT, 27);
  private static final Parameter GAMMA = parameter("b.weight", Role.GAMMA, 1);
  private static final Parameter BETA = parameter("b.bias", Role.BETA, 1);
  private static final Parameter SECOND = parameter("c.weight", Role.WEIGHT, 9);

  private static final ParameterLayout LAYOUT =
      ParameterLayout.of(
          new Network(
              new Shape(3, 8, 8),
              List.of(
                  new Vertex("a", Conv2d.of(1, 3, 1), List.of(Network.INPUT), List.of(FIRST)),
                  new Vertex("b", BatchNorm2d.defaults(), List.of("a"), List.of(GAMMA, BETA)),
                  new Vertex("c", Conv2d.of(1, 3, 1), List.of("b"), List.of(SECOND)))));

  @Test
  void weightsLieTogether() {
    assertThat(LAYOUT.slice("a.weight").offset()).isZero();
    assertThat(LAYOUT.slice("c.weight").offset()).isEqualTo(27);
    assertThat(LAYOUT.slice("b.weight").offset()).isEqualTo(36);
    assertThat(LAYOUT.slice("b.bias").offset()).isEqualTo(37);
    assertThat(LAYOUT.elements()).isEqualTo(38);
  }

  @Test
  void neighborsAreOneSegment() {
    assertThat(LAYOUT.segments(List.of(SECOND, FIRST)))
        .containsExactly(new ParameterLayout.Segment(0, 36));
    assertThat(LAYOUT.segments(List.of(BETA, FIRST)))
        .containsExactly(new ParameterLayout.Segment(0, 27), new ParameterLayout.Segment(37, 38));
  }

  @Test
  void everyBatchNormHasMeanAndVariance() {
    assertThat(LAYOUT.statisticsOf("b")).isEqualTo(new ParameterLayout.StatisticsSlice(0, 1));
    assertThat(LAYOUT.statisticsElements()).isEqualTo(2);
  }

  @Test
  void namesWhatIsNotThere() {
    assertThatThrownBy(() -> LAYOUT.slice("d.weight"))
        .isInstanceOf(NoSuchElementException.class)
        .hasMessageContaining("'d.weight'");
    assertThatThrownBy(() -> LAYOUT.statisticsOf("a"))
        .isInstanceOf(NoSuchElementException.class)
        .hasMessageContaining("'a'");
  }

  private static Parameter parameter(String name, Role role, int elements) {
    return new Parameter(name, role, List.of(elements), Constant.ZERO);
  }
}
