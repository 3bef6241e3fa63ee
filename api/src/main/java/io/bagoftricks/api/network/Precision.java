package io.bagoftricks.api.network;

/**
 * How activations and the weights that meet them are stored while a network runs. Masters, running
 * statistics and the loss stay in at least 32 bits whatever this says.
 *
 * @since 0.1
 */
public enum Precision {
  /** 64 bits: for checking, not for training. */
  DOUBLE,
  /** 32 bits. */
  FLOAT,
  /** 16 bits, 8 of them exponent. */
  BFLOAT16,
  /** 16 bits, 5 of them exponent: IEEE half precision. */
  FLOAT16
}
