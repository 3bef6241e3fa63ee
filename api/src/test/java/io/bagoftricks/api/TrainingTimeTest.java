package io.bagoftricks.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.api.network.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TrainingTimeTest {
  private static final RunFacts FACTS =
      new RunFacts(1000, 1_281_167, new Shape(3, 224, 224), 120, 1024, 1251, 0.1);

  @ParameterizedTest
  @CsvSource({
    "5ep, 6255",
    "0.5ep, 626",
    "100ba, 100",
    "0.1dur, 15012",
    "-20ep, 125100",
    "-1ba, 150119",
    "0ep, 0"
  })
  void countsUpdates(String text, long steps) {
    assertThat(TrainingTime.parse(text).steps(FACTS)).isEqualTo(steps);
  }

  @ParameterizedTest
  @ValueSource(strings = {"5ep", "0.5ep", "100ba", "0.1dur", "-20ep", "0.0001dur"})
  void isWrittenAsItIsRead(String text) {
    assertThat(TrainingTime.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "ep", "5 ep", "5epochs", "1e3ba", "0.5ba", "1.01dur", "NaNep"})
  void refusesWhatIsNoTime(String text) {
    assertThatThrownBy(() -> TrainingTime.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void saysWhatATimeIs() {
    assertThatThrownBy(() -> TrainingTime.parse("5 epochs"))
        .hasMessageContaining("\"5ep\"")
        .hasMessageContaining("not \"5 epochs\"");
  }
}
