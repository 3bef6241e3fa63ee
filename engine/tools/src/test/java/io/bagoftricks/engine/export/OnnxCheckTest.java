package io.bagoftricks.engine.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class OnnxCheckTest {
  private static final Path MODEL = Path.of("run.onnx");

  @Test
  void roundingIsNoDifference() {
    OnnxCheck check =
        OnnxCheck.compare(new double[] {1, -20, 3, 4}, new float[] {1, -20.01f, 3, 4}, 2);

    assertThat(check.sameClass()).isEqualTo(2);
    assertThat(check.problem(MODEL)).isEmpty();
  }

  @Test
  void anotherFunctionIsRefused() {
    OnnxCheck check = OnnxCheck.compare(new double[] {1, 2, 3, 4}, new float[] {1, 2.02f, 3, 4}, 2);

    assertThat(check.problem(MODEL).orElseThrow().toString())
        .isEqualTo(
            "run.onnx: [export/differs] The model, which is in its place, does not compute what the run computes: logits differ by up to 0.0200, and rounding explains no more than 0.00400. Do not use it; tell of it, with the recipe.");
  }

  /** The bound grows with the largest logit; of one that is infinite it would be infinite. */
  @Test
  void anInfiniteLogitPassesNothing() {
    double[] ours = {Double.POSITIVE_INFINITY, 1};

    assertThat(OnnxCheck.compare(ours, new float[] {Float.MAX_VALUE, 9}, 1).problem(MODEL))
        .isPresent();
  }

  @Test
  void aLogitThatIsNotANumberIsADifference() {
    OnnxCheck check = OnnxCheck.compare(new double[] {1, 2}, new float[] {Float.NaN, 2}, 1);

    assertThat(check.problem(MODEL)).isPresent();
  }
}
