package io.bagoftricks.engine.cli.internal.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HookWatchdogTest {
  @Test
  void aLimitIsAWholeNumberOfSeconds() {
    assertThat(HookWatchdog.seconds("600")).hasValue(600);
    assertThat(HookWatchdog.seconds("999999999")).hasValue(999_999_999);
  }

  @ParameterizedTest
  @ValueSource(strings = {"soon", "0", "-1", "1.5", "99999999999", "", "\u0663", " 5", "5s"})
  void nothingElseIs(String limit) {
    assertThat(HookWatchdog.seconds(limit)).isEmpty();
  }
}
