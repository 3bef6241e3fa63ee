package io.bagoftricks.engine.cli.internal.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ArgumentEncodingTest {
  @Test
  void anArgumentThatCouldNotBeReadIsShownOnOneLine() {
    assertThat(new ArgumentEncoding("ANSI_X3.4-1968").problem("lint", "a\uFFFD\nforged\u001b[2J"))
        .get()
        .asString()
        .startsWith(
            "[usage/unreadable-argument] 'a?\\u000aforged\\u001b[2J' has characters that Java ");
  }

  @Test
  void whatCouldBeReadIsNone() {
    assertThat(new ArgumentEncoding("UTF-8").problem("a\uFFFD")).isEmpty();
    assertThat(new ArgumentEncoding("ANSI_X3.4-1968").problem("a", "")).isEmpty();
  }
}
