package io.bagoftricks.engine.internal.train.watch;

import java.lang.ref.Reference;
import java.util.zip.CRC32;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.concurrency.AffinityManager.Location;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Tells whether an array has other bits than before: one pass over its memory, no copy. */
public final class Checksum {
  private static final long MOST_AT_ONCE = 1L << 30;

  private Checksum() {}

  /** The CRC-32 of an array that is dense and in c order. */
  public static long of(INDArray array) {
    Nd4j.getAffinityManager().ensureLocation(array, Location.HOST);
    int width = array.dataType().width();
    long address = array.data().address() + array.offset() * width;
    long end = address + array.length() * width;
    CRC32 sum = new CRC32();
    try {
      for (long from = address; from < end; from += MOST_AT_ONCE) {
        long bytes = Math.min(MOST_AT_ONCE, end - from);
        sum.update(new BytePointer(new Place(from)).capacity(bytes).asByteBuffer());
      }
    } finally {
      Reference.reachabilityFence(array);
    }
    return sum.getValue();
  }

  /** A place in memory that somebody else owns. */
  private static final class Place extends Pointer {
    Place(long address) {
      this.address = address;
    }
  }
}
