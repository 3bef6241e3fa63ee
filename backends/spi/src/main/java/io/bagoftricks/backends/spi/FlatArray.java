package io.bagoftricks.backends.spi;

import io.bagoftricks.api.FlatValues;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Numbers of the masters' type where the weights lie: optimizer state, an average, a snapshot. The
 * host writes them through its copy, and then says so.
 */
@ConsumerType
public interface FlatArray extends FlatValues, AutoCloseable {
  /** {@inheritDoc} Written by the caller, who calls {@link #written} afterwards. */
  @Override
  INDArray values();

  /** The host's copy was written, after it was asked for, and counts from now on. */
  void written();

  /** Frees the memory. */
  @Override
  void close();
}
