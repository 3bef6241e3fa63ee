package io.bagoftricks.tricks.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.image.Rgb;
import io.bagoftricks.api.network.Normalization;
import io.bagoftricks.api.network.Shape;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** timm fills with the mean of the normalization, and with 128 where there is none. */
final class WarpStyleTest {
  @Test
  void timmFillsWithTheMean() {
    assertThat(fill(3, new Normalization(List.of(1.0, 2.0, 3.0), List.of(4.0, 4.0, 4.0))))
        .isEqualTo(new Rgb(1, 2, 3));
    assertThat(fill(1, new Normalization(List.of(7.0), List.of(2.0)))).isEqualTo(Rgb.gray(7));
  }

  @Test
  void timmFillsWithGrayWhereNoTrickNormalizes() {
    assertThat(fill(3, Normalization.unit(3))).isEqualTo(Rgb.gray(128));
    assertThat(fill(1, Normalization.unit(1))).isEqualTo(Rgb.gray(128));
  }

  private static Rgb fill(int channels, Normalization normalization) {
    return WarpStyle.timm(
            new RunFacts(
                4,
                16,
                new Shape(channels, 8, 8),
                10,
                8,
                2,
                0.1,
                0.9,
                1,
                8,
                Optional.of(normalization)))
        .fill();
  }
}
