package io.bagoftricks.tricks.optim.lamb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.api.network.Role;
import io.bagoftricks.testkit.Golden;
import io.bagoftricks.tricks.optim.OneParameter;
import io.bagoftricks.tricks.optim.OptimizerContract;
import io.bagoftricks.tricks.optim.lamb.Lamb.Profile;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LambTest {
  @TestFactory
  Stream<DynamicTest> itsRunsKeepTheContractOfTricks() {
    return OptimizerContract.tests("{\"type\": \"lamb\"}");
  }

  /** Three steps of timm's code, transcribed into Python, without its limit on the norm. */
  @ParameterizedTest
  @CsvSource({
    "PAPER, 0.1, false, 0.6723196030948071, -1.7701709091785738",
    "TIMM, 0.1, false, 0.6723196030948071, -1.7701709091785738",
    "PAPER, 0, false, 0.6549751483509633, -1.8035676708456763",
    "TIMM, 0, false, 0.8088460391311858, -1.8779397441721017",
    "PAPER, 0.1, true, 0.7891581546612116, -1.8373051767433746"
  })
  @Golden(
      trick = "lamb",
      profiles = {"paper", "timm"},
      source = "timm's code in Python")
  void goesAsFarAsTheWeightsAreLong(
      Profile profile, double decay, boolean trustClip, double first, double second) {
    Lamb lamb = new Lamb(0.1, 0.9, 0.999, 1e-6, decay, trustClip, profile);
    assertThat(OneParameter.updated(lamb, Role.WEIGHT))
        .containsExactly(new double[] {first, second}, within(1e-12));
  }

  @Test
  void hasNoMomentumThatSchedulesMove() {
    assertThat(Lamb.defaults().hasMomentum()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"-0.1, 0.999", "1, 0.999", "0.9, 1", "0.9, NaN"})
  void rejectsBetasOutsideTheirRange(double beta1, double beta2) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Lamb(0.1, beta1, beta2, 1e-6, 0, false, Profile.PAPER))
        .withMessageStartingWith("beta1 and beta2 are " + beta1 + " and " + beta2);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1e-3, Double.NaN, Double.POSITIVE_INFINITY})
  void rejectsAnEpsilonOutsideItsRange(double epsilon) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Lamb(0.1, 0.9, 0.999, epsilon, 0, false, Profile.PAPER))
        .withMessage("epsilon is " + epsilon + ", but must be positive and finite");
  }
}
