package io.bagoftricks.engine.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UpdateRangeTest {
  @Test
  void readsWhatItWrites() {
    UpdateRange range = UpdateRange.parse("11-30");

    assertThat(range).isEqualTo(new UpdateRange(11, 30));
    assertThat(range).hasToString("11-30");
    assertThat(UpdateRange.parse("1-1")).isEqualTo(new UpdateRange(1, 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "5-", "-5", "a-b", "1-2-3", "0-3", "4-3", "1-9999999999999999"})
  void refusesWhatIsNoRange(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> UpdateRange.parse(text));
  }
}
