package io.bagoftricks.backends.spi;

import io.bagoftricks.api.random.Draws;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.osgi.annotation.versioning.ConsumerType;

/** A network ready to run at one shape. It always computes with the current weights. */
@ConsumerType
public interface Plan extends AutoCloseable {
  /** {@return the batch, image shape, phase and precision that it was planned for} */
  PlanSpec spec();

  /**
   * Runs the network.
   *
   * @param input shape [batch, channels, height, width] in the type of the weights' masters; not
   *     written, and not changed by the caller before backward
   * @param draws for layers that draw, keyed by the forward pass
   * @return the logits, shape [batch, classes], in the masters' type; valid until the next forward
   * @throws IllegalArgumentException if the input's shape is not that of the plan
   */
  INDArray forward(INDArray input, Draws draws);

  /**
   * Runs the network on a micro-batch. A plan that does not implement it keys all draws by the
   * forward pass, so that those of an example depend on the micro-batch.
   *
   * @param input as of {@link #forward(INDArray, Draws)}
   * @param draws for layers that draw
   * @return as of {@link #forward(INDArray, Draws)}
   * @throws IllegalArgumentException if the input's shape is not that of the plan
   */
  default INDArray forward(INDArray input, ForwardDraws draws) {
    return forward(input, draws.pass());
  }

  /**
   * {@return the output of one of {@link PlanSpec#taps} in the last forward, shape [batch,
   * channels, height, width] in the masters' type; valid until the next forward}
   *
   * @param layer the name of a layer among the taps
   * @throws IllegalArgumentException if the layer is not among the taps
   * @throws IllegalStateException if the plan has not run
   */
  INDArray tap(String layer);

  /**
   * Computes the gradients of all parameters, into the gradients of the weights. At most once after
   * each forward: what backward has read it may overwrite.
   *
   * @param logitsGradient shape [batch, classes]
   * @param mode whether the gradients that are there stay in the sum
   * @throws IllegalStateException without a training forward before that no backward followed
   */
  void backward(INDArray logitsGradient, Accumulate mode);

  /**
   * Tells a profiler of every operation from now on; {@code null} ends that.
   *
   * @param profiler is told of each operation, on the training thread
   */
  void profile(@Nullable Profiler profiler);

  /**
   * Tells a counter of every gradient of a layer's output that backward stores from now on, once
   * each, that of the logits included; {@code null} ends that. Gradients of the input and of
   * parameters do not count, nor does what is fused away and never stored. It costs a pass over
   * each. A backend that does not count tells nothing.
   *
   * @param counter is told of each gradient, on the training thread
   */
  default void countZeros(@Nullable ZeroCounter counter) {}

  /**
   * Frees what the plan holds. The weights stay. Who runs it then, or asks for a tap, gets an
   * {@link IllegalStateException}.
   */
  @Override
  void close();
}
