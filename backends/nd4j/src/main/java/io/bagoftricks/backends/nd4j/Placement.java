package io.bagoftricks.backends.nd4j;

import io.bagoftricks.api.network.Layer;
import io.bagoftricks.api.network.Network.Vertex;
import io.bagoftricks.backends.spi.LocalParameters;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Where a layer stands in a plan: its arrays, all of shape [batch, channels, height, width], dense
 * and in c order.
 */
public final class Placement {
  private final Vertex vertex;
  private final List<INDArray> inputs;
  private final INDArray output;
  private final LocalParameters<INDArray> parameters;
  private final PlanContext context;

  Placement(
      Vertex vertex,
      List<INDArray> inputs,
      INDArray output,
      LocalParameters<INDArray> parameters,
      PlanContext context) {
    this.vertex = vertex;
    this.inputs = List.copyOf(inputs);
    this.output = output;
    this.parameters = parameters;
    this.context = context;
  }

  /** The layer's name in the network. */
  public String name() {
    return vertex.name();
  }

  /** The layer's settings. */
  public <L extends Layer> L layer(Class<L> kind) {
    return kind.cast(vertex.layer());
  }

  INDArray input(int index) {
    return inputs.get(index);
  }

  List<INDArray> inputs() {
    return inputs;
  }

  INDArray output() {
    return output;
  }

  /** The layer's parameters; views of the masters. */
  public LocalParameters<INDArray> parameters() {
    return parameters;
  }

  /** The context that all layers of the plan share. */
  PlanContext context() {
    return context;
  }
}
