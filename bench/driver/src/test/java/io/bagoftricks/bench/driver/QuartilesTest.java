package io.bagoftricks.bench.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class QuartilesTest {
  /** R: quantile(c(1, 2, 3, 4)) is 1.75, 2.5, 3.25. */
  @Test
  void interpolates() {
    assertThat(Quartiles.of(List.of(4.0, 2.0, 3.0, 1.0))).isEqualTo(new Quartiles(1.75, 2.5, 3.25));
  }

  @Test
  void ofOneValueAreThatValue() {
    assertThat(Quartiles.of(List.of(7.0))).isEqualTo(new Quartiles(7, 7, 7));
  }
}
