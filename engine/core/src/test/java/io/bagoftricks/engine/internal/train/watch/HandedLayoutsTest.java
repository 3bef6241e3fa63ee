package io.bagoftricks.engine.internal.train.watch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Arrays to which a trick gave another shape, order or memory. */
final class HandedLayoutsTest {
  private final HandedLayouts layouts = new HandedLayouts();

  @Test
  void valuesMayChange() {
    INDArray array = Nd4j.ones(2, 3);
    layouts.add("inputs()", array);
    array.muli(2);
    assertThat(layouts.changed()).isEmpty();
  }

  @Test
  void anotherOrderIsFound() {
    INDArray square = Nd4j.rand(2, 2);
    layouts.add("other", Nd4j.ones(3));
    layouts.add("square", square);
    square.transposei();
    assertThat(layouts.changed()).contains("square");
  }

  @Test
  void anotherShapeIsFound() {
    INDArray row = Nd4j.ones(1, 3);
    layouts.add("row", row);
    row.transposei();
    assertThat(layouts.changed()).contains("row");
  }

  @Test
  void otherMemoryIsFound() {
    INDArray array = Nd4j.ones(4);
    layouts.add("array", array);
    array.setData(Nd4j.zeros(4).data());
    assertThat(layouts.changed()).contains("array");
  }

  @Test
  void anArrayThatIsHandedOutAgainIsComparedWithTheFirstTime() {
    INDArray row = Nd4j.ones(1, 3);
    layouts.add("first", row);
    row.transposei();
    layouts.add("second", row);
    assertThat(layouts.changed()).contains("first");
  }

  @Test
  void closedAndForgottenArraysAreNot() {
    INDArray closed = Nd4j.ones(1, 3);
    INDArray forgotten = Nd4j.ones(1, 3);
    layouts.add("closed", closed);
    closed.transposei();
    closed.close();
    assertThat(layouts.changed()).isEmpty();
    layouts.add("forgotten", forgotten);
    forgotten.transposei();
    layouts.clear();
    assertThat(layouts.changed()).isEmpty();
  }

  @Test
  void emptyArraysHaveAShapeToo() {
    INDArray empty = Nd4j.empty();
    layouts.add("empty", empty);
    assertThat(layouts.changed()).isEmpty();
  }
}
