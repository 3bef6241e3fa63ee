package io.bagoftricks.api.network;

import io.bagoftricks.api.random.Draws;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.osgi.annotation.versioning.ConsumerType;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A layer that a plugin brings. Implement it as a record: settings only, no arrays, no lambdas.
 *
 * <p>Every backend runs it on arrays in NCHW order, on the training thread: of at least float32, or
 * as {@link #inStoredPrecision} says. A vector has the shape [batch, channels, 1, 1] here.
 *
 * @since 0.1
 */
@ConsumerType
public non-sealed interface CustomLayer extends Layer {
  /**
   * Computes the output from inputs and parameters.
   *
   * @param pass the arrays of one micro-batch
   */
  void forward(Forward pass);

  /**
   * Computes gradients from the gradient of the output. Called only after a training forward.
   *
   * @param pass the arrays of the same micro-batch
   */
  void backward(Backward pass);

  /**
   * {@return whether inputs, output and their gradients are arrays of the type that activations are
   * stored in, BFLOAT16 or FLOAT16 for instance, and not float32 copies} For a layer that computes
   * in whatever type it is given. Parameters and their gradients are float32 then too. That a layer
   * fills its output is not looked at in 16 bits.
   */
  default boolean inStoredPrecision() {
    return false;
  }

  /**
   * {@return the layer that stands in the place of this one in evaluation, prediction and exports:
   * {@link Identity} for a layer that acts in training alone; empty where it is the same} It takes
   * the same inputs, gives an output of the same shape, and its parameters are among those of this
   * layer. A layer of the engine exports to ONNX where one of a plugin does not, and an identity
   * costs nothing.
   */
  default Optional<Layer> evaluated() {
    return Optional.empty();
  }

  /** One forward pass through the layer. Its arrays are valid until the method returns. */
  @ProviderType
  interface Forward {
    /**
     * {@return an input, shape [batch, channels, height, width]} Not to be written.
     *
     * @param index from 0, below {@link Layer#arity}
     */
    INDArray input(int index);

    /**
     * {@return the output, every value of which is to be set; of the shape {@link Layer#output}
     * told}
     */
    INDArray output();

    /**
     * {@return a parameter by its local name, in its shape} Not to be written.
     *
     * @param name as in {@link Layer#parameters}: {@code weight}, not {@code layer1.0.weight}
     */
    INDArray parameter(String name);

    /** {@return whether a backward pass may follow} */
    boolean training();

    /**
     * {@return draws keyed by run seed, layer and forward pass} Each micro-batch of a step has its
     * own; a pass that is repeated has the same.
     */
    Draws draws();

    /**
     * {@return draws keyed by run seed, layer and step: the same in all micro-batches of a step}
     */
    Draws stepDraws();

    /**
     * {@return draws of one example, keyed by run seed, layer, step and the example's place in the
     * batch of the step: the same in whatever micro-batch it is}
     *
     * @param row of the example in this micro-batch, from 0
     */
    Draws draws(int row);

    /**
     * Keeps a copy of values that backward needs. Ignored outside training.
     *
     * @param name under which {@link Backward#kept} has them
     * @param values of any shape, copied; they may change afterwards
     */
    void keep(String name, INDArray values);
  }

  /** One backward pass through the layer. Its arrays are valid until the method returns. */
  @ProviderType
  interface Backward {
    /**
     * {@return the gradient of the loss with respect to the output, in its shape} Not to be
     * written.
     */
    INDArray outputGradient();

    /**
     * {@return an input of the forward pass, shape [batch] and that of the input} Not to be
     * written.
     *
     * @param index from 0, below {@link Layer#arity}
     */
    INDArray input(int index);

    /**
     * {@return a parameter by its local name, in its shape} Not to be written.
     *
     * @param name as in {@link Layer#parameters}: {@code weight}, not {@code layer1.0.weight}
     */
    INDArray parameter(String name);

    /**
     * {@return an array that the forward pass kept, by its name, in the shape it had} Not to be
     * written.
     *
     * @param name as given to {@link Forward#keep}
     */
    INDArray kept(String name);

    /**
     * {@return where the gradient of an input goes, in its shape: to be set or, as it is all zero
     * before the call, added to} A gradient of zero is set to zero; one that is not touched is an
     * error.
     *
     * @param index from 0, below {@link Layer#arity}
     */
    INDArray inputGradient(int index);

    /**
     * {@return where the gradient of a parameter goes, in its shape, as that of an input}
     *
     * @param name as in {@link Layer#parameters}: {@code weight}, not {@code layer1.0.weight}
     */
    INDArray parameterGradient(String name);
  }
}
