package io.bagoftricks.api.network;

/**
 * The role of a parameter in its layer, so that no trick has to guess it from a name.
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
