package io.bagoftricks.api;

import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The values that a trick remembers between calls: named numbers, counters and arrays. The engine
 * saves, restores and frees them, so that resuming a run cannot be forgotten.
 *
 * @since 0.1
 */
@ProviderType
public interface TrickState {
  /** A number under this name, created with the initial value. */
  Scalar number(String name, double initial);

  /** A counter under this name, created with the initial value. */
  Counter counter(String name, long initial);

  /**
   * An array under this name, created on first use from a copy of what the supplier gives. The same
   * array on every later call.
   */
  INDArray array(String name, Supplier<INDArray> initial);

  /**
   * A flat array under this name where the weights lie, created on first use from a copy of what
   * the supplier gives. The same on every later call. What is read and written in every step
   * belongs here rather than into {@link #array}: it need not move data off an accelerator.
   *
   * @param initial flat, of the type of the weights, such as {@link StepResult#weights}
   */
  default FlatValues flat(String name, Supplier<INDArray> initial) {
    return FlatValues.of(array(name, initial));
  }

  /** A number that survives a checkpoint. */
  @ProviderType
  interface Scalar {
    /** The value. */
    double get();

    /** Changes the value. */
    void set(double value);
  }

  /** A counter that survives a checkpoint. */
  @ProviderType
  interface Counter {
    /** The value. */
    long get();

    /** Changes the value. */
    void set(long value);

    /** Adds one and returns the new value. */
    default long increment() {
      set(get() + 1);
      return get();
    }
  }
}
