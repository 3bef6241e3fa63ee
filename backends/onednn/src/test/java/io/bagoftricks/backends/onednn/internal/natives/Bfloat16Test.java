package io.bagoftricks.backends.onednn.internal.natives;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.ShortPointer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Kernels store 32 bits in bf16 by rounding to the nearest, of two the even one, at every level of
 * instruction sets. A batch norm of zeros stores its shifts, one for each channel. Numbers below
 * the normal ones are left out: processors with an instruction for bf16 take them for zero.
 */
@Tag("isa")
final class Bfloat16Test {
  private static final int SMALLEST_NORMAL = 0x0080;
  private static final int INFINITY = 0x7F80;

  @BeforeAll
  static void load() {
    NativeKernels.load();
  }

  @Test
  void everyNumberOfBf16Survives() {
    int[] all = IntStream.range(SMALLEST_NORMAL, INFINITY + 1).toArray();

    assertThat(stored(floats(all))).isEqualTo(all);
    assertThat(stored(negative(floats(all))))
        .isEqualTo(IntStream.of(all).map(bits -> bits | 0x8000).toArray());
  }

  @Test
  void midpointsGoToTheEvenNumberAndNeighborsToTheNearer() {
    int[] below = IntStream.range(SMALLEST_NORMAL, INFINITY - 1).toArray();
    int[] above = IntStream.of(below).map(bits -> bits + 1).toArray();
    int[] even = IntStream.of(below).map(bits -> bits + bits % 2).toArray();
    float[] middle = floats(below);
    float[] under = new float[below.length];
    float[] over = new float[below.length];
    for (int i = 0; i < below.length; i++) {
      middle[i] = (float) (((double) middle[i] + Float.intBitsToFloat(above[i] << 16)) / 2);
      under[i] = Math.nextDown(middle[i]);
      over[i] = Math.nextUp(middle[i]);
    }

    assertThat(stored(middle)).isEqualTo(even);
    assertThat(stored(under)).isEqualTo(below);
    assertThat(stored(over)).isEqualTo(above);
    assertThat(stored(negative(over)))
        .isEqualTo(IntStream.of(above).map(bits -> bits | 0x8000).toArray());
  }

  @Test
  void whatIsTooLargeBecomesInfinite() {
    float half = Float.intBitsToFloat(0x7F7F8000);

    assertThat(stored(Math.nextDown(half), half, Float.MAX_VALUE, -Float.MAX_VALUE))
        .containsExactly(0x7F7F, INFINITY, INFINITY, INFINITY | 0x8000);
  }

  /** Also one whose digits are all in the half that is cut off. */
  @Test
  void whatIsNoNumberStaysSo() {
    int[] bits = stored(Float.NaN, Float.intBitsToFloat(0x7F800001), Float.intBitsToFloat(-1));

    assertThat(IntStream.of(bits)).allMatch(each -> Float.isNaN(Float.intBitsToFloat(each << 16)));
  }

  private static float[] floats(int... bits) {
    float[] values = new float[bits.length];
    for (int i = 0; i < bits.length; i++) {
      values[i] = Float.intBitsToFloat(bits[i] << 16);
    }
    return values;
  }

  private static float[] negative(float... values) {
    float[] negative = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      negative[i] = -values[i];
    }
    return negative;
  }

  private static int[] stored(float... values) {
    int channels = values.length;
    try (ShortPointer x = new ShortPointer(new short[channels]);
        ShortPointer y = new ShortPointer(channels);
        FloatPointer zeros = new FloatPointer(new float[channels]);
        FloatPointer beta = new FloatPointer(values);
        BytePointer room = new BytePointer(NativeKernels.batchNormRoom(channels, 1))) {
      Pointer.memset(room, 0, room.capacity());
      NativeKernels.batchNormForward(
          NativeKernels.typeCode(memory.data_type.bf16),
          1,
          1,
          channels,
          channels,
          room.address(),
          1,
          x.address(),
          0,
          y.address(),
          zeros.address(),
          zeros.address(),
          zeros.address(),
          beta.address(),
          1,
          false,
          false);
      short[] bits = new short[channels];
      y.get(bits);
      return IntStream.range(0, channels).map(i -> bits[i] & 0xFFFF).toArray();
    }
  }
}
