package io.bagoftricks.backends.onednn;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;

/**
 * Computes over flat arrays of 32-bit values in one pass: block by block through memory that stays
 * in the cache, on all threads. The blocks are the same for any number of threads, and so are the
 * results.
 */
final class Sweep {
  private static final int BLOCK = 8192;

  private final ForkJoinPool pool;
  private final ThreadLocal<float[][]> scratch;

  /** What is done with one block. */
  interface Body {
    /**
     * Computes.
     *
     * @param values one row for each array, the first {@code count} values valid
     * @param block its number, counting from 0
     */
    void run(float[][] values, int count, int block);
  }

  /**
   * Starts the threads.
   *
   * @param threads how many compute
   * @param mostArrays how many arrays a sweep goes over at most
   */
  Sweep(int threads, int mostArrays) {
    pool = new ForkJoinPool(threads);
    scratch = ThreadLocal.withInitial(() -> new float[mostArrays][BLOCK]);
  }

  /** How many blocks a stretch has. */
  static int blocks(long from, long to) {
    return Math.toIntExact((to - from + BLOCK - 1) / BLOCK);
  }

  /**
   * Goes over a stretch of arrays.
   *
   * @param written how many of the arrays, from the first, are written back
   */
  void over(long from, long to, int written, Body body, FloatBuffer... arrays) {
    int blocks = blocks(from, to);
    if (blocks <= 1) {
      for (int block = 0; block < blocks; block++) {
        run(from, to, written, body, arrays, block);
      }
      return;
    }
    pool.submit(
            () ->
                IntStream.range(0, blocks)
                    .parallel()
                    .forEach(block -> run(from, to, written, body, arrays, block)))
        .join();
  }

  /** What is done with a stretch of an array. */
  interface Stretch {
    void run(int start, int count);
  }

  /** Cuts a length into stretches and does them on all threads. */
  void blocks(int length, int size, Stretch body) {
    int blocks = (length + size - 1) / size;
    if (blocks <= 1) {
      body.run(0, length);
      return;
    }
    pool.submit(
            () ->
                IntStream.range(0, blocks)
                    .parallel()
                    .forEach(
                        block -> body.run(block * size, Math.min(size, length - block * size))))
        .join();
  }

  /** The sum of what every block gives, added in the order of the blocks. */
  double sum(long from, long to, BlockSum body, FloatBuffer... arrays) {
    double[] sums = new double[blocks(from, to)];
    over(from, to, 0, (values, count, block) -> sums[block] = body.of(values, count), arrays);
    return Arrays.stream(sums).sum();
  }

  /** What {@link #sum} adds up. */
  interface BlockSum {
    double of(float[][] values, int count);
  }

  private void run(long from, long to, int written, Body body, FloatBuffer[] arrays, int block) {
    float[][] values = scratch.get();
    int start = Math.toIntExact(from + (long) block * BLOCK);
    int count = (int) Math.min(BLOCK, to - start);
    for (int i = 0; i < arrays.length; i++) {
      arrays[i].get(start, values[i], 0, count);
    }
    body.run(values, count, block);
    for (int i = 0; i < written; i++) {
      arrays[i].put(start, values[i], 0, count);
    }
  }
}
