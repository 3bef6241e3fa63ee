package io.bagoftricks.engine.export;

import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Network.Vertex;
import io.bagoftricks.api.network.Normalization;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.problem.ProblemException;
import java.util.List;
import java.util.Set;
import onnx.Onnx;

/**
 * A network as an ONNX model: from pixels on the scale 0 to 255, [batch, channels, height, width],
 * gray or red, green, blue, to logits [batch, classes]. The normalization of inputs is part of it;
 * the batch may have any size. Opset 17.
 */
public final class OnnxModel {
  /** The name of the input. */
  public static final String PIXELS = "pixels";

  /** Who made it, as the file says. */
  public static final String PRODUCER = "Bag of Tricks";

  /** The name of the output. */
  public static final String LOGITS = "logits";

  private static final int IR_VERSION = 8;
  private static final int OPSET = 17;

  private OnnxModel() {}

  /**
   * The bytes of a model file.
   *
   * @param weights that are exported; float32
   * @param normalization that comes before the network
   * @param classNames of the logits, kept as metadata {@code class_names}, one per line
   * @param foldNorms whether batch norms become part of the convolutions before them
   * @throws ProblemException if ONNX has no operation for a layer
   */
  public static byte[] of(
      String name,
      Weights weights,
      Normalization normalization,
      List<String> classNames,
      boolean foldNorms) {
    Network network = weights.network().evaluated(Set.of());
    checkNames(network);
    OnnxGraph graph = new OnnxGraph();
    graph.input(
        value(
            PIXELS, network.input().channels(), network.input().height(), network.input().width()));
    int channels = network.input().channels();
    List<Integer> perChannel = List.of(1, channels, 1, 1);
    graph.constant(OnnxTensors.floats("pixels/mean", perChannel, floats(normalization.mean())));
    graph.constant(
        OnnxTensors.floats(
            "pixels/standard_deviation", perChannel, floats(normalization.standardDeviation())));
    graph.add("Sub", "pixels/centred", List.of(PIXELS, "pixels/mean"));
    graph.add("Div", Network.INPUT, List.of("pixels/centred", "pixels/standard_deviation"));
    FoldedNorms folded = foldNorms ? FoldedNorms.all(network) : FoldedNorms.none();
    OnnxLayers layers = new OnnxLayers(graph, network, new NamedArrays(weights), folded);
    for (Vertex vertex : network.vertices()) {
      layers.add(vertex);
    }
    return Onnx.ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .setProducerName(PRODUCER)
        .addOpsetImport(Onnx.OperatorSetIdProto.newBuilder().setVersion(OPSET))
        .addMetadataProps(
            Onnx.StringStringEntryProto.newBuilder()
                .setKey("class_names")
                .setValue(String.join("\n", classNames)))
        .setGraph(graph.finish(name, network.output().name(), value(LOGITS, network.classes())))
        .build()
        .toByteArray();
  }

  private static void checkNames(Network network) {
    for (String ours : List.of(PIXELS, LOGITS)) {
      if (network.find(ours).isPresent()) {
        throw new ProblemException(
            List.of(
                Problem.error(
                    "export/name-taken",
                    ours,
                    "A layer is called '%s', as is the %s of every exported model. Call the layer something else."
                        .formatted(ours, ours.equals(PIXELS) ? "input" : "output"))));
      }
    }
  }

  private static float[] floats(List<Double> values) {
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values.get(i).floatValue();
    }
    return floats;
  }

  private static Onnx.ValueInfoProto value(String name, int... extents) {
    Onnx.TensorShapeProto.Builder shape =
        Onnx.TensorShapeProto.newBuilder()
            .addDim(Onnx.TensorShapeProto.Dimension.newBuilder().setDimParam("batch"));
    for (int extent : extents) {
      shape.addDim(Onnx.TensorShapeProto.Dimension.newBuilder().setDimValue(extent));
    }
    return Onnx.ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            Onnx.TypeProto.newBuilder()
                .setTensorType(
                    Onnx.TypeProto.Tensor.newBuilder()
                        .setElemType(Onnx.TensorProto.DataType.FLOAT_VALUE)
                        .setShape(shape)))
        .build();
  }
}
