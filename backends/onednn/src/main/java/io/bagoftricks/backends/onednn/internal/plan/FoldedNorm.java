package io.bagoftricks.backends.onednn.internal.plan;

import java.nio.FloatBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A batch norm with running statistics as a factor and a shift for each channel: {@code factor =
 * gamma / sqrt(variance + epsilon)}, {@code shift = beta + factor * (bias - mean)}.
 *
 * @param running means, then variances
 * @param bias of the convolution before it
 */
record FoldedNorm(
    int channels,
    double epsilon,
    FloatBuffer gamma,
    FloatBuffer beta,
    FloatBuffer running,
    @Nullable FloatBuffer bias) {

  /**
   * Multiplies the weights of each output channel and computes the shifts.
   *
   * @param each number of weights per channel
   */
  void apply(FloatBuffer weights, int each, FloatBuffer scaled, FloatBuffer shifts) {
    float[] row = new float[each];
    for (int channel = 0; channel < channels; channel++) {
      double factor =
          gamma.get(channel) / Math.sqrt((double) running.get(channels + channel) + epsilon);
      double before = bias == null ? 0 : bias.get(channel);
      shifts.put(channel, (float) (beta.get(channel) + factor * (before - running.get(channel))));
      float rounded = (float) factor;
      weights.get(channel * each, row);
      for (int i = 0; i < each; i++) {
        row[i] *= rounded;
      }
      scaled.put(channel * each, row);
    }
  }
}
