package io.bagoftricks.backends.onednn.internal.plan;

import io.bagoftricks.api.network.BatchNorm2d;
import io.bagoftricks.api.network.Network.Vertex;
import io.bagoftricks.backends.onednn.internal.natives.Address;
import io.bagoftricks.backends.onednn.internal.natives.Floats;
import io.bagoftricks.backends.onednn.internal.natives.Formats;
import io.bagoftricks.backends.onednn.internal.natives.Layouts;
import io.bagoftricks.backends.onednn.internal.natives.PairedWeight;
import io.bagoftricks.backends.spi.ParameterLayout.Slice;
import io.bagoftricks.backends.spi.ParameterLayout.StatisticsSlice;
import io.bagoftricks.backends.spi.Profiler.Kind;
import java.nio.FloatBuffer;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.bytedeco.dnnl.memory;
import org.jspecify.annotations.Nullable;

/**
 * The masters as tensors: vectors in place, weights of convolutions and linear layers as copies in
 * the type and layout a primitive wants, renewed when the masters change.
 */
public final class ParameterTensors {
  private static final memory.format_tag[] PLAIN = {
    memory.format_tag.a,
    memory.format_tag.ab,
    memory.format_tag.abc,
    memory.format_tag.abcd,
    memory.format_tag.abcde
  };

  private final OneDnnWeights weights;
  private final Assembler assembler;

  public ParameterTensors(OneDnnWeights weights, Assembler assembler) {
    this.weights = weights;
    this.assembler = assembler;
  }

  /** A bias, gamma or beta, in place. */
  public Tensor vector(String name) {
    return Assembler.at(Address.of(weights.parameter(name)), plain(name));
  }

  /** A weight as a primitive wants it, which may cut the output channels into groups. */
  public Tensor weight(String name, memory.desc wanted) {
    Tensor master =
        Assembler.at(Address.of(weights.effective(name)), plain(Layouts.extents(wanted)));
    if (wanted.equals(master.desc())) {
      return master;
    }
    Tensor copy = assembler.allocateKept(wanted);
    int threads = assembler.device().arithmetic().threads();
    // Where there are no tiles nobody has measured that it is faster.
    Optional<PairedWeight> layout =
        assembler.device().hasTiles() ? PairedWeight.of(wanted) : Optional.empty();
    layout.ifPresentOrElse(
        paired ->
            assembler.whenParametersChange(
                () -> transform((from, to) -> paired.write(threads, from, to), master, copy)),
        () -> assembler.whenParametersChange(() -> assembler.reorder(master, copy)));
    return copy;
  }

  /**
   * A weight in a layout of our own, kept until the masters change.
   *
   * @param bytes of the copy
   * @param transform from the master's address to the copy's
   */
  public Tensor transformed(String name, long bytes, Transform transform) {
    Tensor copy = assembler.allocateKept(Formats.vector(bytes / Float.BYTES));
    assembler.whenParametersChange(() -> transform(transform, master(name), copy));
    return copy;
  }

  /** The same, but made anew each time, so that no memory is taken in between. */
  public Tensor transformedAnew(String name, long bytes, Transform transform) {
    Tensor copy = assembler.allocate(Formats.vector(bytes / Float.BYTES));
    transform(transform, master(name), copy);
    return copy;
  }

  private Tensor master(String name) {
    return Assembler.at(Address.of(weights.effective(name)), plain(name));
  }

  private void transform(Transform transform, Tensor from, Tensor to) {
    assembler.run(Kind.CONVERSION, a -> transform.apply(a[0].address(), a[1].address()), from, to);
  }

  /** Writes a weight in another layout. */
  public interface Transform {
    /** From one address to another. */
    void apply(long from, long to);
  }

  /**
   * A convolution's weight and bias with the batch norm behind it folded in, the weight as a
   * primitive wants it.
   */
  public Folded folded(String weight, @Nullable String bias, Vertex norm, memory.desc wanted) {
    return folded(
        weight,
        bias,
        norm,
        plain(Layouts.extents(wanted)),
        assembler.allocateKept(wanted),
        assembler::reorder);
  }

  /**
   * A convolution's weight and bias with the batch norm behind it folded in, the weight in a layout
   * of our own.
   *
   * @param bytes of the copy
   * @param transform from the folded weight's address to the copy's
   */
  public Folded foldedAndTransformed(
      String weight, @Nullable String bias, Vertex norm, long bytes, Transform transform) {
    return folded(
        weight,
        bias,
        norm,
        plain(weight),
        assembler.allocateKept(Formats.vector(bytes / Float.BYTES)),
        (scaled, copy) -> transform(transform, scaled, copy));
  }

  private Folded folded(
      String weight,
      @Nullable String bias,
      Vertex norm,
      memory.desc plain,
      Tensor copy,
      BiConsumer<Tensor, Tensor> convert) {
    Slice slice = weights.layout().slice(weight);
    int channels = slice.parameter().shape().get(0);
    int each = Math.toIntExact(slice.parameter().elements() / channels);
    Tensor shift = assembler.allocateKept(Formats.vector(channels));
    FloatBuffer master = floats(weight);
    FoldedNorm fold = foldedNorm(norm, bias, channels);
    assembler.whenParametersChange(
        () -> {
          Tensor scaled = assembler.allocate(plain);
          assembler.run(
              Kind.CONVERSION,
              addresses ->
                  fold.apply(
                      master,
                      each,
                      Floats.of(addresses[0], slice.parameter().elements()),
                      Floats.of(addresses[1], channels)),
              scaled,
              shift);
          convert.accept(scaled, copy);
        });
    return new Folded(copy, shift);
  }

  /** Weight and bias of a convolution that needs no batch norm behind it any more. */
  public record Folded(Tensor weight, Tensor bias) {}

  private FoldedNorm foldedNorm(Vertex norm, @Nullable String bias, int channels) {
    StatisticsSlice statistics = weights.layout().statisticsOf(norm.name());
    FloatBuffer running =
        Floats.of(Address.of(weights.statistics()), weights.statistics().length())
            .slice(Math.toIntExact(statistics.offset()), 2 * channels);
    return new FoldedNorm(
        channels,
        ((BatchNorm2d) norm.layer()).epsilon(),
        floats(norm.parameters().get(0).name()),
        floats(norm.parameters().get(1).name()),
        running,
        bias == null ? null : floats(bias));
  }

  private FloatBuffer floats(String name) {
    return Floats.of(
        Address.of(weights.effective(name)), weights.layout().slice(name).parameter().elements());
  }

  private memory.desc plain(String name) {
    return plain(
        weights.layout().slice(name).parameter().shape().stream()
            .mapToLong(Integer::longValue)
            .toArray());
  }

  /** 32-bit values in the order of ND4J arrays. */
  static memory.desc plain(long[] shape) {
    return new memory.desc(shape, memory.data_type.f32, PLAIN[shape.length - 1]);
  }
}
