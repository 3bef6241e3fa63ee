package io.bagoftricks.backends.onednn.internal.plan;

import io.bagoftricks.backends.onednn.internal.natives.Device;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.stream;

/** Executes a primitive. */
final class PrimitiveAction implements Step.Action {
  private final primitive primitive;
  private final Map<Integer, Tensor> arguments;
  private final IntMemoryMap memories = new IntMemoryMap();
  private final stream stream;

  PrimitiveAction(primitive primitive, Map<Integer, Tensor> arguments, stream stream) {
    this.primitive = primitive;
    this.arguments = Map.copyOf(arguments);
    this.stream = stream;
  }

  /** The tensors that it reads and writes, its scratch memory included. */
  List<Tensor> tensors() {
    return List.copyOf(arguments.values());
  }

  @Override
  public void bind(Device device, long arena) {
    arguments.forEach((role, tensor) -> memories.put(role, tensor.bind(device.engine(), arena)));
  }

  @Override
  public void run() {
    primitive.execute(stream, memories);
  }
}
