package io.bagoftricks.backends.onednn;

import io.bagoftricks.backends.spi.ZeroCounter;
import java.nio.IntBuffer;
import java.nio.ShortBuffer;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.ShortPointer;
import org.jspecify.annotations.Nullable;

/** Counts zeros among gradients where they are stored, while somebody wants to know. */
final class StoredZeros {
  private static final int ALL_BUT_SIGN_OF_16 = 0x7FFF;
  private static final int ALL_BUT_SIGN_OF_32 = 0x7FFFFFFF;

  private @Nullable ZeroCounter counter;

  /** Who is told from now on. */
  void tell(@Nullable ZeroCounter newCounter) {
    counter = newCounter;
  }

  /** Looks at a tensor, if anybody wants to know. */
  void look(Address address, memory.data_type type, long values) {
    if (counter != null) {
      boolean narrow = memory.data_type_size(type) == Short.BYTES;
      counter.stored(narrow ? zerosOf16(address, values) : zerosOf32(address, values), values);
    }
  }

  private static long zerosOf16(Address address, long values) {
    ShortBuffer bits = new ShortPointer(address).capacity(values).asBuffer();
    long zeros = 0;
    for (int i = 0; i < bits.capacity(); i++) {
      if ((bits.get(i) & ALL_BUT_SIGN_OF_16) == 0) {
        zeros++;
      }
    }
    return zeros;
  }

  private static long zerosOf32(Address address, long values) {
    IntBuffer bits = new IntPointer(address).capacity(values).asBuffer();
    long zeros = 0;
    for (int i = 0; i < bits.capacity(); i++) {
      if ((bits.get(i) & ALL_BUT_SIGN_OF_32) == 0) {
        zeros++;
      }
    }
    return zeros;
  }
}
