package io.bagoftricks.engine.internal.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.Moment;
import io.bagoftricks.engine.recipe.OnNonFinite;
import io.bagoftricks.engine.train.UpdateReport;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A hundred overflows in a row are borne, no more. */
final class DivergenceGuardTest {
  private static UpdateReport update(double loss, boolean overflowed) {
    return new UpdateReport(
        new Moment(0, 0, 1),
        Map.of("hard", loss),
        0,
        0.1,
        !overflowed,
        overflowed,
        1,
        OptionalDouble.empty(),
        overflowed ? Optional.of("a gradient was not finite") : Optional.empty(),
        Optional.empty(),
        1,
        0,
        Set.of());
  }

  @Test
  void countsInARowAndForgetsThemAtAFiniteUpdate() {
    DivergenceGuard guard = new DivergenceGuard(OnNonFinite.STOP);
    for (int round = 0; round < 2; round++) {
      for (int i = 1; i <= 100; i++) {
        assertThat(guard.check(update(1, true))).isEmpty();
      }
      assertThat(guard.check(update(1, false))).isEmpty();
    }
    for (int i = 1; i <= 100; i++) {
      guard.check(update(1, true));
    }
    assertThat(guard.check(update(1, true))).contains("no gradient has been finite for 101 steps");
  }

  @Test
  void goesOnWhereAnotherWas() {
    DivergenceGuard guard = new DivergenceGuard(OnNonFinite.SKIP);
    guard.goOn(99);

    assertThat(guard.check(update(Double.NaN, true))).isEmpty();
    assertThat(guard.check(update(Double.NaN, true))).isPresent();
  }

  @Test
  void aLossThatIsNotFiniteEndsUnlessSkipped() {
    UpdateReport update = update(Double.NaN, true);

    assertThat(new DivergenceGuard(OnNonFinite.STOP).check(update)).contains("the loss is NaN");
    assertThat(new DivergenceGuard(OnNonFinite.ROLLBACK).check(update)).isPresent();
    assertThat(new DivergenceGuard(OnNonFinite.SKIP).check(update)).isEmpty();
  }
}
