package io.bagoftricks.engine.plan.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.TrainingTime;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.engine.recipe.TrickWindow;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Windows of a run of 10 epochs of 10 updates: 0 to 99. */
final class ActiveWindowTest {
  private static final RunFacts FACTS =
      new RunFacts(10, 1_000, new Shape(1, 28, 28), 10, 100, 10, 0.1);

  @ParameterizedTest
  @CsvSource({
    // from, until, first update, last update
    "'', '', 0, 99",
    "5ep, '', 50, 99",
    "'', 5ep, 0, 49",
    "0.5ep, 1.5ep, 5, 14",
    "7ba, 8ba, 7, 7",
    "0.1dur, 0.25dur, 10, 24",
    "-2ep, '', 80, 99",
    "'', -2ep, 0, 79",
    "-0.5dur, -1ba, 50, 98",
    "-20ep, 200ep, 0, 99"
  })
  void holdsTheUpdatesBetweenItsEnds(String from, String until, long first, long last) {
    ActiveWindow window = window(from, until, "");

    assertThat(acting(window))
        .containsExactlyElementsOf(LongStream.rangeClosed(first, last).boxed().toList());
    assertThat(window.updates()).isEqualTo(last - first + 1);
    assertThat(window.spans(first - 1)).isFalse();
    assertThat(window.spans(last + 1)).isFalse();
  }

  @Test
  void actsEverySoOftenFromItsBeginning() {
    assertThat(acting(window("3ba", "20ba", "5ba"))).containsExactly(3L, 8L, 13L, 18L);
    assertThat(acting(window("3ba", "19ba", "5ba"))).containsExactly(3L, 8L, 13L, 18L);
    assertThat(acting(window("3ba", "18ba", "5ba"))).containsExactly(3L, 8L, 13L);
    assertThat(window("3ba", "18ba", "5ba").updates()).isEqualTo(3);
    assertThat(window("3ba", "19ba", "5ba").updates()).isEqualTo(4);
    assertThat(acting(window("-2ep", "", "1ep"))).containsExactly(80L, 90L);
    assertThat(acting(window("", "", "0.5dur"))).containsExactly(0L, 50L);
  }

  @Test
  void mayBeEmpty() {
    assertThat(window("5ep", "5ep", "").updates()).isZero();
    assertThat(window("5ep", "4ep", "").updates()).isZero();
    assertThat(acting(window("5ep", "4ep", ""))).isEmpty();
    assertThat(window("10ep", "", "").updates()).isZero();
    assertThat(window("99ba", "", "").updates()).isEqualTo(1);
  }

  @Test
  void overlapsWhereAnUpdateLiesInBoth() {
    assertThat(window("", "5ep", "").overlaps(window("5ep", "", ""))).isFalse();
    assertThat(window("", "51ba", "").overlaps(window("5ep", "", ""))).isTrue();
    assertThat(window("5ep", "", "").overlaps(window("", "51ba", ""))).isTrue();
  }

  private static Iterable<Long> acting(ActiveWindow window) {
    return LongStream.range(-1, 101).filter(window::contains).boxed().toList();
  }

  private static ActiveWindow window(String from, String until, String every) {
    return ActiveWindow.of(
        new TrickWindow(time(from), time(until), time(every), Optional.empty(), 1), FACTS);
  }

  private static Optional<TrainingTime> time(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(TrainingTime.parse(text));
  }
}
