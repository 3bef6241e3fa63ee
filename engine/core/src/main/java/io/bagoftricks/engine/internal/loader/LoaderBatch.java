package io.bagoftricks.engine.internal.loader;

import java.util.stream.IntStream;

/**
 * Images, ready for the network. The arrays belong to the loader: they are valid until the next
 * batch is asked for, and are then filled again.
 *
 * @param inputs [size, channels, height, width], normalized
 * @param labels [size]
 * @param indices [size], the place of each image in its data set
 * @param firstPosition the place of its first image in the order of the epoch
 * @param size number of images
 */
@SuppressWarnings("ArrayRecordComponent") // buffers that are lent, never compared
public record LoaderBatch(
    float[] inputs, int[] labels, int[] indices, long firstPosition, int size) {
  /** Of images in the order of their data set. */
  public LoaderBatch(float[] inputs, int[] labels, long firstPosition, int size) {
    this(
        inputs,
        labels,
        IntStream.range(0, size).map(i -> Math.toIntExact(firstPosition + i)).toArray(),
        firstPosition,
        size);
  }
}
