package io.bagoftricks.api.network;

/**
 * What a parameter is, so that no trick guesses from a name.
 *
 * @since 0.1
 */
public enum Role {
  /** A convolution's or linear layer's weight. */
  WEIGHT,
  /** An additive bias of a convolution or linear layer. */
  BIAS,
  /** The scale of a normalization. */
  GAMMA,
  /** The shift of a normalization. */
  BETA
}
