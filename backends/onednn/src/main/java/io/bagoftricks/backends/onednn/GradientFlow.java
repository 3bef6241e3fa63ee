package io.bagoftricks.backends.onednn;

import io.bagoftricks.api.network.Shape;
import io.bagoftricks.backends.spi.Profiler.Kind;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.dnnl.memory;

/**
 * The gradients of activations on their way back. Where several layers read one activation their
 * parts are summed, in place of a part that nobody else reads.
 */
final class GradientFlow {
  private final Assembler assembler;
  private final int batch;
  private final StoredZeros zeros;
  private final Elementwise elementwise;
  private final Map<String, Tensor> gradients = new HashMap<>();

  GradientFlow(PlanContext context) {
    this.assembler = context.assembler();
    this.batch = context.spec().batch();
    this.zeros = context.zeros();
    this.elementwise = new Elementwise(assembler, batch);
  }

  /** Starts with the gradient of the network's output, which stays as it is. */
  void begin(String output, Tensor gradient) {
    gradients.put(output, gradient);
  }

  /** The complete gradient of an output; zero where nobody read it. */
  Tensor take(String name, Shape shape) {
    Tensor gradient = gradients.remove(name);
    if (gradient == null) {
      gradient = assembler.allocate(assembler.formats().stored(batch, shape));
      assembler.clear(gradient);
    }
    if (gradient.block().isOfArena()) {
      countZeros(gradient, batch * shape.elements());
    }
    return gradient;
  }

  private void countZeros(Tensor gradient, long values) {
    memory.data_type type = gradient.desc().get_data_type();
    assembler.run(Kind.ELEMENTWISE, addresses -> zeros.look(addresses[0], type, values), gradient);
  }

  /** Whether a gradient just taken stands for no other output, and is not the caller's. */
  boolean mayOverwrite(Tensor taken) {
    return taken.block().isOfArena() && !gradients.containsValue(taken);
  }

  /** Adds a reader's part. */
  void add(String name, Tensor part, Shape shape) {
    Tensor other = gradients.remove(name);
    if (other == null) {
      gradients.put(name, part);
      return;
    }
    Tensor sum;
    if (other != part && mayOverwrite(other)) {
      sum = other;
    } else if (other != part && mayOverwrite(part)) {
      sum = part;
    } else {
      sum = assembler.allocate(assembler.formats().stored(batch, shape));
    }
    elementwise.add(sum == part ? part : other, sum == part ? other : part, sum, shape);
    gradients.put(name, sum);
  }
}
