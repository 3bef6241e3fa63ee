package io.bagoftricks.backends.spi;

import io.bagoftricks.api.network.CustomLayer;
import io.bagoftricks.api.random.Draws;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Calls a plugin's layer with its arrays, and owns what the layer keeps between the passes. */
public final class CustomLayerRun implements AutoCloseable {
  /** A zero, and what is added to it is as to any other; but no sum of others ends in it. */
  private static final float UNTOUCHED = -0f;

  private final String name;
  private final CustomLayer layer;
  private final boolean training;
  private final List<INDArray> inputs;
  private final INDArray output;
  private final LocalParameters<INDArray> parameters;
  private final Map<String, INDArray> kept = new HashMap<>();

  /** Of the last forward pass: an array of one before it is only its memory. */
  private final Set<String> keptNow = new TreeSet<>();

  /**
   * A layer and its arrays, all of shape [batch, channels, height, width], dense, in c order, of at
   * least 32 bits or, where the layer says so, of the network's precision.
   *
   * @param name the layer's name in the network
   * @param layer the plugin's
   * @param training whether backward may follow
   * @param inputs read by both passes, in the layer's order
   * @param output written by forward
   * @param parameters the layer's weights, by local name
   */
  public CustomLayerRun(
      String name,
      CustomLayer layer,
      boolean training,
      List<INDArray> inputs,
      INDArray output,
      LocalParameters<INDArray> parameters) {
    this.name = name;
    this.layer = layer;
    this.training = training;
    this.inputs = List.copyOf(inputs);
    this.output = output;
    this.parameters = parameters;
  }

  /**
   * Computes the output.
   *
   * @param draws keyed by run seed, layer and forward pass
   */
  public void forward(Draws draws) {
    forward(ForwardDraws.of(draws));
  }

  /**
   * Computes the output.
   *
   * @param draws of the forward pass, for all layers
   */
  public void forward(ForwardDraws draws) {
    keptNow.clear();
    layer.forward(new ForwardPass(draws.ofLayer(name)));
  }

  /**
   * Overwrites the gradients of inputs and parameters.
   *
   * @param outputGradient of the output's shape, read
   * @param inputGradients one for each input, of its shape, overwritten
   * @param parameterGradients one for each parameter, of its shape, overwritten
   */
  public void backward(
      INDArray outputGradient,
      List<INDArray> inputGradients,
      LocalParameters<INDArray> parameterGradients) {
    inputGradients.forEach(gradient -> gradient.assign(UNTOUCHED));
    parameterGradients.all().forEach(gradient -> gradient.assign(UNTOUCHED));
    layer.backward(new BackwardPass(outputGradient, inputGradients, parameterGradients));
  }

  /** {@return bytes of what the layer keeps} */
  public long keptBytes() {
    return kept.values().stream().mapToLong(a -> a.length() * a.dataType().width()).sum();
  }

  @Override
  public void close() {
    kept.values().forEach(INDArray::close);
    kept.clear();
  }

  private final class ForwardPass implements CustomLayer.Forward {
    private final ForwardDraws draws;

    ForwardPass(ForwardDraws draws) {
      this.draws = draws;
    }

    @Override
    public INDArray input(int index) {
      return inputs.get(index);
    }

    @Override
    public INDArray output() {
      return output;
    }

    @Override
    public INDArray parameter(String local) {
      return parameters.get(local);
    }

    @Override
    public boolean training() {
      return training;
    }

    @Override
    public Draws draws() {
      return draws.pass();
    }

    @Override
    public Draws stepDraws() {
      return draws.step().stream("step");
    }

    @Override
    public Draws draws(int row) {
      return draws.step().stream("example").stream(draws.first() + row);
    }

    @Override
    public void keep(String local, INDArray values) {
      if (!training) {
        return;
      }
      keptNow.add(local);
      INDArray copy = kept.get(local);
      if (copy != null
          && copy.dataType() == values.dataType()
          && Arrays.equals(copy.shape(), values.shape())) {
        copy.assign(values);
        return;
      }
      if (copy != null) {
        copy.close();
      }
      kept.put(local, values.dup('c'));
    }
  }

  private final class BackwardPass implements CustomLayer.Backward {
    private final INDArray outputGradient;
    private final List<INDArray> inputGradients;
    private final LocalParameters<INDArray> parameterGradients;

    BackwardPass(
        INDArray outputGradient,
        List<INDArray> inputGradients,
        LocalParameters<INDArray> parameterGradients) {
      this.outputGradient = outputGradient;
      this.inputGradients = inputGradients;
      this.parameterGradients = parameterGradients;
    }

    @Override
    public INDArray outputGradient() {
      return outputGradient;
    }

    @Override
    public INDArray input(int index) {
      return inputs.get(index);
    }

    @Override
    public INDArray parameter(String local) {
      return parameters.get(local);
    }

    @Override
    public INDArray kept(String local) {
      INDArray copy = keptNow.contains(local) ? kept.get(local) : null;
      if (copy == null) {
        throw new IllegalArgumentException(
            "%s kept no '%s' in its forward pass; it kept %s".formatted(name, local, keptNow));
      }
      return copy;
    }

    @Override
    public INDArray inputGradient(int index) {
      return inputGradients.get(index);
    }

    @Override
    public INDArray parameterGradient(String local) {
      return parameterGradients.get(local);
    }
  }
}
