package io.bagoftricks.backends.testkit.conformance.internal.network;

import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.network.Role;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.backends.spi.Weights;
import java.util.function.DoubleSupplier;
import java.util.stream.DoubleStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Numbers for tests. All are floats, so that every precision of 32 bits or more gets the same. */
public final class Fill {
  private Fill() {}

  /** Uniform in [-1, 1), the same for the same key. */
  public static INDArray uniform(String key, DataType type, long... shape) {
    Draws draws = Draws.of(11).stream(key);
    return array(() -> draws.uniform(-1, 1), type, shape);
  }

  /** A batch of uniform images. */
  public static INDArray images(String key, DataType type, int batch, Shape image) {
    return uniform(key, type, batch, image.channels(), image.height(), image.width());
  }

  /** Standard normal numbers. */
  public static INDArray normal(Draws draws, DataType type, long... shape) {
    return array(draws::normal, type, shape);
  }

  /** These numbers in row-major order. */
  public static INDArray of(DataType type, long[] shape, double... values) {
    return Nd4j.createFromArray(values).reshape('c', shape).castTo(type);
  }

  /** Every parameter uniform in [-1, 1), keyed by its name. */
  public static void uniform(Weights weights) {
    weights.edit(
        editable -> {
          for (Parameter parameter : weights.network().parameters()) {
            INDArray array = editable.parameter(parameter.name());
            array.assign(uniform(parameter.name(), array.dataType(), array.shape()));
          }
        });
  }

  /**
   * Weights that keep activations at the size of 1, scales of either sign and some of them zero,
   * shifts and biases of some tenths.
   */
  public static void random(Weights weights, Draws draws) {
    weights.edit(
        editable -> {
          for (Parameter parameter : weights.network().parameters()) {
            INDArray array = editable.parameter(parameter.name());
            Draws own = draws.stream(parameter.name());
            array.assign(array(() -> value(parameter, own), array.dataType(), array.shape()));
          }
        });
  }

  /** An array's numbers in row-major order. */
  public static double[] doubles(INDArray array) {
    return array.isEmpty() ? new double[0] : array.dup('c').data().asDouble();
  }

  private static double value(Parameter parameter, Draws draws) {
    if (parameter.role() == Role.WEIGHT) {
      double fanIn = (double) parameter.elements() / parameter.shape().get(0);
      return draws.normal() * StrictMath.sqrt(1.5 / fanIn);
    }
    if (parameter.role() == Role.GAMMA) {
      double sign = draws.chance(0.3) ? -1 : 1;
      return draws.chance(0.15) ? 0 : sign * draws.uniform(0.5, 1.5);
    }
    return draws.chance(0.1) ? 0 : draws.uniform(-0.5, 0.5);
  }

  private static INDArray array(DoubleSupplier values, DataType type, long... shape) {
    long length = 1;
    for (long extent : shape) {
      length *= extent;
    }
    double[] floats =
        DoubleStream.generate(values).map(value -> (float) value).limit(length).toArray();
    return of(type, shape, floats);
  }
}
