package io.bagoftricks.engine.internal.train.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.Moment;
import org.junit.jupiter.api.Test;

/** Remarks on tricks: one for each place, told once. */
final class RemarksTest {
  @Test
  void tellsEachPlaceOnce() {
    Remarks remarks = new Remarks();
    remarks.add("one", "onLoss", new Moment(0, 1, 8), "first\nline");
    remarks.add("one", "onLoss", new Moment(0, 2, 8), "again");
    assertThat(remarks.fresh())
        .containsExactly("'one' in onLoss at epoch 1, step 2: first\\u000aline");
    assertThat(remarks.fresh()).isEmpty();

    remarks.add("one", "onStep", new Moment(1, 4, 8), "more");
    remarks.add("two", "onLoss", new Moment(1, 5, 8), "other");
    assertThat(remarks.fresh())
        .containsExactly(
            "'one' in onStep at epoch 2, step 5: more",
            "'two' in onLoss at epoch 2, step 6: other");
    assertThat(remarks.all()).hasSize(3);
  }
}
