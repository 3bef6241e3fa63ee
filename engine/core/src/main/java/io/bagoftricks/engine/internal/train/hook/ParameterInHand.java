package io.bagoftricks.engine.internal.train.hook;

import io.bagoftricks.api.ParameterView;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.backends.spi.Weights.Part;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One parameter of those that a trick sees in a call. */
abstract class ParameterInHand implements ParameterView {
  private final Parameter parameter;
  private final PartsInHand parts;
  private final NormsInHand norms;

  ParameterInHand(Parameter parameter, PartsInHand parts, NormsInHand norms) {
    this.parameter = parameter;
    this.parts = parts;
    this.norms = norms;
  }

  @Override
  public final Parameter parameter() {
    return parameter;
  }

  @Override
  public final INDArray weight() {
    return parts.read(Part.MASTERS, parameter.name());
  }

  @Override
  public final INDArray gradient() {
    return parts.read(Part.GRADIENTS, parameter.name());
  }

  @Override
  public final double weightNorm() {
    return norms.of(Part.MASTERS, parameter.name());
  }

  @Override
  public final double gradientNorm() {
    return norms.of(Part.GRADIENTS, parameter.name());
  }

  @Override
  public final double[] weightRowNorms() {
    return NormsInHand.ofRows(weight());
  }

  @Override
  public final double[] gradientRowNorms() {
    return NormsInHand.ofRows(gradient());
  }

  /** The weight or the gradient, to be written. */
  final INDArray edit(Part part) {
    norms.edited(part, parameter.name());
    return parts.edit(part, parameter.name());
  }
}
