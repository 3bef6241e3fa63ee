package io.bagoftricks.backends.onednn.internal.plan;

import io.bagoftricks.api.network.Role;
import io.bagoftricks.backends.onednn.internal.natives.Address;
import io.bagoftricks.backends.onednn.internal.natives.Device;
import io.bagoftricks.backends.onednn.internal.natives.Formats;
import io.bagoftricks.backends.onednn.internal.natives.Layouts;
import io.bagoftricks.backends.onednn.internal.natives.Primitives;
import io.bagoftricks.backends.spi.Accumulate;
import io.bagoftricks.backends.spi.ParameterLayout.Slice;
import io.bagoftricks.backends.spi.Profiler.Kind;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.javacpp.Pointer;

/**
 * Where the gradients of parameters are written. Those of weights leave a primitive in its own
 * layout and are brought into the flat array in one pass, which adds where that is asked for.
 * Vectors, which lie together behind the weights, are written to a place like theirs and brought
 * over together.
 */
public final class GradientTensors implements AutoCloseable {
  private final OneDnnWeights weights;
  private final Assembler assembler;
  private final long firstVector;
  private final long vectorElements;
  private final Arena vectors;
  private Accumulate mode = Accumulate.OVERWRITE;

  public GradientTensors(OneDnnWeights weights, Assembler assembler) {
    this.weights = weights;
    this.assembler = assembler;
    this.firstVector =
        weights.layout().parameters().values().stream()
            .filter(slice -> slice.parameter().role() == Role.WEIGHT)
            .mapToLong(Slice::end)
            .max()
            .orElse(0);
    this.vectorElements = weights.layout().elements() - firstVector;
    this.vectors = new Arena(vectorElements * Float.BYTES);
  }

  /** Sets how the next backward pass treats the gradients that are there. */
  public void mode(Accumulate newMode) {
    mode = newMode;
  }

  /** Bytes outside the arena. */
  public long bytes() {
    return vectorElements * Float.BYTES;
  }

  /** Where the gradient of a bias, gamma or beta is to be written. */
  public Tensor vector(String name) {
    Slice slice = weights.layout().slice(name);
    long offset = (slice.offset() - firstVector) * Float.BYTES;
    return Assembler.at(
        new Address(vectors.start() + offset), Formats.vector(slice.parameter().elements()));
  }

  /** Whether a kernel is to add to the gradient of a weight that is there. */
  public boolean addsTo(String name) {
    return mode == Accumulate.ADD && !weights.isReparametrized(name);
  }

  /** Where the gradient of a weight lies, for kernels that write it there themselves. */
  public Tensor weight(String name) {
    Slice slice = weights.layout().slice(name);
    return Assembler.at(
        Address.of(weights.effectiveGradient(name)), Formats.vector(slice.parameter().elements()));
  }

  /**
   * Brings the gradient of a weight into the flat array: in the parameter's shape, as a vector of
   * its elements, or with the output channels cut into groups.
   */
  public void commit(String name, Tensor gradient) {
    Tensor target =
        Assembler.at(
            Address.of(weights.effectiveGradient(name)),
            ParameterTensors.plain(Layouts.extents(gradient.desc())));
    PrimitiveAction overwrite = action(gradient, target, new post_ops());
    post_ops adding = new post_ops();
    adding.append_sum();
    PrimitiveAction add = action(gradient, target, adding);
    assembler.add(
        Kind.CONVERSION,
        new Step.Action() {
          @Override
          public void bind(Device device, long arena) {
            overwrite.bind(device, arena);
            add.bind(device, arena);
          }

          @Override
          public void run() {
            (addsTo(name) ? add : overwrite).run();
          }
        },
        Stream.concat(overwrite.tensors().stream(), add.tensors().stream()).toList());
  }

  /** Brings all vectors into the flat array, and weights that are not those of layers. */
  public void commitRest() {
    if (weights.isReparametrized()) {
      assembler.run(Kind.CONVERSION, none -> weights.commitEffective(mode));
    }
    if (vectorElements == 0) {
      return;
    }
    Address from = new Address(vectors.start());
    Address to = new Address(weights.gradients().data().address() + firstVector * Float.BYTES);
    long bytes = vectorElements * Float.BYTES;
    assembler.run(
        Kind.CONVERSION,
        none -> {
          if (mode == Accumulate.ADD) {
            weights.addToGradients(firstVector, from, vectorElements);
          } else {
            Pointer.memcpy(to, from, bytes);
          }
        });
  }

  @Override
  public void close() {
    vectors.close();
  }

  private PrimitiveAction action(Tensor from, Tensor to, post_ops operations) {
    memory.desc source = from.desc();
    reorder.primitive_desc descriptor =
        new reorder.primitive_desc(
            assembler.device().engine(),
            source,
            assembler.device().engine(),
            to.desc(),
            Primitives.attributes(operations),
            false);
    return assembler.action(
        new reorder(descriptor),
        descriptor.scratchpad_desc(),
        Map.of(dnnl.DNNL_ARG_FROM, from, dnnl.DNNL_ARG_TO, to));
  }
}
