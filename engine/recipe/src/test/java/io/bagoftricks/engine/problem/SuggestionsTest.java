package io.bagoftricks.engine.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SuggestionsTest {
  /** Levenshtein's textbook pairs, and swaps that count once. */
  @ParameterizedTest
  @CsvSource({
    "kitten, sitting, 3",
    "saturday, sunday, 3",
    "'', abc, 3",
    "same, same, 0",
    "mixpu, mixup, 1",
    "ca, abc, 3"
  })
  void countsTheFewestEdits(String a, String b, int distance) {
    assertThat(Suggestions.distance(a, b)).isEqualTo(distance);
    assertThat(Suggestions.distance(b, a)).isEqualTo(distance);
  }

  @Test
  void ignoresCaseAndSeparators() {
    assertThat(Suggestions.nearest("LEARNING_RATE", List.of("momentum", "learningRate")))
        .isEqualTo(Optional.of("learningRate"));
  }

  @Test
  void prefersTheNearest() {
    assertThat(Suggestions.nearest("epoch", List.of("epics", "epochs")))
        .isEqualTo(Optional.of("epochs"));
  }

  @Test
  void knowsAbbreviationsOfSeveralWords() {
    List<String> known = List.of("momentum", "learningRate", "weightDecay", "label-smoothing");
    assertThat(Suggestions.nearest("lr", known)).isEqualTo(Optional.of("learningRate"));
    assertThat(Suggestions.nearest("WD", known)).isEqualTo(Optional.of("weightDecay"));
    assertThat(Suggestions.nearest("ls", known)).isEqualTo(Optional.of("label-smoothing"));
    assertThat(Suggestions.nearest("m", known)).isEmpty();
  }

  @Test
  void suggestsNothingFarAway() {
    assertThat(Suggestions.nearest("cutmix", List.of("mixup"))).isEmpty();
    assertThat(Suggestions.nearest("", List.of("a"))).isEmpty();
    assertThat(Suggestions.nearest("x".repeat(1 << 20), List.of("x"))).isEmpty();
    assertThat(Suggestions.sentence("cutmix", List.of("b", "a"))).isEqualTo("Known: 'b', 'a'.");
    assertThat(Suggestions.sentence("cutmix", List.of())).isEqualTo("There is none.");
  }
}
