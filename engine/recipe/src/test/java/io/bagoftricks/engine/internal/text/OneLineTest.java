package io.bagoftricks.engine.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OneLineTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n", "\r", "\t", "\0", "\u001b", "\u007f", "\u0085", "\u009b", "\u2028", "\u2029",
        "\u202a", "\u202e", "\u2066", "\u2069", "\u200b", "\u200e", "\ufeff", "\u00ad", "\ud800",
        "\udfff"
      })
  void whatSteersATerminalIsWrittenAsJsonDoes(String steering) {
    String shown = String.format(Locale.ROOT, "a\\u%04xb", (int) steering.charAt(0));

    assertThat(OneLine.of("a" + steering + "b")).isEqualTo(shown);
    assertThat(OneLine.of("é" + steering)).startsWith("é\\u");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "plain 'text' \"quoted\" \\ é ß 漢字 \ud83d\ude00", "می\u200cخواهم", "\u200d"})
  void whatIsReadIsLeft(String text) {
    assertThat(OneLine.of(text)).isEqualTo(text);
  }

  @Test
  void tagsOutsideTheFirstPlaneAreWrittenInTwoParts() {
    assertThat(OneLine.of("a\udb40\udc01")).isEqualTo("a\\udb40\\udc01");
  }

  @Test
  void longTextsAreShortenedBetweenCharacters() {
    assertThat(OneLine.of("abcdef", 6)).isEqualTo("abcdef");
    assertThat(OneLine.of("abcdefg", 6)).isEqualTo("abcdef...");
    assertThat(OneLine.of("abcde\ud83d\ude00", 6)).isEqualTo("abcde...");
  }

  @Test
  void theGateOfATerminalLetsLinesThroughAndNothingThatSteers() {
    StringWriter terminal = new StringWriter();
    PrintWriter out = new PrintWriter(new TerminalWriter(terminal), true);

    out.println("one\ttwo\u001b[2J");
    out.print('\u202e');
    out.write(new char[] {'x', '\r', 'y', '\ud83d'}, 1, 3);
    out.print("\ude00é\n");
    out.flush();

    assertThat(terminal).hasToString("one\ttwo\\u001b[2J\n\\u202e\\u000dy\ud83d\ude00é\n");
  }
}
