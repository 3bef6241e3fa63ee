package io.bagoftricks.backends.nd4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.network.Linear;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.api.optimizer.UpdateRule;
import io.bagoftricks.api.optimizer.UpdateRule.AdamW;
import io.bagoftricks.api.optimizer.UpdateRule.Nag;
import io.bagoftricks.api.optimizer.UpdateRule.Sgd;
import io.bagoftricks.backends.spi.FlatArray;
import io.bagoftricks.backends.spi.Update;
import io.bagoftricks.backends.spi.Weights;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The optimizers' formulas, computed by hand: one weight (2 at first) and one bias (3). */
final class UpdateKernelTest {
  private static final Offset<Double> EXACT = Offset.offset(1e-12);

  private final Network network = TestNetwork.of(1, 1, 1).add("fc", Linear.of(1)).build();
  private final Weights weights = TestBackend.weights(network, Precision.DOUBLE);
  private final List<FlatArray> state = List.of(weights.array(2), weights.array(2));
  private int count;

  UpdateKernelTest() {
    weights.edit(editable -> editable.masters().putScalar(0, 2).putScalar(1, 3));
  }

  @AfterEach
  void free() {
    weights.close();
  }

  @Test
  void sgdAddsDecayToTheGradientAndFollowsTheVelocity() {
    // g' = 1 + 0.5 * 2 = 2, v = 2, w = 2 - 0.1 * 2
    step(new Sgd(), 0.9, 0.1, 0.5, 1);
    assertThat(weight()).isCloseTo(1.8, EXACT);
    // g' = 1 + 0.5 * 1.8 = 1.9, v = 0.9 * 2 + 1.9 = 3.7, w = 1.8 - 0.1 * 3.7
    step(new Sgd(), 0.9, 0.1, 0.5, 1);
    assertThat(weight()).isCloseTo(1.43, EXACT);
  }

  @Test
  void bothFormsOfNagAgreeWhileTheRateIsConstant() {
    // Gradient 1 each time, lr 0.1, mu 0.5: v = 1, 1.5; w = 2 - 0.1 * 1.5 - 0.1 * 1.75
    for (Nag.Form form : Nag.Form.values()) {
      restart();
      step(new Nag(form), 0.5, 0.1, 0, 1);
      assertThat(weight()).as("%s", form).isCloseTo(1.85, EXACT);
      step(new Nag(form), 0.5, 0.1, 0, 1);
      assertThat(weight()).as("%s", form).isCloseTo(1.675, EXACT);
    }
  }

  @Test
  void paperNagScalesTheWholeVelocityByTheNewRate() {
    step(new Nag(Nag.Form.PAPER), 0.5, 0.1, 0, 1);
    // v = 0.5 * 1 + 1 = 1.5, w = 1.85 - 0.01 * (1 + 0.5 * 1.5)
    step(new Nag(Nag.Form.PAPER), 0.5, 0.01, 0, 1);
    assertThat(weight()).isCloseTo(1.8325, EXACT);
  }

  @Test
  void mxnetNagKeepsTheOldRateInTheVelocity() {
    step(new Nag(Nag.Form.MXNET), 0.5, 0.1, 0, 1);
    // v = 0.5 * -0.1 - 0.01 * 1 = -0.06, w = 1.85 + 0.5 * -0.06 - 0.01 * 1
    step(new Nag(Nag.Form.MXNET), 0.5, 0.01, 0, 1);
    assertThat(weight()).isCloseTo(1.81, EXACT);
  }

  @Test
  void nagDecaysThroughTheGradient() {
    // g' = 1 + 0.5 * 2 = 2, v = 2, w = 2 - 0.1 * (2 + 0.5 * 2)
    step(new Nag(Nag.Form.PAPER), 0.5, 0.1, 0.5, 1);
    assertThat(weight()).isCloseTo(1.7, EXACT);
    restart();
    step(new Nag(Nag.Form.MXNET), 0.5, 0.1, 0.5, 1);
    assertThat(weight()).isCloseTo(1.7, EXACT);
  }

  @Test
  void adamWDecaysTheWeightAndCorrectsTheBiasOfBothMoments() {
    AdamW rule = new AdamW(0.9, 0.99, 0.5);
    // w = 2 (1 - 0.1 * 0.5) = 1.9; m = 0.4, m^ = 4; v = 0.16, v^ = 16; w -= 0.1 * 4 / (4 + 0.5)
    step(rule, 0, 0.1, 0.5, 4);
    assertThat(weight()).isCloseTo(1.9 - 0.4 / 4.5, EXACT);
    // m = 0.36 + 0.2 = 0.56, m^ = 0.56 / 0.19; v = 0.1584 + 0.04 = 0.1984, v^ = 0.1984 / 0.0199
    double before = 1.9 - 0.4 / 4.5;
    step(rule, 0, 0.1, 0, 2);
    assertThat(weight())
        .isCloseTo(before - 0.1 * (0.56 / 0.19) / (Math.sqrt(0.1984 / 0.0199) + 0.5), EXACT);
  }

  @Test
  void groupsHaveTheirOwnRateAndDecay() {
    weights.gradients().assign(1);
    Update.Group decayed = group("fc.weight", 0.1, 0.5);
    Update.Group undecayed = group("fc.bias", 0.2, 0);
    weights.update(new Update(new Sgd(), List.of(decayed, undecayed), 0, 1, state::get));
    assertThat(weights.masters().toDoubleVector()).containsExactly(new double[] {1.8, 2.8}, EXACT);
  }

  @Test
  void leavesTheGradientsAndRaisesTheVersion() {
    long version = weights.version();
    step(new Nag(Nag.Form.PAPER), 0.9, 0.1, 0.5, 1);
    assertThat(weights.gradients().toDoubleVector()).containsExactly(1, 1);
    assertThat(weights.version()).isGreaterThan(version);
  }

  private void restart() {
    weights.edit(editable -> editable.masters().putScalar(0, 2));
    state.forEach(array -> array.values().assign(0));
    count = 0;
  }

  private double weight() {
    return weights.masters().getDouble(0);
  }

  private void step(
      UpdateRule rule, double momentum, double learningRate, double decay, double gradient) {
    weights.gradients().assign(gradient);
    List<Update.Group> groups =
        List.of(new Update.Group(network.parameters(), learningRate, decay));
    weights.update(new Update(rule, groups, momentum, ++count, state::get));
  }

  private Update.Group group(String parameter, double learningRate, double decay) {
    return new Update.Group(
        List.of(weights.layout().slice(parameter).parameter()), learningRate, decay);
  }
}
