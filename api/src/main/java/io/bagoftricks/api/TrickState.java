package io.bagoftricks.api;

import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The values that a trick remembers between calls: named numbers, counters and arrays. The engine
 * saves, restores and frees them, so that resuming a run cannot be forgotten.
 *
 * <p>For the thread that trains alone: not in {@link SampleHook#onSample}, which loader threads
 * call while earlier steps are made, so that a run that is resumed would have other values.
 *
 * @since 0.1
 */
@ProviderType
public interface TrickState {
  /**
   * {@return a number under this name, created with the initial value}
   *
   * @param name unique in this trick, with counters and arrays
   * @param initial the value unless a checkpoint has one
   */
  Scalar number(String name, double initial);

  /**
   * {@return a counter under this name, created with the initial value}
   *
   * @param name unique in this trick, with numbers and arrays
   * @param initial the value unless a checkpoint has one
   */
  Counter counter(String name, long initial);

  /**
   * {@return an array under this name, of the shape and type of what the supplier gives, of which
   * it is a copy on first use} The same array on every later call.
   *
   * @param name unique in this trick, with numbers and counters
   * @param initial called once, unless a checkpoint has the array; a copy is kept
   */
  INDArray array(String name, Supplier<INDArray> initial);

  /**
   * {@return a flat array under this name where the weights lie, created on first use from a copy
   * of what the supplier gives} The same on every later call. What is read and written in every
   * step belongs here rather than into {@link #array}: it need not move data off an accelerator.
   *
   * @param name unique in this trick, as those of {@link #array}
   * @param initial flat, of the type of the weights, such as {@link StepResult#weights}
   */
  default FlatValues flat(String name, Supplier<INDArray> initial) {
    return FlatValues.of(array(name, initial));
  }

  /** A number that survives a checkpoint. */
  @ProviderType
  interface Scalar {
    /** {@return the value} */
    double get();

    /**
     * Changes the value.
     *
     * @param value stored in the next checkpoint
     */
    void set(double value);
  }

  /** A counter that survives a checkpoint. */
  @ProviderType
  interface Counter {
    /** {@return the value} */
    long get();

    /**
     * Changes the value.
     *
     * @param value stored in the next checkpoint
     */
    void set(long value);

    /**
     * Adds one and returns the new value.
     *
     * @return the new value
     */
    default long increment() {
      set(get() + 1);
      return get();
    }
  }
}
