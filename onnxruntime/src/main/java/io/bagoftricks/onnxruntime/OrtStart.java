package io.bagoftricks.onnxruntime;

import ai.onnxruntime.OrtEnvironment;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Starts ONNX Runtime, for us and for plugins that use it themselves.
 *
 * <p>ONNX Runtime 1.29 looks through the command line of its process when it starts, in a recursion
 * as deep as that is long: with a class path of some thousand characters it overflows the stack of
 * a usual thread and ends the process. So it starts in a thread with room for that.
 */
public final class OrtStart {
  private static final long STACK_BYTES = 512L << 20;

  private OrtStart() {}

  /**
   * The environment of this process, of which ONNX Runtime has one: started by the first who asks.
   * It may be used in any thread from then on.
   *
   * @throws IllegalStateException if ONNX Runtime does not start, or the thread is interrupted
   */
  public static OrtEnvironment environment() {
    return withRoom(OrtEnvironment::getEnvironment);
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
