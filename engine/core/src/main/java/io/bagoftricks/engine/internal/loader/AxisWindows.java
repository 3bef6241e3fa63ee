package io.bagoftricks.engine.internal.loader;

/**
 * The source pixels of each output pixel along one axis, any number of them, with their weights:
 * what a filter needs that looks at more pixels the more an image shrinks.
 *
 * @param first the first source pixel of each output pixel
 * @param count how many follow it; none where the output is zero
 * @param offset where its weights begin
 * @param weights of all windows, one after another
 */
@SuppressWarnings("ArrayRecordComponent") // tables for one loop, never compared
public record AxisWindows(int[] first, int[] count, int[] offset, float[] weights) {
  /** Of no output. */
  static final AxisWindows NONE = new AxisWindows(new int[0], new int[0], new int[0], new float[0]);

  /** The pixels that it takes; none where all are zero. */
  AxisMap.Range range() {
    return new AxisMap.Range(least(), end() - 1);
  }

  /** The same of a source whose first pixels are not there. */
  AxisWindows from(int pixel) {
    for (int i = 0; i < first.length; i++) {
      first[i] -= pixel;
    }
    return this;
  }

  /**
   * The same with as many pixels in each window, more of them with a weight of zero: a loop of a
   * constant length is several times as fast.
   *
   * @param sourceLength pixels of the source, which windows stay in
   */
  AxisWindows padded(int sourceLength, WorkerBuffers buffers) {
    int most = 0;
    for (int pixels : count) {
      most = Math.max(most, pixels);
    }
    int[] newFirst = buffers.ints(first.length);
    int[] newCount = buffers.ints(first.length);
    int[] newOffset = buffers.ints(first.length);
    float[] newWeights = buffers.floats(Math.multiplyExact(most, first.length));
    for (int i = 0; i < first.length; i++) {
      int from = count[i] == 0 ? 0 : first[i];
      newFirst[i] = Math.min(from, sourceLength - most);
      newCount[i] = most;
      newOffset[i] = i * most;
      int place = newOffset[i] + from - newFirst[i];
      System.arraycopy(weights, offset[i], newWeights, place, count[i]);
    }
    return new AxisWindows(newFirst, newCount, newOffset, newWeights);
  }

  /** The first source pixel that any window has; 0 where there is none. */
  public int least() {
    int least = Integer.MAX_VALUE;
    for (int i = 0; i < first.length; i++) {
      least = count[i] > 0 ? Math.min(least, first[i]) : least;
    }
    return least == Integer.MAX_VALUE ? 0 : least;
  }

  /** One more than the last source pixel that any window has; 0 where there is none. */
  public int end() {
    int end = 0;
    for (int i = 0; i < first.length; i++) {
      end = count[i] > 0 ? Math.max(end, first[i] + count[i]) : end;
    }
    return end;
  }
}
