package io.bagoftricks.backends.spi;

import io.bagoftricks.api.network.Network;
import java.util.function.Consumer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The parameters of a network: masters, gradients and running statistics, each one flat array in
 * the order of {@link #layout}. Owned by the run. Plans read them at every forward; whoever writes
 * goes through {@link #edit} or {@link #update}, which raise the version, so that no copy that a
 * plan keeps in another form can be stale.
 */
public interface Weights extends AutoCloseable {
  /** The network. */
  Network network();

  /** Where each parameter lies. */
  ParameterLayout layout();

  /** Raised by every write. */
  long version();

  /** The masters, flat. Not to be written. */
  INDArray masters();

  /** The gradients, flat; written by backward and, between backward and update, by the run. */
  INDArray gradients();

  /** Running means and variances, flat. Not to be written. */
  INDArray statistics();

  /** A parameter in its shape: a view where memory is shared, else a copy. Not to be written. */
  INDArray parameter(String name);

  /** A parameter's gradient in its shape: a view where memory is shared, else a copy. */
  INDArray gradient(String name);

  /** The only door for writing: hands out masters and statistics, then raises the version. */
  void edit(Consumer<Editable> change);

  /** What {@link #edit} hands out. Valid until the change returns. */
  interface Editable {
    /** The masters, flat. */
    INDArray masters();

    /** Running means and variances, flat. */
    INDArray statistics();

    /** A parameter in its shape; writing it writes the masters. */
    INDArray parameter(String name);
  }

  /** The Euclidean norm over all gradients. */
  double gradientNorm();

  /** Multiplies all gradients. */
  void scaleGradients(double factor);

  /** Whether every gradient is finite. */
  boolean gradientsFinite();

  /** {@code target += fraction * (masters - target)}, in one pass. */
  void lerpMastersInto(INDArray target, double fraction);

  /** {@code target += fraction * (statistics - target)}, in one pass. */
  void lerpStatisticsInto(INDArray target, double fraction);

  /** Updates all masters from the gradients and raises the version. */
  void update(Update update);

  /** Frees the memory. Plans on these weights must not be used any more. */
  @Override
  void close();
}
