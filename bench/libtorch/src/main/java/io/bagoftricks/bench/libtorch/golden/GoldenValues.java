package io.bagoftricks.bench.libtorch.golden;

import io.bagoftricks.bench.libtorch.ParameterSource;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** The float64 parameters, inputs and targets that a golden file's formulas give. */
final class GoldenValues implements ParameterSource {
  private static final long INPUT_STREAM = 1000;
  private static final double INPUT_SCALE = 1.7;

  private final GoldenFile golden;

  GoldenValues(GoldenFile golden) {
    this.golden = golden;
  }

  @Override
  public Tensor create(String name, long... shape) {
    List<GoldenFile.Filled> parameters = golden.parameters();
    for (int p = 0; p < parameters.size(); p++) {
      GoldenFile.Filled filled = parameters.get(p);
      if (filled.name().equals(name) && Arrays.equals(longs(filled.shape()), shape)) {
        return tensor(p, filled.offset(), filled.scale(), shape);
      }
    }
    throw new IllegalArgumentException(
        golden.model() + " has no parameter " + name + " of shape " + Arrays.toString(shape));
  }

  /** [batch, channels, height, width]. */
  Tensor input() {
    return tensor(INPUT_STREAM, 0, INPUT_SCALE, longs(golden.inputShape()));
  }

  /** [batch, classes]; two classes share each row. */
  Tensor targets() {
    int batch = golden.inputShape().get(0);
    int classes = golden.classes();
    double[] values = new double[batch * classes];
    for (int n = 0; n < batch; n++) {
      values[n * classes + n % classes] += 0.7;
      values[n * classes + (n + 3) % classes] += 0.3;
    }
    return Tensor.create(values, batch, classes);
  }

  /** The formula's uniform number in [-1, 1): SplitMix64's finalizer of stream and index. */
  static double uniform(long stream, long index) {
    long z = (stream << 32) + index + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    z = z ^ (z >>> 31);
    return 2 * ((z >>> 11) * 0x1.0p-53) - 1;
  }

  private static Tensor tensor(long stream, double offset, double scale, long... shape) {
    double[] values =
        new double[Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact))];
    for (int i = 0; i < values.length; i++) {
      values[i] = offset + scale * uniform(stream, i);
    }
    return Tensor.create(values, shape);
  }

  private static long[] longs(List<Integer> shape) {
    return shape.stream().mapToLong(Integer::longValue).toArray();
  }
}
