package io.bagoftricks.api.network;

/**
 * How coarsely activations and the weights that meet them may be rounded while a network runs. A
 * backend stores them so, or with more digits and the same range or a larger one where that is
 * faster on the machine; it says which. Masters, running statistics and the loss stay in at least
 * 32 bits whatever this says.
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
