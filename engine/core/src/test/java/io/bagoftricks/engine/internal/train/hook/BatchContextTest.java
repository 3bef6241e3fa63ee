package io.bagoftricks.engine.internal.train.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.api.Batch;
import io.bagoftricks.api.Examples;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.random.Draws;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A batch of four images of two pixels and three classes. */
final class BatchContextTest {
  private final INDArray inputs = Nd4j.createFromArray(1f, 2, 3, 4, 5, 6, 7, 8).reshape(4, 1, 1, 2);
  private final INDArray targets =
      Nd4j.createFromArray(new float[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {0.5f, 0.5f, 0}});
  private final BatchContext batch =
      new BatchContext(
          Contexts.MOMENT, inputs, targets, new long[] {10, 20, 30, 40}, x -> x.mul(2));

  private static float[] values(INDArray array) {
    return array.dup('c').ravel().toFloatVector();
  }

  private void in(Consumer<Batch> hook) {
    Contexts.call(batch, hook::accept);
  }

  @Test
  void isWhatItWasMadeOf() {
    assertThat(batch.size()).isEqualTo(4);
    assertThat(batch.inputs()).isSameAs(inputs);
    assertThat(batch.targets()).isSameAs(targets);
    assertThat(batch.moment()).isEqualTo(Contexts.MOMENT);
    batch.indices()[0] = 99;
    assertThat(batch.indices()).containsExactly(10, 20, 30, 40);
  }

  @Test
  void editsAreNotedWithTheirTrick() {
    in(
        b -> {
          assertThat(b.editInputs()).isSameAs(inputs);
          assertThat(b.editTargets()).isSameAs(targets);
        });
    assertThat(batch.editors(Slot.INPUT)).containsExactly("average");
    assertThat(batch.editors(Slot.TARGET)).containsExactly("average");
    assertThat(batch.editors(Slot.GRADIENTS)).isEmpty();
  }

  @Test
  void nobodyEditsOutsideOfACall() {
    assertThatThrownBy(batch::editInputs)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("A context is valid until the hook returns");
    in(b -> b.draws().uniform());
    assertThatThrownBy(batch::draws)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("A context is valid until the hook returns");
  }

  @Test
  void aCallLeavesTheSlotsOfItself() {
    batch.enter(Contexts.trick(), Draws.of(1), true);
    assertThat(batch.isWatched()).isTrue();
    batch.editInputs();
    assertThat(batch.leave()).containsExactly(Slot.INPUT);
    batch.enter(Contexts.trick(), Draws.of(1), false);
    assertThat(batch.isWatched()).isFalse();
    batch.editTargets();
    assertThat(batch.leave()).containsExactly(Slot.TARGET);
  }

  @Test
  void targetsAreLookedAtWhereTheyWereEdited() {
    assertThat(batch.fault(Set.of(Slot.TARGET))).isEmpty();
    targets.putScalar(1, 1, 3);
    assertThat(batch.fault(Set.of(Slot.TARGET)))
        .hasValueSatisfying(fault -> assertThat(fault).contains("row 1 sums to 3.0"));
    assertThat(batch.fault(Set.of(Slot.INPUT))).isEmpty();
  }

  @Test
  void keepsRowsInTheirOrder() {
    in(b -> b.keep(new int[] {1, 3}));
    assertThat(batch.size()).isEqualTo(2);
    assertThat(values(batch.inputs())).containsExactly(3, 4, 7, 8);
    assertThat(values(batch.targets())).containsExactly(0, 1, 0, 0.5f, 0.5f, 0);
    assertThat(batch.indices()).containsExactly(20, 40);
    assertThat(batch.editors(Slot.INPUT)).containsExactly("average");
    assertThat(batch.editors(Slot.TARGET)).containsExactly("average");
  }

  @Test
  void keepsTheFirstRowsWhereTheyAre() {
    in(b -> b.keep(new int[] {0, 1, 2}));
    assertThat(values(batch.inputs())).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(batch.indices()).containsExactly(10, 20, 30);
  }

  @Test
  void refusesRowsThatAreNotAscendingRowsOfTheBatch() {
    for (int[] rows : new int[][] {{1, 1}, {2, 1}, {0, 4}, {-1}}) {
      assertThatThrownBy(() -> in(b -> b.keep(rows)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith(
              "The rows to keep are ascending rows of a batch of 4, not [" + rows[0]);
    }
    assertThatThrownBy(() -> in(b -> b.keep(new int[0])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("At least one row of a batch is kept");
    assertThat(batch.size()).isEqualTo(4);
  }

  @Test
  void othersAreCopiesInAnotherOrder() {
    Examples others = batch.reordered(new int[] {3, 0, 0, 1});
    assertThat(others.inputs().shape()).containsExactly(4, 1, 1, 2);
    assertThat(values(others.inputs())).containsExactly(7, 8, 1, 2, 1, 2, 3, 4);
    assertThat(values(others.targets())).containsExactly(0.5f, 0.5f, 0, 1, 0, 0, 1, 0, 0, 0, 1, 0);
    inputs.muli(0);
    assertThat(values(others.inputs())).startsWith(7, 8);
    assertThatThrownBy(() -> batch.reordered(new int[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("An order has one row for each of the 4 examples, not 3");
  }

  @Test
  void copiesAreFreedAndTheBatchIsNot() {
    INDArray logits = batch.logits();
    assertThat(values(logits)).startsWith(2, 4, 6);
    Examples others = batch.reordered(new int[] {3, 2, 1, 0});
    batch.freeCopies();
    assertThat(logits.wasClosed()).isTrue();
    assertThat(others.inputs().wasClosed()).isTrue();
    assertThat(others.targets().wasClosed()).isTrue();
    INDArray later = batch.logits();
    batch.close();
    assertThat(later.wasClosed()).isTrue();
    assertThat(inputs.wasClosed()).isFalse();
    assertThat(targets.wasClosed()).isFalse();
  }
}
