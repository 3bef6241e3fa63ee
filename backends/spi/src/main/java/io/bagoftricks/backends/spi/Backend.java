package io.bagoftricks.backends.spi;

import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Precision;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Executes networks. All methods, and all methods of what it hands out, are called from one thread,
 * the training thread.
 */
@ConsumerType
public interface Backend {
  /** The name on the command line. */
  String id();

  /** One line for people: library, version, device, threads. */
  String description();

  /**
   * The native libraries of its own that it has loaded and computes with, so that a run can say by
   * which code it was made. Libraries of others are named, with their versions, by {@link
   * #description}.
   */
  default List<NativeCode> nativeCode() {
    return List.of();
  }

  /** How activations can be stored. */
  Set<Precision> precisions();

  /**
   * A remark for users of a precision before they train with it on this machine: that it is slower
   * than another, for instance. Empty if there is nothing to say.
   */
  Optional<String> remark(Precision precision);

  /**
   * Memory for a network's parameters, all zero, with running means 0 and running variances 1.
   *
   * @param masters {@code FLOAT}, or {@code DOUBLE} where {@link #precisions} has it
   */
  Weights allocate(Network network, Precision masters);

  /**
   * An array in the host's memory from which inputs of plans get to the device fast; its values are
   * not set. The caller closes it. Plans take others too.
   *
   * @param masters {@code FLOAT} or {@code DOUBLE}, as of the weights
   */
  default INDArray inputArray(Precision masters, long... shape) {
    return Nd4j.createUninitialized(
        masters == Precision.DOUBLE ? DataType.DOUBLE : DataType.FLOAT, shape);
  }

  /**
   * Prepares to run a network at one shape. Many plans may share one {@code Weights}.
   *
   * @throws IllegalArgumentException if the weights are another backend's, the precision is none of
   *     {@link #precisions}, a tap is no layer, or the network does not fit the input, with the
   *     reason
   * @throws InsufficientMemoryException if there is too little memory for it
   */
  Plan plan(Weights weights, PlanSpec spec);
}
