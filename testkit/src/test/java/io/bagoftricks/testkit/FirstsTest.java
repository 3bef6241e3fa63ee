package io.bagoftricks.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

final class FirstsTest {
  @Test
  void areThoseThatThereAre() {
    assertThat(Firsts.of(new double[] {1, 2, 3}, 2, "weights")).containsExactly(1, 2);
  }

  /** Zeros would pass for values. */
  @Test
  void areNoMoreThanThereAre() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Firsts.of(new double[3], 4, "weights"))
        .withMessage("The network has 3 weights, not 4");
  }
}
