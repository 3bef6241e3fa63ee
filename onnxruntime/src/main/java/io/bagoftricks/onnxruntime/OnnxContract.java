package io.bagoftricks.onnxruntime;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import com.google.common.io.MoreFiles;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.problem.ProblemException;
import io.bagoftricks.engine.teacher.TeacherFormat;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.StringStringEntryProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorShapeProto.Dimension;
import onnx.Onnx.ValueInfoProto;
import org.nd4j.shade.protobuf.InvalidProtocolBufferException;

/**
 * The numbers of an image classifier, read from its file without running it.
 *
 * @param producer as the file names it
 * @param input the name of the images, shape [batch, channels, height, width]
 * @param output the name of the logits, shape [batch, classes]
 * @param batch the only batch that it takes, or 0 for any
 * @param channels of an image
 * @param height of an image, or 0 for any
 * @param width of an image, or 0 for any
 * @param parameters how many values its weights have
 * @param sha256 of the file, and of the files that it keeps weights in
 */
record OnnxContract(
    String producer,
    String input,
    String output,
    int batch,
    int channels,
    int height,
    int width,
    int classes,
    long parameters,
    String sha256) {
  private static final int IMAGE_RANK = 4;
  private static final Set<Integer> CHANNELS = Set.of(1, 3);

  /**
   * Reads them.
   *
   * @throws ProblemException if the model has other inputs or outputs than an image classifier
   * @throws IOException if the file cannot be read
   */
  static OnnxContract read(Path file) throws IOException {
    ModelProto model = parse(file);
    GraphProto graph = model.getGraph();
    ValueInfoProto input = input(file, graph);
    ValueInfoProto output = output(file, graph);
    int[] image = extents(input);
    int channels = image[1];
    if (!CHANNELS.contains(channels)) {
      throw refusal(
          "teacher/onnx-input",
          file,
          "The input '%s' has the shape %s; a teacher takes images as [batch, channels, height, width] with 1 or 3 channels. %s"
              .formatted(
                  input.getName(),
                  shape(input),
                  CHANNELS.contains(image[3])
                      ? "Its channels seem to be last: transpose them where the model is exported."
                      : "Export the model with such an input."));
    }
    if (Math.max(image[2], image[3]) > TeacherFormat.LARGEST_SIDE) {
      throw refusal(
          "teacher/onnx-input",
          file,
          "The input '%s' has the shape %s; an image has at most %s rows and columns. Export the model for such images."
              .formatted(input.getName(), shape(input), TeacherFormat.LARGEST_SIDE));
    }
    if (image[2] == 0 != (image[3] == 0)) {
      throw refusal(
          "teacher/onnx-input",
          file,
          "The input '%s' has the shape %s, whose height or width is fixed, but not both. Export the model with both, or with neither."
              .formatted(input.getName(), shape(input)));
    }
    int[] logits = extents(output);
    if (logits[1] == 0) {
      throw refusal(
          "teacher/onnx-output",
          file,
          "The output '%s' has the shape %s: the number of classes is not stated. Export the model with it."
              .formatted(output.getName(), shape(output)));
    }
    return new OnnxContract(
        model.getProducerName(),
        input.getName(),
        output.getName(),
        image[0],
        channels,
        image[2],
        image[3],
        logits[1],
        parameters(file, graph),
        hash(file, graph));
  }

  private static ModelProto parse(Path file) throws IOException {
    try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file))) {
      ModelProto model = ModelProto.parseFrom(bytes);
      if (model.hasGraph()) {
        return model;
      }
    } catch (InvalidProtocolBufferException e) {
      throw refusal(
          "teacher/onnx-broken", file, "The file is not an ONNX model: " + e.getMessage());
    }
    throw refusal(
        "teacher/onnx-broken", file, "The file is not an ONNX model, or only a part of one.");
  }

  private static ValueInfoProto input(Path file, GraphProto graph) {
    Set<String> weights =
        graph.getInitializerList().stream().map(TensorProto::getName).collect(Collectors.toSet());
    List<ValueInfoProto> inputs =
        graph.getInputList().stream().filter(one -> !weights.contains(one.getName())).toList();
    if (inputs.size() != 1) {
      throw refusal(
          "teacher/onnx-input",
          file,
          "The model has %s inputs (%s); a teacher has one, the images."
              .formatted(inputs.size(), names(inputs)));
    }
    ValueInfoProto input = inputs.get(0);
    if (!isOfFloats(input, IMAGE_RANK)) {
      throw refusal(
          "teacher/onnx-input",
          file,
          "The input '%s' has the shape %s and the type %s; a teacher takes images as [batch, channels, height, width] in float32. Export the model so."
              .formatted(input.getName(), shape(input), type(input)));
    }
    return input;
  }

  private static ValueInfoProto output(Path file, GraphProto graph) {
    List<ValueInfoProto> logits =
        graph.getOutputList().stream().filter(one -> isOfFloats(one, 2)).toList();
    if (logits.size() != 1) {
      throw refusal(
          "teacher/onnx-output",
          file,
          "The model has %s outputs that may be logits, [batch, classes] in float32 (all outputs: %s); a teacher has one. Export the model with the logits alone."
              .formatted(logits.size(), names(graph.getOutputList())));
    }
    return logits.get(0);
  }

  private static boolean isOfFloats(ValueInfoProto value, int rank) {
    return value.getType().hasTensorType()
        && value.getType().getTensorType().getElemType() == TensorProto.DataType.FLOAT.getNumber()
        && value.getType().getTensorType().hasShape()
        && value.getType().getTensorType().getShape().getDimCount() == rank;
  }

  /** The extents of a value; 0 for those that are not fixed, the largest int for larger ones. */
  private static int[] extents(ValueInfoProto value) {
    return value.getType().getTensorType().getShape().getDimList().stream()
        .mapToLong(one -> one.hasDimValue() ? Math.max(0, one.getDimValue()) : 0)
        .mapToInt(extent -> (int) Math.min(extent, Integer.MAX_VALUE))
        .toArray();
  }

  private static String shape(ValueInfoProto value) {
    return value.getType().getTensorType().getShape().getDimList().stream()
        .map(OnnxContract::extent)
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static String extent(Dimension one) {
    if (one.hasDimValue()) {
      return Long.toString(one.getDimValue());
    }
    return one.getDimParam().isEmpty() ? "?" : one.getDimParam();
  }

  private static String type(ValueInfoProto value) {
    TensorProto.DataType type =
        TensorProto.DataType.forNumber(value.getType().getTensorType().getElemType());
    return type == null ? "unknown" : type.name();
  }

  private static String names(List<ValueInfoProto> values) {
    return values.stream()
        .map(one -> "'%s' %s".formatted(one.getName(), shape(one)))
        .collect(Collectors.joining(", "));
  }

  private static long parameters(Path file, GraphProto graph) {
    long parameters = 0;
    for (TensorProto tensor : graph.getInitializerList()) {
      try {
        long values =
            tensor.getDimsList().stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
        parameters = Math.addExact(parameters, values);
      } catch (ArithmeticException e) {
        throw refusal(
            "teacher/onnx-broken",
            file,
            "The weights '%s' have the shape %s, which is more values than there can be. Export the model again."
                .formatted(tensor.getName(), tensor.getDimsList()));
      }
    }
    return parameters;
  }

  private static String hash(Path file, GraphProto graph) throws IOException {
    Hasher hash = Hashing.sha256().newHasher();
    hash.putString(sha256(file), StandardCharsets.US_ASCII);
    for (Path part : parts(file, graph)) {
      hash.putString(sha256(part), StandardCharsets.US_ASCII);
    }
    return hash.hash().toString();
  }

  private static String sha256(Path file) throws IOException {
    return MoreFiles.asByteSource(file).hash(Hashing.sha256()).toString();
  }

  /** The files beside it that weights are in, which ONNX calls external data. */
  private static List<Path> parts(Path file, GraphProto graph) {
    Set<String> names = new TreeSet<>();
    for (TensorProto tensor : graph.getInitializerList()) {
      for (StringStringEntryProto entry : tensor.getExternalDataList()) {
        if (entry.getKey().equals("location")) {
          names.add(entry.getValue());
        }
      }
    }
    List<Path> parts = new ArrayList<>();
    Path folder = file.toAbsolutePath().resolveSibling("").normalize();
    for (String name : names) {
      Path part = folder.resolve(name).normalize();
      if (!part.startsWith(folder) || !Files.isRegularFile(part)) {
        throw refusal(
            "teacher/onnx-broken",
            file,
            "Weights of the model are in '%s', and there is no such file in its folder. Copy it there."
                .formatted(name));
      }
      parts.add(part);
    }
    return parts;
  }

  private static ProblemException refusal(String id, Path file, String message) {
    return new ProblemException(List.of(Problem.error(id, file.toString(), message)));
  }
}
