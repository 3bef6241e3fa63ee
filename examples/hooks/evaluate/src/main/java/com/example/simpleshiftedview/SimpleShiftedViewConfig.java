package com.example.simpleshiftedview;

/**
 * Settings of the trick.
 *
 * @param pixels how far the view is shifted; at least 1
 */
public record SimpleShiftedViewConfig(int pixels) {
  /** Checks the range. */
  public SimpleShiftedViewConfig {
    if (pixels < 1) {
      throw new IllegalArgumentException("pixels must be at least 1, not " + pixels);
    }
  }

  /** One pixel. */
  public static SimpleShiftedViewConfig defaults() {
    return new SimpleShiftedViewConfig(1);
  }
}
