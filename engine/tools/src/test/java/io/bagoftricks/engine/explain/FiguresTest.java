package io.bagoftricks.engine.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.engine.internal.optimizer.Nag;
import io.bagoftricks.engine.toys.ToyTricks;
import org.junit.jupiter.api.Test;

final class FiguresTest {
  @Test
  void writesFourDigitsThatCount() {
    assertThat(Figures.value(0.4)).isEqualTo("0.4");
    assertThat(Figures.value(100)).isEqualTo("100");
    assertThat(Figures.value(65536)).isEqualTo("65536");
    assertThat(Figures.value(1e-4)).isEqualTo("0.0001");
    assertThat(Figures.value(1e-5)).isEqualTo("0.00001");
    assertThat(Figures.value(2e-8)).isEqualTo("2E-8");
    assertThat(Figures.value(2.0 / 3)).isEqualTo("0.6667");
    assertThat(Figures.value(-0.0)).isEqualTo("0");
    assertThat(Figures.value(Double.NaN)).isEqualTo("NaN");
  }

  @Test
  void writesBytesInTheUnitThatFits() {
    assertThat(Figures.bytes(25_557_032 * 4.0)).isEqualTo("97.5 MiB");
    assertThat(Figures.bytes(1 << 20)).isEqualTo("1.0 MiB");
    assertThat(Figures.bytes(5_142 * 4.0)).isEqualTo("20.1 KiB");
    assertThat(Figures.bytes((1 << 30) - 1)).isEqualTo("1024.0 MiB");
    assertThat(Figures.bytes(1 << 30)).isEqualTo("1.0 GiB");
  }

  @Test
  void writesSettingsAsARecipeNamesThem() {
    assertThat(Figures.settings(Nag.defaults()))
        .isEqualTo("learningRate 0.1, momentum 0.9, weightDecay 0.0001, form paper");
    assertThat(Figures.settings(new ToyTricks.None())).isEmpty();
  }
}
