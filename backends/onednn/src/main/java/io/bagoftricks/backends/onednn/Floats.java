package io.bagoftricks.backends.onednn;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;

/** 32-bit values at an address, for Java. */
final class Floats {
  private Floats() {}

  /** A view of memory that somebody else owns. */
  static FloatBuffer of(Address address, long length) {
    return new FloatPointer(address).capacity(length).asBuffer();
  }
}
