package io.bagoftricks.backends.onednn.internal.natives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Random;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.ShortPointer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Paired weights have the bits of oneDNN's own reorder. */
@Tag("isa")
final class PairedWeightTest {
  @BeforeAll
  static void load() {
    NativeKernels.load();
  }

  @ParameterizedTest
  @CsvSource({
    "AcdB16b64a2b, 128, 96, 3, 3",
    "AcdB16b64a2b, 192, 32, 1, 1",
    "AcdB16b32a2b, 64, 64, 5, 3",
    "AcdB16b16a2b, 48, 64, 1, 1",
    "AcdB8b32a2b, 64, 64, 3, 3",
    "AcdB8b16a2b, 16, 32, 1, 7",
    "AcdB32a2b, 64, 32, 3, 3",
    "AcdB64a2b, 64, 64, 1, 1",
    "BcdA16a64b2a, 96, 128, 3, 3",
    "BcdA16a64b2a, 32, 192, 1, 1",
    "BcdA16a32b2a, 64, 64, 3, 5",
    "BcdA16a16b2a, 64, 48, 1, 1",
    "BcdA32b2a, 32, 64, 3, 3",
    "ABcd16b64a2b, 64, 64, 3, 3",
    "ABcd8b16a2b, 32, 64, 3, 3",
    "ABcd16a16b2a, 64, 64, 1, 1"
  })
  void hasTheBitsOfAReorder(String tag, int outputs, int inputs, int height, int width)
      throws ReflectiveOperationException {
    assumeTrue(NativeKernels.pairsWeights(), "the processor has no dot products of bf16");
    long[] shape = {outputs, inputs, height, width};
    memory.desc wanted = desc(tag, shape);
    int count = outputs * inputs * height * width;

    PairedWeight paired = PairedWeight.of(wanted).orElseThrow();
    try (FloatPointer weight = new FloatPointer(count);
        ShortPointer expected = new ShortPointer(count);
        ShortPointer room = new ShortPointer(count + 96)) {
      ShortPointer written = room.getPointer(32 - room.address() / 2 % 32);
      fill(weight, count);
      reorder(weight, shape, expected, wanted);
      Pointer.memset(written, 0x55, 2L * count + 64);
      paired.write(3, weight.address(), written.address());

      assertThat(values(written, count)).isEqualTo(values(expected, count));
      assertThat(values(written.getPointer(count), 32)).containsOnly((short) 0x5555);
    }
  }

  /** A part of a block would have to be filled with zeros, or there is no block of pairs at all. */
  @ParameterizedTest
  @CsvSource({
    "AcdB16b64a2b, 100, 64, 3, 3",
    "AcdB16b64a2b, 64, 48, 3, 3",
    "BcdA16a64b2a, 64, 72, 1, 1",
    "ABcd16b16a, 64, 64, 3, 3",
    "Acdb16a, 64, 64, 3, 3",
    "AcdB16b64a4b, 64, 64, 3, 3",
    "abcd, 64, 64, 3, 3",
    "acdb, 64, 64, 3, 3"
  })
  void isNoneOfOtherLayouts(String tag, int outputs, int inputs, int height, int width)
      throws ReflectiveOperationException {
    assertThat(PairedWeight.of(desc(tag, new long[] {outputs, inputs, height, width}))).isEmpty();
  }

  @Test
  void isNoneOfOtherTypesAndShapes() {
    long[] shape = {64, 64, 3, 3};
    memory.format_tag tag = memory.format_tag.ABcd16b16a2b;
    assertThat(PairedWeight.of(new memory.desc(shape, memory.data_type.f16, tag))).isEmpty();
    assertThat(PairedWeight.of(new memory.desc(shape, memory.data_type.f32, tag))).isEmpty();
    assertThat(
            PairedWeight.of(
                new memory.desc(
                    new long[] {64, 64}, memory.data_type.bf16, memory.format_tag.AB16b16a2b)))
        .isEmpty();
    assertThat(
            PairedWeight.of(new memory.desc(shape, memory.data_type.bf16, memory.format_tag.any)))
        .isEmpty();
  }

  /** Not all of oneDNN's layouts are in its list for C++. */
  private static memory.desc desc(String tag, long[] shape) throws ReflectiveOperationException {
    dnnl_memory_desc desc = new dnnl_memory_desc();
    int status =
        dnnl.dnnl_memory_desc_create_with_tag(
            desc,
            shape.length,
            shape,
            dnnl.dnnl_bf16,
            dnnl.class.getField("dnnl_" + tag).getInt(null));
    assertThat(status).isEqualTo(dnnl.dnnl_success);
    return new memory.desc(desc);
  }

  /** With midpoints between numbers of bf16, and what is not a number. */
  private static void fill(FloatPointer weight, int count) {
    Random random = new Random(5);
    for (int i = 0; i < count; i++) {
      float value = (float) random.nextGaussian();
      weight.put(
          i, i % 3 == 0 ? Float.intBitsToFloat(Float.floatToIntBits(value) & ~0x7FFF) : value);
    }
    weight.put(1, Float.NaN).put(2, Float.POSITIVE_INFINITY).put(5, Float.MAX_VALUE).put(7, -0f);
    weight.put(8, Float.MIN_NORMAL / 3);
  }

  private static void reorder(
      FloatPointer from, long[] shape, ShortPointer to, memory.desc wanted) {
    engine cpu = new engine(engine.kind.cpu, 0);
    memory source =
        new memory(new memory.desc(shape, memory.data_type.f32, memory.format_tag.abcd), cpu, from);
    memory target = new memory(wanted, cpu, to);
    stream now = new stream(cpu);
    new reorder(source, target).execute(now, source, target);
    now._wait();
  }

  private static short[] values(ShortPointer pointer, int count) {
    short[] values = new short[count];
    pointer.get(values);
    return values;
  }
}
