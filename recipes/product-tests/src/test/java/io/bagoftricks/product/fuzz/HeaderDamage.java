package io.bagoftricks.product.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Damages of binary files with a header: every second one in the header, where more is decided, and
 * with numbers in it that are at an edge.
 */
final class HeaderDamage {
  private static final int HEADER = 64;
  private static final List<Integer> NUMBERS =
      List.of(0, 1, -1, 2, 255, 256, 65_535, 65_536, 1 << 24, Integer.MAX_VALUE, Integer.MIN_VALUE);

  private HeaderDamage() {}

  /** The bytes with one to four faults, or a few more. */
  static byte[] some(byte[] bytes, SplittableRandom random) {
    byte[] damaged = bytes;
    int times = 1 + random.nextInt(4);
    for (int i = 0; i < times && damaged.length > 0; i++) {
      damaged = once(damaged, random);
    }
    return damaged;
  }

  private static byte[] once(byte[] bytes, SplittableRandom random) {
    int end = random.nextBoolean() ? bytes.length : Math.min(HEADER, bytes.length);
    byte[] part = Arrays.copyOf(bytes, end);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(random.nextInt(4) == 0 ? withNumber(part, random) : Damage.some(part, random));
    all.write(bytes, end, bytes.length - end);
    return all.toByteArray();
  }

  private static byte[] withNumber(byte[] bytes, SplittableRandom random) {
    int number = NUMBERS.get(random.nextInt(NUMBERS.size()));
    ByteOrder order = random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    byte[] four = ByteBuffer.allocate(Integer.BYTES).order(order).putInt(number).array();
    int at = random.nextInt(bytes.length);
    System.arraycopy(four, 0, bytes, at, Math.min(four.length, bytes.length - at));
    return bytes;
  }
}
