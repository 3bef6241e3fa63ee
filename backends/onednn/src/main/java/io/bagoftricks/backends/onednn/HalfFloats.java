package io.bagoftricks.backends.onednn;

import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import org.bytedeco.javacpp.ShortPointer;

/**
 * IEEE half precision to single and back, rounded to nearest even. On processors without fp16
 * arithmetic oneDNN converts value by value in its reference code; this is many times as fast.
 */
final class HalfFloats {
  private static final float[] VALUES = new float[1 << 16];
  private static final int BLOCK = 4096;
  private static final int SINGLE_INFINITY = 0x7F800000;
  private static final int HALF_INFINITY = 0x7C00;
  private static final int HALF_QUIET_NAN = 0x7E00;

  /** The smallest single that rounds to a half above the largest finite one: 65520. */
  private static final int OVERFLOW = 0x477FF000;

  /** The smallest single that is a normal half: 2^-14. */
  private static final int SMALLEST_NORMAL = 0x38800000;

  /** Between the biases of the exponents, 127 - 15, where a single has its exponent. */
  private static final int REBIAS = 112 << 23;

  static {
    for (int bits = 0; bits < VALUES.length; bits++) {
      VALUES[bits] = decode(bits);
    }
  }

  private final Sweep sweep;
  private final ThreadLocal<short[]> halves = ThreadLocal.withInitial(() -> new short[BLOCK]);
  private final ThreadLocal<float[]> singles = ThreadLocal.withInitial(() -> new float[BLOCK]);

  HalfFloats(Sweep sweep) {
    this.sweep = sweep;
  }

  /** Halves to singles. */
  void widen(Address from, Address to, long length) {
    ShortBuffer source = new ShortPointer(from).capacity(length).asBuffer();
    FloatBuffer target = Floats.of(to, length);
    sweep.blocks(
        Math.toIntExact(length),
        BLOCK,
        (start, count) -> {
          short[] narrow = halves.get();
          float[] wide = singles.get();
          source.get(start, narrow, 0, count);
          for (int i = 0; i < count; i++) {
            wide[i] = VALUES[narrow[i] & 0xFFFF];
          }
          target.put(start, wide, 0, count);
        });
  }

  /** Singles to halves; what is too large becomes infinite, what is too small zero. */
  void narrow(Address from, Address to, long length) {
    FloatBuffer source = Floats.of(from, length);
    ShortBuffer target = new ShortPointer(to).capacity(length).asBuffer();
    sweep.blocks(
        Math.toIntExact(length),
        BLOCK,
        (start, count) -> {
          short[] narrow = halves.get();
          float[] wide = singles.get();
          source.get(start, wide, 0, count);
          for (int i = 0; i < count; i++) {
            narrow[i] = encode(wide[i]);
          }
          target.put(start, narrow, 0, count);
        });
  }

  /** The value of a half. */
  static float decode(int bits) {
    int exponent = (bits >>> 10) & 0x1F;
    int fraction = bits & 0x3FF;
    float magnitude;
    if (exponent == 0) {
      magnitude = fraction * 0x1p-24f;
    } else if (exponent == 0x1F) {
      magnitude = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
    } else {
      magnitude = Float.intBitsToFloat((bits & 0x7FFF) << 13) * 0x1p112f;
    }
    return (bits & 0x8000) == 0 ? magnitude : -magnitude;
  }

  /** The half nearest to a value, the even one of two. */
  static short encode(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = (bits >>> 16) & 0x8000;
    int magnitude = bits & 0x7FFFFFFF;
    if (magnitude >= OVERFLOW) {
      return (short) (sign | (magnitude > SINGLE_INFINITY ? HALF_QUIET_NAN : HALF_INFINITY));
    }
    if (magnitude < SMALLEST_NORMAL) {
      // In units of the smallest half; 1.5 * 2^23 makes the addition round to a whole number.
      float units = Float.intBitsToFloat(magnitude) * 0x1p24f;
      return (short) (sign | (int) (units + 0x1.8p23f - 0x1.8p23f));
    }
    int odd = (magnitude >>> 13) & 1;
    return (short) (sign | ((magnitude - REBIAS + 0xFFF + odd) >>> 13));
  }
}
