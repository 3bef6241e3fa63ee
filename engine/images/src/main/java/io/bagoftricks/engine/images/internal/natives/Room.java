package io.bagoftricks.engine.images.internal.natives;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import org.bytedeco.javacpp.BytePointer;

/**
 * Memory outside the Java heap that grows as it is needed. Java's arrays are copied into it and out
 * of it: code that held on to them would keep the garbage collector waiting.
 */
final class Room implements AutoCloseable {
  /** Bytes that a vector may read behind the last one. */
  private static final int BEHIND = 64;

  /** More is given up as soon as less is needed. */
  private static final long LARGE = 1 << 24;

  private BytePointer memory = new BytePointer();
  private ByteBuffer bytes = ByteBuffer.allocate(0);
  private IntBuffer ints = IntBuffer.allocate(0);
  private FloatBuffer floats = FloatBuffer.allocate(0);

  /** Memory for so many bytes, of any content; the address stays until more is asked for. */
  long of(long length) {
    if (memory.capacity() < length + BEHIND || memory.capacity() > LARGE + LARGE / 4 + BEHIND) {
      close();
      memory = new BytePointer((length > LARGE ? length : length * 5 / 4) + BEHIND);
      bytes = memory.asByteBuffer().order(ByteOrder.nativeOrder());
      ints = bytes.asIntBuffer();
      floats = bytes.asFloatBuffer();
    }
    return memory.address();
  }

  /** Where it is. */
  long address() {
    return memory.address();
  }

  /** The address of a copy of bytes. */
  long of(byte[] from, int offset, int length) {
    long address = of(length);
    bytes.put(0, from, offset, length);
    return address;
  }

  /** The address of a copy of numbers. */
  long of(int[] from) {
    long address = of((long) Integer.BYTES * from.length);
    ints.put(0, from);
    return address;
  }

  /** The address of a copy of numbers. */
  long of(float[] from) {
    long address = of((long) Float.BYTES * from.length);
    floats.put(0, from);
    return address;
  }

  /** Copies its first values. */
  void to(float[] values) {
    floats.get(0, values);
  }

  @Override
  public void close() {
    memory.close();
    memory = new BytePointer();
  }
}
