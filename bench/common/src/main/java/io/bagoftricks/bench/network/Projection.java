package io.bagoftricks.bench.network;

/**
 * A shortcut that changes the shape.
 *
 * @param pool side and stride of an average pooling (not counting padding, rounding up) before the
 *     convolution; 1 is none
 */
public record Projection(int pool, ConvNorm convolution) {}
