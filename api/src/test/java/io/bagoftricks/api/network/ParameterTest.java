package io.bagoftricks.api.network;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ParameterTest {
  @Test
  void hasANameAndPositiveExtents() {
    assertThatThrownBy(() -> new Parameter(" ", Role.WEIGHT, List.of(2), Constant.ONE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Parameter("se.weight", Role.WEIGHT, List.of(0, 8), Constant.ONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The parameter 'se.weight' has the shape [0, 8], but extents are positive");
  }
}
