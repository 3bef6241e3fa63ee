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
  /** {@return the name on the command line} */
  String id();

  /** {@return one line for people: library, version, device, threads} */
  String description();

  /**
   * {@return the native libraries of its own that it has loaded and computes with, so that a run
   * can say by which code it was made} Libraries of others are named, with their versions, by
   * {@link #description}.
   */
  default List<NativeCode> nativeCode() {
    return List.of();
  }

  /** {@return how activations may be asked to be stored, {@code FLOAT} among them} */
  Set<Precision> precisions();

  /**
   * {@return how plans of a precision store activations on this machine: as they are asked to, or
   * where that is faster in another of {@link #precisions} with at least its digits and range} It
   * is the same in every process on this machine with the same settings, since the bits of a run
   * depend on it, and a plan computes the same bits as one that is asked for this precision.
   *
   * @param precision one of {@link #precisions}
   */
  default Precision stored(Precision precision) {
    return precision;
  }

  /**
   * {@return a remark for users of a precision before they train with it on this machine: that it
   * is slower than another, for instance} Empty if there is nothing to say.
   *
   * @param precision one of {@link #precisions}
   */
  Optional<String> remark(Precision precision);

  /**
   * {@return memory for a network's parameters, all zero, with running means 0 and running
   * variances 1}
   *
   * @param network whose parameters are to have a place
   * @param masters {@code FLOAT}, or {@code DOUBLE} where {@link #precisions} has it
   */
  Weights allocate(Network network, Precision masters);

  /**
   * {@return an array in the host's memory from which inputs of plans get to the device fast; its
   * values are not set} The caller closes it. Plans take others too.
   *
   * @param masters {@code FLOAT} or {@code DOUBLE}, as of the weights
   * @param shape the extents of the array, as of {@link Plan#forward}'s input
   */
  default INDArray inputArray(Precision masters, long... shape) {
    return Nd4j.createUninitialized(
        masters == Precision.DOUBLE ? DataType.DOUBLE : DataType.FLOAT, shape);
  }

  /**
   * Prepares to run a network at one shape. Many plans may share one {@code Weights}.
   *
   * @param weights of this backend
   * @param spec batch, input shape, phase, precision and taps
   * @return the plan, which the caller closes before the weights
   * @throws IllegalArgumentException if the weights are another backend's, the precision is none of
   *     {@link #precisions}, a tap is not a layer, or the network does not fit the input, with the
   *     reason
   * @throws InsufficientMemoryException if there is too little memory for it
   */
  Plan plan(Weights weights, PlanSpec spec);
}
