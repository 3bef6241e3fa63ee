package io.bagoftricks.api.network;

/**
 * How activations and the weights that meet them are stored while a network runs. Masters, running
 * statistics and the loss stay in at least 32 bits whatever this says.
 *
 * @since 0.1
 */
public enum Precision {
  /** 64 bits, masters included: for checking, where a backend has it. */
  DOUBLE,
  /** 32 bits. */
  FLOAT,
  /** 16 bits, 8 of them exponent. */
  BFLOAT16,
  /** 16 bits, 5 of them exponent: IEEE half precision. */
  FLOAT16;

  /** {@return how masters, gradients and running statistics are stored: in at least 32 bits} */
  public Precision masters() {
    return this == DOUBLE ? DOUBLE : FLOAT;
  }
}
