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
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Runs models with Microsoft's ONNX Runtime on the CPU.
 *
 * <p>ONNX Runtime 1.29 looks through the command line of its process when it starts, in a recursion
 * as deep as that is long: with a class path of some thousand characters it overflows the stack of
 * a usual thread and ends the process. So it starts in a thread with room for that.
 */
@AutoService(OnnxRunner.class)
public final class OnnxRuntime implements OnnxRunner {
  private static final long STACK_BYTES = 512L << 20;

  private final OrtEnvironment environment = withRoom(OrtEnvironment::getEnvironment);

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

  private static <T> T withRoom(Callable<T> start) {
    FutureTask<T> task = new FutureTask<>(start);
    new Thread(null, task, "onnx-runtime-start", STACK_BYTES).start();
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("ONNX Runtime does not start: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while ONNX Runtime starts", e);
    }
  }
}
