package io.bagoftricks.api.network;

import io.bagoftricks.api.random.Draws;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Fills a parameter before training. Write it as a record: two initializers of equal settings must
 * be equal, because plans are compared.
 *
 * <p>Fans follow the convention of every common library: {@code fan = channels x kernel area}, from
 * a weight of shape {@code [out, in, ...kernel]}.
 *
 * @since 0.1
 */
@ConsumerType
public interface Initializer {
  /**
   * Writes every value, in row-major order.
   *
   * @param values to be filled; its length is the product of {@code shape}
   * @param shape the parameter's shape; convolutions are OIHW, linear layers [out, in]
   * @param draws keyed by run seed and parameter name
   */
  void fill(float[] values, List<Integer> shape, Draws draws);
}
