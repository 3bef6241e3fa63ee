package io.bagoftricks.bench.ceilings;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Loops in C ({@code peaks.c}), one thread each. A loop that uses instructions which the processor
 * lacks ends the process.
 */
final class PeakLoops {
  /** Multiply-adds of a round that do not wait for one another. */
  static final int CHAINS = 12;

  /** Products of two tiles in a round. */
  static final int TILE_PRODUCTS = 6;

  /** Bytes that memory is a multiple of, and that its address is one of. */
  static final int BYTES = 1024;

  private PeakLoops() {}

  /** Loads them. */
  static void load() {
    URL library = Objects.requireNonNull(PeakLoops.class.getResource("linux-x86_64/libpeaks.so"));
    try {
      System.load(Path.of(library.toURI()).toString());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Vectors of 8 values in 32 bits. */
  static native void multiplyAdds256(long rounds);

  /** Vectors of 16 values in 32 bits. */
  static native void multiplyAdds512(long rounds);

  /** Two products of bf16 for each of 16 sums in 32 bits. */
  static native void dotProducts(long rounds);

  /** Vectors of 32 values in fp16. */
  static native void halves(long rounds);

  /** Asks Linux for the use of tiles; whether it agrees. */
  static native boolean enableTiles();

  /** Products of tiles of 16 by 32 and 32 by 16 values in bf16. */
  static native void tiles(long rounds);

  /** Reads memory, 32 bytes at a time. */
  static native void read256(long memory, long bytes, long rounds);

  /** Reads memory, 64 bytes at a time. */
  static native void read512(long memory, long bytes, long rounds);

  /** Copies the first half of memory to the second, 32 bytes at a time. */
  static native void copy256(long memory, long bytes, long rounds);

  /** Copies the first half of memory to the second, 64 bytes at a time. */
  static native void copy512(long memory, long bytes, long rounds);
}
