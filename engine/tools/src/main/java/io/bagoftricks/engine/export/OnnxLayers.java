package io.bagoftricks.engine.export;

import io.bagoftricks.api.network.Add;
import io.bagoftricks.api.network.AvgPool2d;
import io.bagoftricks.api.network.BatchNorm2d;
import io.bagoftricks.api.network.BlurPool2d;
import io.bagoftricks.api.network.Concat;
import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.GlobalAvgPool;
import io.bagoftricks.api.network.Identity;
import io.bagoftricks.api.network.Layer;
import io.bagoftricks.api.network.Linear;
import io.bagoftricks.api.network.MaxPool2d;
import io.bagoftricks.api.network.Multiply;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Network.Vertex;
import io.bagoftricks.api.network.Relu;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.network.Sigmoid;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.engine.internal.network.CoveredLayer;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import onnx.Onnx;

/** Writes the layers of a network as ONNX operations, under the layers' names. */
final class OnnxLayers {
  /** [1, 2, 1] x [1, 2, 1] / 16. */
  private static final float[] BINOMIAL = {
    0.0625f, 0.125f, 0.0625f, 0.125f, 0.25f, 0.125f, 0.0625f, 0.125f, 0.0625f
  };

  private final OnnxGraph graph;
  private final NamedArrays arrays;
  private final FoldedNorms folded;
  private final Map<String, Shape> shapes;

  OnnxLayers(OnnxGraph graph, Network network, NamedArrays arrays, FoldedNorms folded) {
    this.graph = graph;
    this.arrays = arrays;
    this.folded = folded;
    this.shapes = network.shapes(network.input());
  }

  /**
   * Adds a layer.
   *
   * @throws ProblemException if ONNX has no operation for it
   */
  void add(Vertex vertex) {
    Layer layer = CoveredLayer.uncovered(vertex.layer());
    String input = vertex.inputs().get(0);
    if (layer instanceof Conv2d conv) {
      convolution(vertex, conv, graph.image(input));
    } else if (layer instanceof BatchNorm2d norm) {
      if (!folded.isFolded(vertex)) {
        norm(vertex, norm, input);
      }
    } else if (layer instanceof Relu) {
      graph.add("Relu", vertex.name(), List.of(input));
    } else if (layer instanceof Sigmoid) {
      graph.add("Sigmoid", vertex.name(), List.of(input));
    } else if (layer instanceof Add) {
      graph.add("Add", vertex.name(), alike(vertex.inputs()));
    } else if (layer instanceof Concat) {
      graph.add("Concat", vertex.name(), alike(vertex.inputs()), OnnxGraph.attribute("axis", 1));
    } else if (layer instanceof Multiply) {
      graph.add("Mul", vertex.name(), alike(vertex.inputs()));
    } else if (layer instanceof MaxPool2d pool) {
      graph.add(
          "MaxPool",
          vertex.name(),
          List.of(graph.image(input)),
          window(vertex, pool.kernel(), pool.kernel(), pool.stride(), pool.padding()));
    } else if (layer instanceof AvgPool2d pool) {
      averagePool(vertex, pool, graph.image(input));
    } else if (layer instanceof BlurPool2d blur) {
      blur(vertex, blur, graph.image(input));
    } else if (layer instanceof GlobalAvgPool) {
      graph.add("GlobalAveragePool", vertex.name(), List.of(graph.image(input)));
    } else if (layer instanceof Identity) {
      graph.add("Identity", vertex.name(), List.of(input));
    } else if (layer instanceof Linear linear) {
      linear(vertex, linear, graph.vector(input));
    } else {
      throw new ProblemException(
          List.of(
              Problem.error(
                  "export/no-operation",
                  vertex.name(),
                  "The layer is a %s, for which ONNX has no operation. Export with --format safetensors."
                      .formatted(layer.getClass().getName()))));
    }
  }

  private void convolution(Vertex vertex, Conv2d conv, String input) {
    FoldedNorms.Folded values = folded.fold(vertex, arrays);
    List<String> inputs = new ArrayList<>(List.of(input, vertex.name() + ".weight"));
    graph.constant(OnnxTensors.floats(inputs.get(1), arrays.shape(inputs.get(1)), values.weight()));
    if (folded.hasBias(vertex)) {
      inputs.add(vertex.name() + ".bias");
      graph.constant(
          OnnxTensors.floats(inputs.get(2), List.of(values.bias().length), values.bias()));
    }
    List<Onnx.AttributeProto> attributes =
        new ArrayList<>(
            List.of(window(vertex, conv.kernel(), conv.span(), conv.stride(), conv.padding())));
    attributes.add(
        OnnxGraph.attribute(
            "dilations", List.of(conv.dilation().height(), conv.dilation().width())));
    attributes.add(OnnxGraph.attribute("group", conv.groups()));
    graph.add(
        "Conv", folded.output(vertex), inputs, attributes.toArray(Onnx.AttributeProto[]::new));
  }

  private void norm(Vertex vertex, BatchNorm2d norm, String input) {
    List<String> inputs = new ArrayList<>(List.of(input));
    for (String part : List.of("weight", "bias", "running_mean", "running_var")) {
      inputs.add(constant(vertex.name() + "." + part));
    }
    graph.add(
        "BatchNormalization",
        vertex.name(),
        inputs,
        OnnxGraph.attribute("epsilon", (float) norm.epsilon()));
  }

  private void averagePool(Vertex vertex, AvgPool2d pool, String input) {
    List<Onnx.AttributeProto> attributes =
        new ArrayList<>(
            List.of(window(vertex, pool.kernel(), pool.kernel(), pool.stride(), pool.padding())));
    attributes.add(OnnxGraph.attribute("count_include_pad", pool.countsPadding() ? 1 : 0));
    graph.add(
        "AveragePool",
        vertex.name(),
        List.of(input),
        attributes.toArray(Onnx.AttributeProto[]::new));
  }

  /** Reflected borders, and a convolution of each channel by itself. */
  private void blur(Vertex vertex, BlurPool2d blur, String input) {
    int channels = shape(vertex.name()).channels();
    String bordered = vertex.name() + ".bordered";
    String borders = vertex.name() + ".borders";
    graph.constant(OnnxTensors.integers(borders, 0, 0, 1, 1, 0, 0, 1, 1));
    graph.add("Pad", bordered, List.of(input, borders), OnnxGraph.attribute("mode", "reflect"));
    float[] windows = new float[channels * BINOMIAL.length];
    for (int i = 0; i < windows.length; i++) {
      windows[i] = BINOMIAL[i % BINOMIAL.length];
    }
    String window = vertex.name() + ".window";
    graph.constant(OnnxTensors.floats(window, List.of(channels, 1, 3, 3), windows));
    graph.add(
        "Conv",
        vertex.name(),
        List.of(bordered, window),
        OnnxGraph.attribute("kernel_shape", List.of(3, 3)),
        OnnxGraph.attribute("strides", List.of(blur.stride().height(), blur.stride().width())),
        OnnxGraph.attribute("group", channels));
  }

  private void linear(Vertex vertex, Linear linear, String input) {
    List<String> inputs = new ArrayList<>(List.of(input, constant(vertex.name() + ".weight")));
    if (linear.bias()) {
      inputs.add(constant(vertex.name() + ".bias"));
    }
    graph.add("Gemm", vertex.name(), inputs, OnnxGraph.attribute("transB", 1));
  }

  private String constant(String name) {
    graph.constant(OnnxTensors.floats(name, arrays.shape(name), arrays.values(name)));
    return name;
  }

  /** Both as images where one of them is one: a vector is then one value per channel. */
  private List<String> alike(List<String> inputs) {
    return inputs.stream().anyMatch(graph::isImage)
        ? inputs.stream().map(graph::image).toList()
        : inputs;
  }

  /**
   * The window, with padding behind the input just as wide as the output's extent needs: so a last,
   * partial window needs no {@code ceil_mode}, of which runtimes have several readings.
   */
  private Onnx.AttributeProto[] window(
      Vertex vertex, Size kernel, Size span, Size stride, Size padding) {
    Shape in = shape(vertex.inputs().get(0));
    Shape out = shape(vertex.name());
    return new Onnx.AttributeProto[] {
      OnnxGraph.attribute("kernel_shape", List.of(kernel.height(), kernel.width())),
      OnnxGraph.attribute("strides", List.of(stride.height(), stride.width())),
      OnnxGraph.attribute(
          "pads",
          List.of(
              padding.height(),
              padding.width(),
              behind(in.height(), out.height(), span.height(), stride.height(), padding.height()),
              behind(in.width(), out.width(), span.width(), stride.width(), padding.width())))
    };
  }

  private static int behind(int in, int out, int span, int stride, int padding) {
    return Math.max(0, (out - 1) * stride + span - in - padding);
  }

  private Shape shape(String layer) {
    Shape shape = shapes.get(layer);
    if (shape == null) {
      throw new IllegalArgumentException("The network has no layer '" + layer + "'");
    }
    return shape;
  }
}
