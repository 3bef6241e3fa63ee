package io.bagoftricks.engine.internal.train.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.api.LossDraft;
import io.bagoftricks.api.LossTerm;
import io.bagoftricks.api.Slot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The loss of two examples of two classes, logits 0 and targets (1, 0): log 2 each. */
final class LossContextTest {
  private static final double LOG_2 = Math.log(2);

  private final INDArray inputs = Nd4j.ones(2, 1, 1, 1);
  private final INDArray logits = Nd4j.zeros(2, 2);
  private final INDArray targets = Nd4j.createFromArray(new float[][] {{1, 0}, {1, 0}});
  private final INDArray gradient = Nd4j.ones(2, 2);
  private final LossContext loss =
      new LossContext(
          Contexts.MOMENT, 3, inputs, logits, targets, new long[] {5, 6}, Contexts.watch());

  private void in(Consumer<LossDraft> hook) {
    Contexts.call(loss, hook::accept);
  }

  private static LossTerm constant(double value, double slope) {
    return (z, t, g) -> {
      g.assign(slope);
      return value;
    };
  }

  private Map<String, Double> evaluate() {
    return loss.evaluate(logits, gradient);
  }

  private float[] slopes() {
    return gradient.ravel().toFloatVector();
  }

  @Test
  void isWhatItWasMadeOf() {
    assertThat(loss.part()).isEqualTo(3);
    assertThat(loss.inputs()).isSameAs(inputs);
    assertThat(loss.logits()).isSameAs(logits);
    assertThat(loss.targets()).isSameAs(targets);
    loss.indices()[0] = 99;
    assertThat(loss.indices()).containsExactly(5, 6);
    in(draft -> assertThat(draft.instance()).isEqualTo("average"));
  }

  /** By hand: the derivative of the mean is (p - t) / 2. */
  @Test
  void beginsAsTheCrossEntropy() {
    assertThat(evaluate()).containsOnlyKeys(LossDraft.HARD);
    assertThat(evaluate().get(LossDraft.HARD)).isCloseTo(LOG_2, within(1e-7));
    assertThat(slopes()).containsExactly(-0.25f, 0.25f, -0.25f, 0.25f);
    assertThat(loss.scale()).isEqualTo(1);
    assertThat(loss.targetEntropy()).isZero();
  }

  @Test
  void termsAreWeighted() {
    in(
        draft -> {
          draft.multiply(LossDraft.HARD, 0);
          draft.add("two", 0.5, constant(4, 1));
          draft.add("three", 1, constant(3, 1));
          draft.multiply("three", 2);
          draft.multiply("three", 2);
        });
    assertThat(evaluate())
        .containsExactly(
            Map.entry(LossDraft.HARD, 0.0), Map.entry("two", 2.0), Map.entry("three", 12.0));
    assertThat(slopes()).containsExactly(4.5f, 4.5f, 4.5f, 4.5f);
    assertThat(loss.editors(Slot.LOSS_TERMS)).containsExactly("average");
  }

  @Test
  void everyEditOfTermsIsNoted() {
    for (Consumer<LossDraft> edit :
        List.<Consumer<LossDraft>>of(
            draft -> draft.multiply(LossDraft.HARD, 2),
            draft -> draft.add("mine", 1, constant(1, 0)),
            draft -> draft.weigh(new double[] {1, 1}))) {
      LossContext other =
          new LossContext(
              Contexts.MOMENT, 0, inputs, logits, targets, new long[2], Contexts.watch());
      Contexts.call(other, edit::accept);
      assertThat(other.editors(Slot.LOSS_TERMS)).containsExactly("average");
    }
  }

  @Test
  void anotherFormulaKeepsTheWeight() {
    in(
        draft -> {
          draft.multiply(LossDraft.HARD, 3);
          draft.replace(LossDraft.HARD, constant(2, 1));
        });
    assertThat(evaluate()).containsExactly(Map.entry(LossDraft.HARD, 6.0));
    assertThat(loss.editors(Slot.HARD_LOSS)).containsExactly("average");
  }

  @Test
  void replacingAnotherTermIsNoEditOfTheHardLoss() {
    in(
        draft -> {
          draft.add("mine", 1, constant(1, 0));
          draft.replace("mine", constant(2, 0));
        });
    assertThat(evaluate()).containsEntry("mine", 2.0);
    assertThat(loss.editors(Slot.HARD_LOSS)).isEmpty();
    assertThat(loss.editors(Slot.LOSS_TERMS)).containsExactly("average");
  }

  @Test
  void aFormulaMayBeOfTheOneBefore() {
    in(
        draft ->
            draft.wrap(
                LossDraft.HARD,
                term ->
                    (z, t, g) -> {
                      double value = term.evaluate(z, t, g);
                      g.muli(10);
                      return 10 * value;
                    }));
    assertThat(evaluate().get(LossDraft.HARD)).isCloseTo(10 * LOG_2, within(1e-6));
    assertThat(slopes()[0]).isEqualTo(-2.5f);
  }

  @Test
  void scalesMultiply() {
    in(
        draft -> {
          draft.scale(8);
          draft.scale(0.5);
        });
    assertThat(loss.scale()).isEqualTo(4);
    assertThat(loss.editors(Slot.LOSS_SCALE)).containsExactly("average");
    assertThat(evaluate().get(LossDraft.HARD)).isCloseTo(LOG_2, within(1e-7));
  }

  /** Weights 0 and 3 of the losses log 2 and 0.127 (the log of 1 + e^-2): 3 x 0.127 / 2. */
  @Test
  void examplesAreWeighted() {
    INDArray other = Nd4j.createFromArray(new float[][] {{0, 0}, {2, 0}});
    in(
        draft -> {
          draft.weigh(new double[] {0, 2});
          draft.weigh(new double[] {5, 1.5});
        });
    double loss2 = Math.log(1 + Math.exp(-2));
    assertThat(loss.evaluate(other, gradient).get(LossDraft.HARD))
        .isCloseTo(3 * loss2 / 2, within(1e-6));
    double slope = 3 * (1 / (1 + Math.exp(-2)) - 1) / 2;
    assertThat(gradient.getRow(0).toFloatVector()).containsExactly(0, 0);
    assertThat(gradient.getDouble(1, 0)).isCloseTo(slope, within(1e-6));
    assertThat(gradient.getDouble(1, 1)).isCloseTo(-slope, within(1e-6));
    assertThat(loss.editors(Slot.LOSS_TERMS)).containsExactly("average");
    assertThat(loss.logits()).isSameAs(other);
  }

  @Test
  void aTermWithoutLossesOfExamplesIsWeighedByTheirMean() {
    in(
        draft -> {
          draft.replace(LossDraft.HARD, constant(4, 1));
          draft.weigh(new double[] {1, 2});
        });
    assertThat(evaluate()).containsExactly(Map.entry(LossDraft.HARD, 6.0));
    assertThat(slopes()).containsExactly(1, 1, 2, 2);
  }

  /** A weight of 0 leaves an example out, be its loss finite or not. */
  @Test
  void aWeightOfZeroLeavesOut() {
    in(
        draft -> {
          draft.replace(
              LossDraft.HARD,
              new LossTerm() {
                @Override
                public double evaluate(INDArray z, INDArray t, INDArray g) {
                  g.assign(Double.NaN);
                  return Double.NaN;
                }

                @Override
                public Optional<double[]> perExample(INDArray z, INDArray t) {
                  return Optional.of(new double[] {Double.NaN, 4});
                }
              });
          draft.weigh(new double[] {0, 1});
        });
    assertThat(evaluate()).containsExactly(Map.entry(LossDraft.HARD, 2.0));
    assertThat(gradient.getRow(0).toFloatVector()).containsExactly(0, 0);
    assertThat(gradient.getRow(1).toFloatVector()).containsExactly(Float.NaN, Float.NaN);
  }

  @Test
  void targetsAreLookedAtWhereTheyWereEdited() {
    in(draft -> draft.editTargets().putScalar(1, 1, 1));
    assertThat(loss.editors(Slot.TARGET)).containsExactly("average");
    assertThat(loss.fault(Set.of(Slot.TARGET))).isPresent();
    assertThat(loss.fault(Set.of(Slot.LOSS_TERMS))).isEmpty();
    targets.assign(0.5);
    assertThat(loss.fault(Set.of(Slot.TARGET))).isEmpty();
    assertThat(loss.targetEntropy()).isCloseTo(LOG_2, within(1e-7));
  }

  @Test
  void whatItDecidesHasAnEffectOfItsOwn() {
    long none = loss.effects();
    in(draft -> draft.scale(2));
    long scaled = loss.effects();
    in(draft -> draft.multiply(LossDraft.HARD, 2));
    long multiplied = loss.effects();
    in(draft -> draft.weigh(new double[] {1, 2}));
    assertThat(Set.of(none, scaled, multiplied, loss.effects())).hasSize(4);
  }

  @Test
  void refusesWhatIsNoTermOrNoWeight() {
    assertRefused(draft -> draft.add(" ", 1, constant(0, 0)), "A term of the loss has a name");
    assertRefused(
        draft -> draft.add("mine", Double.NaN, constant(0, 0)),
        "The weight of a loss term is finite: NaN");
    assertRefused(
        draft -> draft.multiply(LossDraft.HARD, Double.POSITIVE_INFINITY),
        "The weight of a loss term is finite: Infinity");
    assertRefused(
        draft -> draft.add(LossDraft.HARD, 1, constant(0, 0)),
        "The loss has a term 'hard' already");
    assertRefused(draft -> draft.multiply("mine", 1), "The loss has no term 'mine'; it has [hard]");
    assertRefused(
        draft -> draft.weigh(new double[3]), "There is a weight for each of the 2 examples, not 3");
    for (double wrong : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertRefused(
          draft -> draft.weigh(new double[] {1, wrong}),
          "The weights of examples are finite and not negative: [1.0, " + wrong + "]");
    }
    for (double wrong : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertRefused(draft -> draft.scale(wrong), "A loss scale is positive and finite: " + wrong);
    }
  }

  private void assertRefused(Consumer<LossDraft> hook, String message) {
    assertThatThrownBy(() -> in(hook)).isInstanceOf(RuntimeException.class).hasMessage(message);
  }
}
