package io.bagoftricks.engine.data;

/**
 * Images, ready for the network. The arrays belong to the loader: they are valid until the next
 * batch is asked for, and are then filled again.
 *
 * @param inputs [size, channels, height, width], normalized
 * @param labels [size]
 * @param firstPosition the place of its first image in the order of the epoch
 * @param size number of images
 */
@SuppressWarnings("ArrayRecordComponent") // buffers that are lent, never compared
public record LoaderBatch(float[] inputs, int[] labels, long firstPosition, int size) {}
