package io.bagoftricks.tricks.data;

import io.bagoftricks.api.Filter;

/** How an image is resized, in the words of torchvision and timm; all smooth where it shrinks. */
public enum Interpolation {
  /** Pillow's BILINEAR. */
  BILINEAR(Filter.ANTIALIASED_BILINEAR),
  /** Pillow's BICUBIC. */
  BICUBIC(Filter.ANTIALIASED_BICUBIC);

  private final Filter filter;

  Interpolation(Filter filter) {
    this.filter = filter;
  }

  /** {@return the filter of the geometry} */
  public Filter filter() {
    return filter;
  }
}
