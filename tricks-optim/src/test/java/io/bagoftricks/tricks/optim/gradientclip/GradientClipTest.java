package io.bagoftricks.tricks.optim.gradientclip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.testkit.Golden;
import io.bagoftricks.testkit.TrickBench;
import io.bagoftricks.testkit.TrickContract;
import io.bagoftricks.testkit.TrickRun;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GradientClipTest {
  @TestFactory
  Stream<DynamicTest> keepsTheContract() {
    return TrickContract.of(TrickBench.of(new GradientClipProvider()).with("maxNorm", 0.01))
        .tests();
  }

  /** By hand: (3, 4) has norm 5; torch divides by 5 + 1e-6. */
  @Test
  @Golden(trick = "gradient-clip", source = "torch's clip_grad_norm_ by hand")
  void scalesALargeNormDown() {
    double[] clipped = clip(new GradientClipConfig(1, GradientClipConfig.Type.NORM), 3, 4);
    assertThat(clipped[0]).isCloseTo(3 / 5.000001, within(1e-12));
    assertThat(clipped[1]).isCloseTo(4 / 5.000001, within(1e-12));
  }

  @Test
  void keepsTheDirection() {
    double[] clipped = clip(new GradientClipConfig(0.01, GradientClipConfig.Type.NORM), 3, -4, 12);
    assertThat(clipped[1] / clipped[0]).isCloseTo(-4.0 / 3, within(1e-12));
    assertThat(clipped[2] / clipped[0]).isCloseTo(4, within(1e-12));
  }

  @Test
  void leavesASmallNormAsItIs() {
    assertThat(clip(new GradientClipConfig(5.1, GradientClipConfig.Type.NORM), 3, 4))
        .containsExactly(3, 4);
  }

  @Test
  void theFactorIsTorchsAndNeverAboveOne() {
    assertThat(GradientClip.factor(2, 0.5)).isEqualTo(0.5 / 2.000001);
    assertThat(GradientClip.factor(0.25, 0.5)).isEqualTo(1);
    assertThat(GradientClip.factor(0, 0.5)).isEqualTo(1);
  }

  @Test
  void survivesAGradientOfZero() {
    assertThat(clip(new GradientClipConfig(1, GradientClipConfig.Type.NORM), 0, 0))
        .containsExactly(0, 0);
  }

  /** torch's clip_grad_value_. */
  @Test
  void clampsEachElement() {
    assertThat(clip(new GradientClipConfig(2, GradientClipConfig.Type.VALUE), -3, -2, 0.5, 2, 7))
        .containsExactly(-2, -2, 0.5, 2, 2);
  }

  /**
   * Gradients that it does not change are not touched, so that a run in which it never acted says
   * so.
   */
  @ParameterizedTest
  @EnumSource
  void touchesOnlyGradientsThatAreTooLarge(GradientClipConfig.Type type) {
    for (double limit : new double[] {6, 2}) {
      try (TrickRun run = bench(new GradientClipConfig(limit, type)).start()) {
        run.onStep(3, -4);
        assertThat(run.isEffective()).isEqualTo(limit < 4);
      }
    }
  }

  @Test
  void touchesNoGradientThatIsAtTheLimitItself() {
    GradientClipConfig config = new GradientClipConfig(4, GradientClipConfig.Type.VALUE);
    try (TrickRun run = bench(config).start()) {
      run.onStep(3, -4);
      assertThat(run.isEffective()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void rejectsALimitThatIsNotPositiveAndFinite(double maxNorm) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GradientClipConfig(maxNorm, GradientClipConfig.Type.NORM))
        .withMessage("maxNorm must be positive and finite, not " + maxNorm);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.MIN_VALUE, Double.MAX_VALUE})
  void acceptsEveryPositiveLimit(double maxNorm) {
    assertThat(new GradientClipConfig(maxNorm, GradientClipConfig.Type.NORM).maxNorm())
        .isEqualTo(maxNorm);
  }

  private static double[] clip(GradientClipConfig config, double... gradients) {
    try (TrickRun run = bench(config).start()) {
      return run.onStep(gradients).gradients(gradients.length);
    }
  }

  private static TrickBench bench(GradientClipConfig config) {
    return TrickBench.of(new GradientClipProvider())
        .with("maxNorm", config.maxNorm())
        .with("type", config.type().name().toLowerCase(Locale.ROOT))
        .in64Bits();
  }
}
