package io.bagoftricks.backends.onednn.internal.natives;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;

/** 32-bit values at an address, for Java. */
public final class Floats {
  private Floats() {}

  /** A view of memory that somebody else owns. */
  public static FloatBuffer of(Address address, long length) {
    return new FloatPointer(address).capacity(length).asBuffer();
  }
}
