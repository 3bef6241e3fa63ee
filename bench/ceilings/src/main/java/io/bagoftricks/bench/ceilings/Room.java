package io.bagoftricks.bench.ceilings;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Memory that one thread goes through, again and again, in pieces: a measurement of a few of them
 * is short, and what it reads was last touched a whole turn ago.
 */
final class Room implements AutoCloseable {
  private static final long LARGEST_PIECE = 1L << 20;

  private final BytePointer memory;
  private final long start;
  private final long piece;
  private final long pieces;
  private long next;

  /**
   * Takes the memory.
   *
   * @param bytes at least those of a loop's burst
   */
  Room(long bytes) {
    this.piece = Math.min(LARGEST_PIECE, bytes / PeakLoops.BYTES * PeakLoops.BYTES);
    this.pieces = bytes / piece;
    long room = piece * pieces + PeakLoops.BYTES;
    this.memory = new BytePointer(room);
    // What nobody has written is one page of zeros wherever it is read.
    Pointer.memset(memory, 1, room);
    long beyond = memory.address() + PeakLoops.BYTES - 1;
    this.start = beyond - beyond % PeakLoops.BYTES;
  }

  /** A loop that touches a piece a round. */
  Loop loop(Touch touch) {
    return new Loop(
        piece,
        rounds -> {
          if (pieces == 1) {
            touch.run(start, piece, rounds);
            return;
          }
          for (long i = 0; i < rounds; i++) {
            touch.run(start + next * piece, piece, 1);
            next = (next + 1) % pieces;
          }
        });
  }

  @Override
  public void close() {
    memory.close();
  }

  /** Reads or copies memory. */
  interface Touch {
    void run(long memory, long bytes, long rounds);
  }
}
