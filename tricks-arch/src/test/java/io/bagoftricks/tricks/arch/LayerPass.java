package io.bagoftricks.tricks.arch;

import io.bagoftricks.api.network.CustomLayer;
import io.bagoftricks.api.network.Network.Vertex;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.backends.spi.CustomLayerRun;
import io.bagoftricks.backends.spi.ForwardDraws;
import io.bagoftricks.backends.spi.LocalParameters;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** One layer of a plugin, without a network. All arrays are of 64 bits. */
public final class LayerPass implements AutoCloseable {
  private final INDArray input;
  private final INDArray output;
  private final LocalParameters<INDArray> parameters;
  private final CustomLayerRun run;

  /**
   * A layer without parameters and its input.
   *
   * @param input shape [batch, channels, height, width]
   */
  public LayerPass(CustomLayer layer, INDArray input) {
    Shape shape = new Shape((int) input.size(1), (int) input.size(2), (int) input.size(3));
    Shape out = layer.output(List.of(shape));
    this.input = input;
    this.output =
        Nd4j.create(DataType.DOUBLE, input.size(0), out.channels(), out.height(), out.width());
    Vertex vertex = new Vertex("layer", layer, List.of("input"), List.of());
    this.parameters = LocalParameters.of(vertex, List.of(shape), name -> Nd4j.empty());
    this.run = new CustomLayerRun("layer", layer, true, List.of(input), output, parameters);
  }

  /** The output in the step of a seed, of examples from a place in its batch on. */
  public INDArray forward(long seed, int first) {
    run.forward(ForwardDraws.of(Draws.of(seed), first));
    return output.dup();
  }

  /** The gradient of the input after a forward. */
  public INDArray backward(INDArray outputGradient) {
    INDArray gradient = input.ulike();
    run.backward(outputGradient, List.of(gradient), parameters);
    return gradient;
  }

  @Override
  public void close() {
    run.close();
  }
}
