package io.bagoftricks.engine.export;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import onnx.Onnx;
import org.nd4j.shade.protobuf.ByteString;

/**
 * An ONNX graph under construction. Values are images [batch, channels, height, width] or vectors
 * [batch, features].
 */
final class OnnxGraph {
  private static final int IMAGE = 4;
  private static final int VECTOR = 2;

  private final Onnx.GraphProto.Builder graph = Onnx.GraphProto.newBuilder();
  private final Map<String, Integer> ranks = new HashMap<>();

  /** Declares an input of the graph. */
  void input(Onnx.ValueInfoProto input) {
    graph.addInput(input);
    ranks.put(input.getName(), IMAGE);
  }

  /** Adds a constant. */
  void constant(Onnx.TensorProto tensor) {
    graph.addInitializer(tensor);
  }

  boolean isImage(String value) {
    return ranks.getOrDefault(value, 0) == IMAGE;
  }

  /** The value as an image; a vector gets a height and a width of 1. */
  String image(String value) {
    if (isImage(value)) {
      return value;
    }
    String image = value + "/image";
    if (ranks.put(image, IMAGE) == null) {
      constant(OnnxTensors.integers(image + "/axes", 2, 3));
      graph.addNode(node("Unsqueeze", image, List.of(value, image + "/axes")));
    }
    return image;
  }

  /** The value as a vector; an image must have a height and a width of 1. */
  String vector(String value) {
    if (!isImage(value)) {
      return value;
    }
    String vector = value + "/vector";
    if (ranks.put(vector, VECTOR) == null) {
      graph.addNode(node("Flatten", vector, List.of(value)).addAttribute(attribute("axis", 1)));
    }
    return vector;
  }

  /** Adds an operation whose result is an image exactly if its first input is one. */
  void add(
      String operation, String output, List<String> inputs, Onnx.AttributeProto... attributes) {
    Onnx.NodeProto.Builder node = node(operation, output, inputs);
    for (Onnx.AttributeProto attribute : attributes) {
      node.addAttribute(attribute);
    }
    graph.addNode(node);
    ranks.put(output, ranks.getOrDefault(inputs.get(0), VECTOR));
  }

  /** Declares the output and ends the construction. */
  Onnx.GraphProto finish(String name, String value, Onnx.ValueInfoProto output) {
    add("Identity", output.getName(), List.of(vector(value)));
    return graph.setName(name).addOutput(output).build();
  }

  static Onnx.AttributeProto attribute(String name, long value) {
    return Onnx.AttributeProto.newBuilder()
        .setName(name)
        .setType(Onnx.AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  static Onnx.AttributeProto attribute(String name, float value) {
    return Onnx.AttributeProto.newBuilder()
        .setName(name)
        .setType(Onnx.AttributeProto.AttributeType.FLOAT)
        .setF(value)
        .build();
  }

  static Onnx.AttributeProto attribute(String name, String value) {
    return Onnx.AttributeProto.newBuilder()
        .setName(name)
        .setType(Onnx.AttributeProto.AttributeType.STRING)
        .setS(ByteString.copyFromUtf8(value))
        .build();
  }

  static Onnx.AttributeProto attribute(String name, List<Integer> values) {
    Onnx.AttributeProto.Builder attribute =
        Onnx.AttributeProto.newBuilder()
            .setName(name)
            .setType(Onnx.AttributeProto.AttributeType.INTS);
    values.forEach(attribute::addInts);
    return attribute.build();
  }

  private static Onnx.NodeProto.Builder node(String operation, String output, List<String> inputs) {
    return Onnx.NodeProto.newBuilder()
        .setName(output)
        .setOpType(operation)
        .addAllInput(inputs)
        .addOutput(output);
  }
}
