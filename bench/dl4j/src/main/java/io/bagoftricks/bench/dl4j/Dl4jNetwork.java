package io.bagoftricks.bench.dl4j;

import io.bagoftricks.bench.network.ConvNorm;
import io.bagoftricks.bench.network.NetworkSpec;
import io.bagoftricks.bench.network.Projection;
import io.bagoftricks.bench.network.Residual;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** Builds a residual network out of DL4J's layers. */
final class Dl4jNetwork {
  private static final double RATE = 1e-3;
  private static final double MOMENTUM = 0.9;
  private static final double WEIGHT_DECAY = 1e-4;
  private static final String INPUT = "input";

  private final ComputationGraphConfiguration.GraphBuilder graph;
  private String flow = INPUT;

  private Dl4jNetwork(int size) {
    graph =
        new NeuralNetConfiguration.Builder()
            .seed(1)
            .weightInit(WeightInit.RELU)
            .updater(new Nesterovs(RATE, MOMENTUM))
            .l2(WEIGHT_DECAY)
            .convolutionMode(ConvolutionMode.Truncate)
            .graphBuilder()
            .addInputs(INPUT)
            .setInputTypes(InputType.convolutional(size, size, 3));
  }

  /** An initialized network for images of a size. */
  static ComputationGraph build(NetworkSpec spec, int size) {
    Dl4jNetwork network = new Dl4jNetwork(size);
    network.add(spec);
    ComputationGraph built = new ComputationGraph(network.graph.build());
    built.init();
    return built;
  }

  private void add(NetworkSpec spec) {
    for (ConvNorm link : spec.stem()) {
      flow = relu(convNorm(link, flow));
    }
    if (spec.maxPool()) {
      flow = pool("maxpool", PoolingType.MAX, 3, 2, 1, flow);
    }
    spec.blocks().forEach(this::add);
    graph.addLayer("global_pool", new GlobalPoolingLayer(PoolingType.AVG), flow);
    graph.addLayer(
        spec.linear(),
        new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
            .activation(Activation.SOFTMAX)
            .nOut(spec.classes())
            .build(),
        "global_pool");
    graph.setOutputs(spec.linear());
  }

  private void add(Residual block) {
    String shortcut = flow;
    if (block.projection().isPresent()) {
      Projection projection = block.projection().get();
      int side = projection.pool();
      if (side > 1) {
        shortcut = pool(block.name() + ".pool", PoolingType.AVG, side, side, 0, shortcut);
      }
      shortcut = convNorm(projection.convolution(), shortcut);
    }
    List<ConvNorm> branch = block.branch();
    for (ConvNorm link : branch.subList(0, branch.size() - 1)) {
      flow = relu(convNorm(link, flow));
    }
    flow = convNorm(branch.get(branch.size() - 1), flow);
    String sum = block.name() + ".add";
    graph.addVertex(sum, new ElementWiseVertex(ElementWiseVertex.Op.Add), flow, shortcut);
    flow = relu(sum);
  }

  private String convNorm(ConvNorm spec, String from) {
    if (spec.groups() > 1) {
      throw new IllegalArgumentException(
          "DL4J's convolution has no groups, but %s has %s. Compare with --peer libtorch."
              .formatted(spec.conv(), spec.groups()));
    }
    graph.addLayer(
        spec.conv(),
        new ConvolutionLayer.Builder(spec.kernel(), spec.kernel())
            .stride(spec.stride(), spec.stride())
            .padding(spec.padding(), spec.padding())
            .nOut(spec.outChannels())
            .hasBias(false)
            .activation(Activation.IDENTITY)
            .build(),
        from);
    graph.addLayer(
        spec.norm(), new BatchNormalization.Builder().decay(0.9).eps(1e-5).build(), spec.conv());
    return spec.norm();
  }

  private String relu(String from) {
    String name = from + ".relu";
    graph.addLayer(name, new ActivationLayer(Activation.RELU), from);
    return name;
  }

  private String pool(String name, PoolingType type, int kernel, int stride, int pad, String from) {
    graph.addLayer(
        name,
        new SubsamplingLayer.Builder(
                type, new int[] {kernel, kernel}, new int[] {stride, stride}, new int[] {pad, pad})
            .build(),
        from);
    return name;
  }
}
