package io.bagoftricks.backends.onednn.internal.kernel;

import io.bagoftricks.api.network.Shape;
import io.bagoftricks.backends.onednn.internal.plan.Assembler;
import io.bagoftricks.backends.onednn.internal.plan.PlanContext;
import io.bagoftricks.backends.onednn.internal.plan.StoredZeros;
import io.bagoftricks.backends.onednn.internal.plan.Tensor;
import io.bagoftricks.backends.spi.Profiler.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.bytedeco.dnnl.memory;

/**
 * The gradients of activations on their way back. Where several layers read one activation their
 * parts are summed; the last two are left to the layer that takes them.
 */
public final class GradientFlow {
  private final Assembler assembler;
  private final int batch;
  private final StoredZeros zeros;
  private final Map<String, List<Tensor>> pending = new HashMap<>();

  public GradientFlow(PlanContext context) {
    this.assembler = context.assembler();
    this.batch = context.spec().batch();
    this.zeros = context.zeros();
  }

  /** Starts with the gradient of the network's output, which stays as it is. */
  public void begin(String output, Tensor gradient) {
    pending.put(output, List.of(gradient));
  }

  /** The gradient of an output; zero where nobody read it. */
  public OutputGradient take(String name, Shape shape) {
    List<Tensor> parts = pending.remove(name);
    if (parts == null) {
      Tensor zero = assembler.allocate(assembler.formats().stored(batch, shape));
      assembler.clear(zero);
      parts = List.of(zero);
    }
    for (Tensor part : parts) {
      if (part.block().isOfArena()) {
        countZeros(part, batch * shape.elements());
      }
    }
    return gradient(parts, shape);
  }

  /** Adds a reader's part. */
  public void add(String name, Tensor part, Shape shape) {
    List<Tensor> parts = new ArrayList<>(pending.getOrDefault(name, List.of()));
    pending.remove(name);
    if (parts.size() == 2 || parts.contains(part)) {
      parts = new ArrayList<>(List.of(sum(parts, part, shape)));
    } else {
      parts.add(part);
    }
    pending.put(name, List.copyOf(parts));
  }

  /** The sum of what was there and a part that makes it too many, or stands there already. */
  private Tensor sum(List<Tensor> parts, Tensor part, Shape shape) {
    Tensor whole = gradient(parts, shape).whole();
    if (whole != part) {
      return gradient(List.of(whole, part), shape).whole();
    }
    Tensor twice = assembler.allocate(assembler.formats().stored(batch, shape));
    new Elementwise(assembler, batch).add(part, part, twice, shape);
    return twice;
  }

  private OutputGradient gradient(List<Tensor> parts, Shape shape) {
    Set<Tensor> overwritable =
        parts.stream().filter(this::isReadByNobodyElse).collect(Collectors.toSet());
    return new OutputGradient(assembler, batch, shape, parts, overwritable);
  }

  /**
   * Whether a tensor that is pending no more stands for no other output, and is not the caller's.
   */
  private boolean isReadByNobodyElse(Tensor taken) {
    return taken.block().isOfArena()
        && pending.values().stream().flatMap(Collection::stream).noneMatch(taken::equals);
  }

  private void countZeros(Tensor gradient, long values) {
    memory.data_type type = gradient.desc().get_data_type();
    assembler.run(Kind.ELEMENTWISE, addresses -> zeros.look(addresses[0], type, values), gradient);
  }
}
