package io.bagoftricks.engine.internal.train.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.Slot;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Which arrays were written since the last look, and of which nobody is to be told. */
final class ArrayWatchTest {
  private final ArrayWatch watch = new ArrayWatch();
  private final INDArray inputs = Nd4j.ones(2, 3);
  private final INDArray targets = Nd4j.ones(2, 2);

  private void addBoth() {
    watch.add(HandedArray.inputs(inputs));
    watch.add(HandedArray.targets(targets));
  }

  private static List<String> names(List<HandedArray> arrays) {
    return arrays.stream().map(HandedArray::name).toList();
  }

  @Test
  void aLookFindsWhatWasWrittenSinceTheLast() {
    addBoth();
    inputs.muli(2);
    assertThat(watch.look()).isEmpty();
    targets.muli(2);
    assertThat(names(watch.look())).containsExactly("targets()");
    assertThat(watch.look()).isEmpty();
  }

  @Test
  void aSecondLookThatRemembersNothingFindsItAgain() {
    addBoth();
    assertThat(watch.lookAgain()).isEmpty();
    inputs.muli(2);
    assertThat(watch.lookAgain()).isEmpty();
    watch.look();
    inputs.muli(2);
    assertThat(names(watch.lookAgain())).containsExactly("inputs()");
    assertThat(names(watch.lookAgain())).containsExactly("inputs()");
  }

  @Test
  void writesThatAreExpectedAreNotFound() {
    addBoth();
    watch.look();
    inputs.muli(2);
    targets.muli(2);
    watch.expectWrite("inputs()");
    watch.expectWrite("nobody's()");
    assertThat(names(watch.look())).containsExactly("targets()");
  }

  @Test
  void editsOfSlotsAreExpectedInTheirArraysAlone() {
    addBoth();
    watch.add(HandedArray.logits(Nd4j.ones(1)));
    watch.look();
    inputs.muli(2);
    targets.muli(2);
    watch.expectEdits(EnumSet.of(Slot.INPUT, Slot.WEIGHTS));
    assertThat(names(watch.look())).containsExactly("targets()");
  }

  @Test
  void whatIsForgottenOrRemovedIsNotFound() {
    addBoth();
    watch.look();
    inputs.muli(2);
    targets.muli(2);
    watch.remove("inputs()");
    assertThat(names(watch.lookAgain())).containsExactly("targets()");
    watch.forget();
    assertThat(watch.look()).isEmpty();
  }

  @Test
  void theDigestStandsForAllValuesThatWereLookedAt() {
    addBoth();
    assertThat(watch.digest()).isZero();
    watch.look();
    long first = Checksum.of(inputs);
    assertThat(watch.digest()).isEqualTo(31 * first + Checksum.of(targets));
    targets.muli(2);
    watch.look();
    assertThat(watch.digest()).isEqualTo(31 * first + Checksum.of(targets));
  }

  @Test
  void arraysAreLookedAtAsTheyAreNow() {
    INDArray copy = Nd4j.zeros(3);
    watch.add(new HandedArray("far", copy, Optional.empty(), "", () -> copy.addi(1)));
    watch.look();
    assertThat(names(watch.look())).containsExactly("far");
  }

  @Test
  void knowsWhatIsNotFiniteAndWhatIsClosed() {
    addBoth();
    assertThat(watch.isFinite()).isTrue();
    assertThat(watch.closed()).isEmpty();
    targets.putScalar(0, 1, Double.NaN);
    assertThat(watch.isFinite()).isFalse();
    inputs.close();
    assertThat(names(watch.closed())).containsExactly("inputs()");
  }
}
