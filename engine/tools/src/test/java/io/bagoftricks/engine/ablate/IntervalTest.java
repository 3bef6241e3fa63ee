package io.bagoftricks.engine.ablate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class IntervalTest {
  /** Student's t for 2 degrees of freedom at 0.975 is 4.302653 in every table. */
  @Test
  void isStudentsT() {
    Interval interval = Interval.of(List.of(1.0, 2.0, 3.0));

    assertThat(interval.mean()).isEqualTo(2);
    assertThat(interval.halfWidth()).isCloseTo(4.302653 / Math.sqrt(3), within(1e-5));
    assertThat(interval.excludesZero()).isFalse();
    assertThat(Interval.of(List.of(3.0, 3.1, 2.9)).excludesZero()).isTrue();
  }

  @Test
  void ofOneValueHasNoWidthAndExcludesNothing() {
    Interval interval = Interval.of(List.of(5.0));

    assertThat(interval.mean()).isEqualTo(5);
    assertThat(interval.halfWidth()).isNaN();
    assertThat(interval.excludesZero()).isFalse();
  }

  @Test
  void tablesSayWhatIsCertainAndLeaveOutWhatIsNot() {
    Row first =
        new Row(
            "baseline",
            Optional.empty(),
            List.of(80.0, 82.0),
            new Interval(81, 12.71),
            Optional.empty(),
            Optional.empty());
    Row better =
        new Row(
            "+ cosine",
            Optional.of("baseline"),
            List.of(81.0, 83.0),
            new Interval(82, 12.71),
            Optional.of(new Interval(1, 0.25)),
            Optional.of(0.75));
    Row once =
        new Row(
            "+ mixup",
            Optional.of("baseline"),
            List.of(79.0),
            new Interval(79, Double.NaN),
            Optional.of(new Interval(-1, Double.NaN)),
            Optional.empty());

    assertThat(AblationFiles.markdown(List.of(first, better, once)))
        .isEqualTo(
            """
            | variant | top-1 % | against | difference, points | adding it in the paper, ImageNet |
            |---|---|---|---|---|
            | baseline | 81.00 ± 12.71 |  |  |  |
            | + cosine | 82.00 ± 12.71 | baseline | **+1.00 ± 0.25** | +0.75 |
            | + mixup | 79.00 | baseline | -1.00 |  |
            """);
  }
}
