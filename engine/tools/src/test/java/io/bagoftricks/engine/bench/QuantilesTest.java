package io.bagoftricks.engine.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class QuantilesTest {
  /** The numbers are those of numpy.percentile([1, 2, 3, 4], [0, 25, 50, 75, 100]). */
  @Test
  void interpolatesBetweenValues() {
    assertThat(Quantiles.of(List.of(4.0, 1.0, 3.0, 2.0)))
        .isEqualTo(new Quantiles(1, 1.75, 2.5, 3.25, 4));
  }

  @Test
  void oneValueIsAllOfThem() {
    assertThat(Quantiles.of(List.of(7.0))).isEqualTo(new Quantiles(7, 7, 7, 7, 7));
  }
}
