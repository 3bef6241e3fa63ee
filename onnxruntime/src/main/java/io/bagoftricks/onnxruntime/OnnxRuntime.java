package io.bagoftricks.onnxruntime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.google.auto.service.AutoService;
import io.bagoftricks.engine.export.OnnxModel;
import io.bagoftricks.engine.export.OnnxRunner;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;

/** Runs models with Microsoft's ONNX Runtime on the CPU. */
@AutoService(OnnxRunner.class)
public final class OnnxRuntime implements OnnxRunner {
  private final OrtEnvironment environment = OrtStart.environment();

  @Override
  public String description() {
    return "ONNX Runtime " + environment.getVersion();
  }

  @Override
  public float[] logits(Path model, float[] pixels, long... shape) {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        OrtSession session = environment.createSession(model.toString(), options);
        OnnxTensor input = OnnxTensor.createTensor(environment, FloatBuffer.wrap(pixels), shape);
        OrtSession.Result result = session.run(Map.of(OnnxModel.PIXELS, input))) {
      FloatBuffer values = ((OnnxTensor) result.get(0)).getFloatBuffer();
      float[] logits = new float[values.remaining()];
      values.get(logits);
      return logits;
    } catch (OrtException e) {
      throw new IllegalStateException(
          "ONNX Runtime cannot run %s: %s".formatted(model, e.getMessage()), e);
    }
  }
}
