package io.bagoftricks.backends.spi;

import org.osgi.annotation.versioning.ProviderType;

/** Is told what a plan does, and when, on the training thread. */
@ProviderType
public interface Profiler {
  /** Which way the data flow. */
  enum Pass {
    /** From images to logits. */
    FORWARD,
    /** From the gradient of the logits to those of the parameters. */
    BACKWARD
  }

  /** The kind of an operation. Operations fused into another count as that one. */
  enum Kind {
    /** Convolution, of any of its three passes. */
    CONVOLUTION,
    /** A product of matrices. */
    MATMUL,
    /** Batch normalization, and an activation fused into it. */
    NORMALIZATION,
    /** Pooling over windows or whole images. */
    POOLING,
    /** An activation function of its own. */
    ACTIVATION,
    /** Sums and products of activations or gradients, element by element. */
    ELEMENTWISE,
    /** A change of type or memory layout: inputs, parameters, gradients of parameters. */
    CONVERSION,
    /** A layer that a plugin brings. */
    CUSTOM
  }

  /**
   * One operation of a plan. Equal operations of two steps are equal.
   *
   * @param layer the layer's name in the network, or empty for what belongs to none
   * @param kind of work
   * @param pass in which it runs
   */
  record Operation(String layer, Kind kind, Pass pass) {}

  /**
   * An operation ran, from and to a time of {@link System#nanoTime}.
   *
   * @param operation which it was
   * @param fromNanos when it began
   * @param toNanos when it ended
   */
  void ran(Operation operation, long fromNanos, long toNanos);
}
