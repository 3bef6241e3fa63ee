package io.bagoftricks.tricks.optim.lars;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.api.network.Role;
import io.bagoftricks.testkit.Golden;
import io.bagoftricks.tricks.optim.OneParameter;
import io.bagoftricks.tricks.optim.OptimizerContract;
import io.bagoftricks.tricks.optim.lars.Lars.Profile;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LarsTest {
  @TestFactory
  Stream<DynamicTest> itsRunsKeepTheContractOfTricks() {
    return OptimizerContract.tests("{\"type\": \"lars\"}");
  }

  /** Three steps of MXNet's, timm's and Apex' code, transcribed into Python. */
  @ParameterizedTest
  @CsvSource({
    "PAPER, 0.1, 0.01, WEIGHT, 0.995473613846723, -1.9963718944794961",
    "PAPER, 0.1, 0.01, BIAS, 0.7811884, -1.7522768",
    "TIMM, 0.1, 0.01, WEIGHT, 0.997011803830953, -1.997135642296879",
    "TIMM, 0.1, 0.01, BIAS, 0.997011803830953, -1.997135642296879",
    "TIMM, 0, 0.01, WEIGHT, 0.8837, -1.8764",
    "APEX, 0.1, 0.01, BIAS, 0.9774760234903884, -1.9858464411796684",
    "APEX, 0.1, 1, WEIGHT, 0.8527924, -1.8144848"
  })
  @Golden(
      trick = "lars",
      profiles = {"paper", "timm", "apex"},
      source = "MXNet's, timm's and Apex' code in Python")
  void adaptsTheRateToTheNorms(
      Profile profile, double decay, double trust, Role role, double first, double second) {
    Lars lars = new Lars(0.1, 0.9, decay, trust, 1e-8, profile);
    assertThat(OneParameter.updated(lars, role))
        .containsExactly(new double[] {first, second}, within(1e-12));
  }

  /** Apex' LARC adds the decay where both norms are positive; the others always. */
  @ParameterizedTest
  @CsvSource({"PAPER, 2.7, 3.6", "TIMM, 2.7, 3.6", "APEX, 3, 4"})
  void decaysWithoutAGradient(Profile profile, double first, double second) {
    Lars lars = new Lars(1, 0, 0.1, 0.01, 0, profile);
    assertThat(OneParameter.withoutGradient(lars, 3, 4))
        .containsExactly(new double[] {first, second}, within(1e-12));
  }

  @Test
  void hasAMomentumThatSchedulesMove() {
    assertThat(Lars.defaults().hasMomentum()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.1, Double.NaN, Double.POSITIVE_INFINITY})
  void rejectsATrustCoefficientOutsideItsRange(double trust) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Lars(0.1, 0.9, 0, trust, 0, Profile.PAPER))
        .withMessage("trustCoefficient is " + trust + ", but must be positive and finite");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1e-9, Double.NaN, Double.POSITIVE_INFINITY})
  void rejectsAnEpsilonOutsideItsRange(double epsilon) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Lars(0.1, 0.9, 0, 1e-3, epsilon, Profile.PAPER))
        .withMessage("epsilon is " + epsilon + ", but must be at least 0 and finite");
  }
}
