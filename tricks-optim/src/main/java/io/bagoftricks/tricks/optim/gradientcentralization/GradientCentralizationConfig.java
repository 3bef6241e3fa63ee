package io.bagoftricks.tricks.optim.gradientcentralization;

/**
 * Settings of gradient centralization.
 *
 * @param convolutionsOnly whether the weights of linear layers are left alone
 */
public record GradientCentralizationConfig(boolean convolutionsOnly) {
  /** Convolutions and linear layers. */
  public static GradientCentralizationConfig defaults() {
    return new GradientCentralizationConfig(false);
  }
}
