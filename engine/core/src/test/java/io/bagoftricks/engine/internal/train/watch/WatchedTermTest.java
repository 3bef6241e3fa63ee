package io.bagoftricks.engine.internal.train.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.api.LossTerm;
import io.bagoftricks.api.Moment;
import io.bagoftricks.engine.plan.LiveTrick;
import io.bagoftricks.engine.plugin.TrickException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Terms of the loss that break the rules, or do not. */
final class WatchedTermTest {
  private static final Moment MOMENT = new Moment(0, 1, 8);

  private final TrickWatch watch = new TrickWatch(Toys.plan(false));
  private final LiveTrick owner = Toys.average();
  private final INDArray logits = Nd4j.createFromArray(new float[][] {{3, 4}, {0, 0}});
  private final INDArray targets = Nd4j.ones(2, 2).divi(2);
  private final INDArray gradient = Nd4j.zeros(2, 2);

  private WatchedTerm term(boolean watched, LossTerm term) {
    return new WatchedTerm("mine", term, owner, MOMENT, watched, watch);
  }

  private double evaluate(boolean watched, LossTerm term) {
    return term(watched, term).evaluate(logits, targets, gradient);
  }

  private void assertRefused(LossTerm term, String message) {
    assertThatThrownBy(() -> evaluate(true, term))
        .isInstanceOf(TrickException.class)
        .hasMessageStartingWith(message);
  }

  private static LossTerm norm(double factor) {
    return (z, t, g) -> {
      double norm = z.norm2Number().doubleValue();
      g.assign(z).muli(factor / norm);
      return norm;
    };
  }

  @Test
  void aSoundTermHasItsValueAndGradient() {
    EffectLog log = new EffectLog();
    watch.record(log);
    assertThat(evaluate(true, norm(1))).isEqualTo(5);
    assertThat(gradient.ravel().toFloatVector()).containsExactly(0.6f, 0.8f, 0, 0);
    assertThat(watch.remarks().all()).isEmpty();
    assertThat(log.entries())
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.who()).isEqualTo("average");
              assertThat(entry.what()).isEqualTo("its loss term 'mine'");
              assertThat(entry.when()).isEqualTo("epoch 1, step 2");
              assertThat(entry.effect())
                  .isEqualTo(31L * Double.hashCode(5.0) + Checksum.of(gradient));
            });
  }

  @Test
  void aWrongGradientIsRemarkedWhereItIsWatched() {
    evaluate(false, norm(2));
    assertThat(watch.remarks().all()).isEmpty();
    evaluate(true, norm(2));
    assertThat(watch.remarks().all())
        .singleElement()
        .asString()
        .startsWith(
            "'average' in its loss term 'mine' at epoch 1, step 2: its gradient is not the"
                + " derivative of its value: the slope is 2.000 by the gradient, 1.000 by");
  }

  /** The slope is measured by calls that no trick is to remember. */
  @Test
  void itsStateIsThatOfOneCall() {
    LossTerm counts =
        (z, t, g) -> {
          owner.state().counter("calls", 0).increment();
          return norm(1).evaluate(z, t, g);
        };
    evaluate(true, counts);
    assertThat(owner.state().counters()).containsEntry("calls", 1L);
  }

  @Test
  void everyValueOfTheGradientIsSet() {
    LossTerm leavesOne =
        (z, t, g) -> {
          g.putScalar(0, 0, 1);
          g.putScalar(0, 1, 1);
          g.putScalar(1, 0, 1);
          return 0;
        };
    assertRefused(
        leavesOne,
        "[plugin/unfilled] 'average' in its loss term 'mine' at epoch 1, step 2: it left 1 of 4"
            + " values of the gradient unfilled, or added to what was in them.");
    assertThat(evaluate(false, leavesOne)).isZero();
  }

  @Test
  void theGradientStaysOpen() {
    assertRefused(
        (z, t, g) -> {
          g.close();
          return 0;
        },
        "[plugin/closed-array] 'average' in its loss term 'mine' at epoch 1, step 2: it closed the"
            + " gradient, which the engine owns. Leave it open.");
  }

  @Test
  void arraysKeepTheirShapes() {
    for (int which = 0; which < 3; which++) {
      INDArray[] arrays = {Nd4j.rand(2, 3), Nd4j.rand(2, 3), Nd4j.rand(2, 3)};
      int turned = which;
      WatchedTerm term =
          term(
              false,
              (z, t, g) -> {
                g.assign(0);
                List.of(z, t, g).get(turned).transposei();
                return 0;
              });
      watch.beginUpdate(MOMENT);
      assertThatThrownBy(() -> term.evaluate(arrays[0], arrays[1], arrays[2]))
          .hasMessageContaining(
              "it gave "
                  + List.of("logits", "targets", "the gradient of 'mine'").get(which)
                  + " another shape");
    }
  }

  @Test
  void lossesOfExamplesAreAsManyAsExamples() {
    assertThat(term(true, given(1, 2)).perExample(logits, targets))
        .hasValueSatisfying(losses -> assertThat(losses).containsExactly(1, 2));
    assertThat(term(true, norm(1)).perExample(logits, targets)).isEmpty();
    assertThatThrownBy(() -> term(true, given(1, 2, 3)).perExample(logits, targets))
        .isInstanceOf(TrickException.class)
        .hasMessage(
            "[plugin/wrong-shape] 'average' in its loss term 'mine' at epoch 1, step 2: it gave 3"
                + " losses of single examples, of which there are 2.");
  }

  private static LossTerm given(double... losses) {
    return new LossTerm() {
      @Override
      public double evaluate(INDArray z, INDArray t, INDArray g) {
        return 0;
      }

      @Override
      public Optional<double[]> perExample(INDArray z, INDArray t) {
        return Optional.of(losses);
      }
    };
  }
}
