package io.bagoftricks.onnxruntime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.OperatorSetIdProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorShapeProto;
import onnx.Onnx.TensorShapeProto.Dimension;
import onnx.Onnx.TypeProto;
import onnx.Onnx.ValueInfoProto;

/** Small models of others: the logits are the means of the channels times a factor per class. */
final class OnnxFiles {
  private final List<ValueInfoProto> inputs;
  private final List<ValueInfoProto> outputs;
  private String location = "";
  private List<Long> factors = List.of(1L, 3L);

  private OnnxFiles(List<ValueInfoProto> inputs, List<ValueInfoProto> outputs) {
    this.inputs = inputs;
    this.outputs = outputs;
  }

  /** With these inputs and outputs; what is computed is of the first of them. */
  static OnnxFiles of(List<ValueInfoProto> inputs, List<ValueInfoProto> outputs) {
    return new OnnxFiles(inputs, outputs);
  }

  /** Three channels of any size, three classes. */
  static OnnxFiles means(int batch) {
    return of(List.of(floats("image", batch, 3, 0, 0)), List.of(floats("probabilities", batch, 3)));
  }

  /** The factors are in a file of this name, beside the model. */
  OnnxFiles withWeightsIn(String name) {
    location = name;
    return this;
  }

  /** The factors say that they are of this shape. */
  OnnxFiles withWeightsOf(Long... shape) {
    factors = List.of(shape);
    return this;
  }

  static ValueInfoProto floats(String name, long... extents) {
    return value(name, TensorProto.DataType.FLOAT, extents);
  }

  /** A value; an extent of 0 is one that is not fixed. */
  static ValueInfoProto value(String name, TensorProto.DataType type, long... extents) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    Arrays.stream(extents)
        .forEach(
            extent ->
                shape.addDim(
                    extent == 0
                        ? Dimension.newBuilder().setDimParam("any")
                        : Dimension.newBuilder().setDimValue(extent)));
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder().setElemType(type.getNumber()).setShape(shape)))
        .build();
  }

  Path write(Path file) throws IOException {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName("factors")
            .setDataType(TensorProto.DataType.FLOAT.getNumber())
            .addAllDims(factors);
    if (location.isEmpty()) {
      tensor.addAllFloatData(List.of(1f, 10f, 100f));
    } else {
      tensor.setDataLocation(TensorProto.DataLocation.EXTERNAL);
      tensor.addExternalDataBuilder().setKey("location").setValue(location);
    }
    GraphProto graph =
        GraphProto.newBuilder()
            .setName("means")
            .addAllInput(inputs)
            .addAllOutput(outputs)
            .addInitializer(tensor)
            .addNode(node("GlobalAveragePool", inputs.get(0).getName(), "pooled"))
            .addNode(node("Flatten", "pooled", "flat"))
            .addNode(
                NodeProto.newBuilder()
                    .setOpType("Mul")
                    .addInput("flat")
                    .addInput("factors")
                    .addOutput(outputs.get(0).getName()))
            .build();
    return Files.write(
        file,
        ModelProto.newBuilder()
            .setIrVersion(8)
            .setProducerName("pytorch")
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
            .setGraph(graph)
            .build()
            .toByteArray());
  }

  private static NodeProto node(String type, String input, String output) {
    return NodeProto.newBuilder().setOpType(type).addInput(input).addOutput(output).build();
  }
}
