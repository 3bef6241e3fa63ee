package io.bagoftricks.onnxruntime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.bagoftricks.engine.frozen.FrozenNetwork;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.problem.ProblemException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A classifier that ONNX Runtime computes, on the processor and in float32. Where the model takes
 * one batch alone, inputs are computed in parts, the last filled up with zeros.
 */
final class OnnxNetwork implements FrozenNetwork {
  private static final String THREADS = "OMP_NUM_THREADS";

  private final OrtEnvironment environment;
  private final Path file;
  private final OrtSession session;
  private final OnnxContract contract;
  private FloatBuffer pixels = FloatBuffer.allocate(0);
  private @Nullable INDArray floats;
  private @Nullable INDArray logits;

  private OnnxNetwork(
      OrtEnvironment environment, Path file, OrtSession session, OnnxContract contract) {
    this.environment = environment;
    this.file = file;
    this.session = session;
    this.contract = contract;
  }

  /**
   * Builds the network of a file.
   *
   * @throws ProblemException if ONNX Runtime refuses it, with its words
   */
  static OnnxNetwork open(Path file, OnnxContract contract) {
    OrtEnvironment environment = OrtStart.environment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      String threads = System.getenv(THREADS);
      if (threads != null && threads.matches("[1-9][0-9]{0,3}")) {
        options.setIntraOpNumThreads(Integer.parseInt(threads));
      }
      // Its threads would look for work between two steps, in which ours compute.
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      return new OnnxNetwork(
          environment, file, environment.createSession(file.toString(), options), contract);
    } catch (OrtException e) {
      throw refusal(
          "teacher/onnx-broken", file, "ONNX Runtime cannot load the model: " + e.getMessage());
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws ProblemException if ONNX Runtime fails in the model, or the model gives other logits
   *     than it declares
   */
  @Override
  public INDArray logits(INDArray inputs) {
    int rows = Math.toIntExact(inputs.size(0));
    int part = contract.batch() == 0 ? rows : contract.batch();
    int image = Math.toIntExact(inputs.length() / rows);
    INDArray source = asFloats(inputs);
    FloatBuffer room = room(Math.multiplyExact(part, image));
    FloatBuffer all = source.data().asNioFloat();
    float[] values = new float[Math.multiplyExact(rows, contract.classes())];
    for (int first = 0; first < rows; first += part) {
      int taken = Math.min(part, rows - first);
      room.clear();
      room.put(all.slice(first * image, taken * image));
      while (room.hasRemaining()) {
        room.put(0);
      }
      room.flip();
      run(
          room,
          new long[] {part, inputs.size(1), inputs.size(2), inputs.size(3)},
          values,
          first * contract.classes(),
          taken * contract.classes());
    }
    if (logits == null || logits.size(0) != rows || logits.dataType() != inputs.dataType()) {
      closeIfThere(logits);
      logits = Nd4j.createUninitialized(inputs.dataType(), rows, contract.classes());
    }
    try (INDArray computed = Nd4j.createFromArray(values)) {
      return logits.assign(computed.reshape('c', rows, contract.classes()));
    }
  }

  @Override
  public void close() {
    closeIfThere(floats);
    closeIfThere(logits);
    floats = null;
    logits = null;
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime does not close: " + e.getMessage(), e);
    }
  }

  private void run(FloatBuffer from, long[] shape, float[] to, int offset, int length) {
    try (OnnxTensor images = OnnxTensor.createTensor(environment, from, shape);
        OrtSession.Result result = session.run(Map.of(contract.input(), images))) {
      OnnxTensor output = (OnnxTensor) result.get(contract.output()).orElseThrow();
      long[] given = output.getInfo().getShape();
      long[] declared = {shape[0], contract.classes()};
      if (!Arrays.equals(given, declared)) {
        throw refusal(
            "teacher/onnx-output",
            file,
            "The output '%s' has the shape %s for %s images, but the model declares %s. Export the model again."
                .formatted(
                    contract.output(),
                    Arrays.toString(given),
                    shape[0],
                    Arrays.toString(declared)));
      }
      output.getFloatBuffer().get(to, offset, length);
    } catch (OrtException e) {
      throw refusal(
          "teacher/onnx-broken", file, "ONNX Runtime fails in the model: " + e.getMessage());
    }
  }

  private static ProblemException refusal(String id, Path file, String message) {
    return new ProblemException(List.of(Problem.error(id, file.toString(), message)));
  }

  /** The inputs as float32 in row-major order, in an array that is kept. */
  private INDArray asFloats(INDArray inputs) {
    if (floats == null || !floats.equalShapes(inputs)) {
      closeIfThere(floats);
      floats = Nd4j.createUninitialized(DataType.FLOAT, inputs.shape(), 'c');
    }
    return floats.assign(inputs);
  }

  private FloatBuffer room(int values) {
    if (pixels.capacity() < values) {
      pixels =
          ByteBuffer.allocateDirect(Math.multiplyExact(values, Float.BYTES))
              .order(ByteOrder.nativeOrder())
              .asFloatBuffer();
    }
    return pixels.clear().limit(values).slice();
  }

  private static void closeIfThere(@Nullable INDArray array) {
    if (array != null) {
      array.close();
    }
  }
}
