package io.bagoftricks.tricks.optim.rmsprop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.api.network.Role;
import io.bagoftricks.testkit.Golden;
import io.bagoftricks.tricks.optim.OneParameter;
import io.bagoftricks.tricks.optim.OptimizerContract;
import io.bagoftricks.tricks.optim.rmsprop.Rmsprop.Form;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RmspropTest {
  @TestFactory
  Stream<DynamicTest> itsRunsKeepTheContractOfTricks() {
    return OptimizerContract.tests("{\"type\": \"rmsprop\", \"momentum\": 0.9}");
  }

  /** Three steps of timm's and of PyTorch's code, transcribed into Python. */
  @ParameterizedTest
  @CsvSource({
    "TF, 0.7712961278331467, -1.75933956063712",
    "TORCH, 0.23594725492561452, -1.4983068231570449"
  })
  @Golden(
      trick = "rmsprop",
      profiles = {"tf", "torch"},
      source = "timm's and PyTorch's code in Python")
  void hasTwoForms(Form form, double first, double second) {
    assertThat(OneParameter.updated(new Rmsprop(0.1, 0.9, 0.9, 1e-3, 0.1, form), Role.WEIGHT))
        .containsExactly(new double[] {first, second}, within(1e-12));
  }

  @Test
  void hasAMomentumThatSchedulesMove() {
    assertThat(Rmsprop.defaults().hasMomentum()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1, Double.NaN})
  void rejectsAnAlphaOutsideItsRange(double alpha) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Rmsprop(0.1, 0, alpha, 1e-3, 0, Form.TF))
        .withMessage("alpha is " + alpha + ", but must be at least 0 and below 1");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1e-3, Double.NaN, Double.POSITIVE_INFINITY})
  void rejectsAnEpsilonOutsideItsRange(double epsilon) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Rmsprop(0.1, 0, 0.9, epsilon, 0, Form.TF))
        .withMessage("epsilon is " + epsilon + ", but must be positive and finite");
  }
}
