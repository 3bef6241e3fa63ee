package io.bagoftricks.engine.internal.loader;

import io.bagoftricks.api.Filter;
import io.bagoftricks.api.image.Affine;
import io.bagoftricks.api.image.Rgb;
import io.bagoftricks.api.network.Size;

/**
 * An affine map, and the flips and whole-pixel crops after it.
 *
 * @param source from positions of its output, before {@code after}, to those of its input
 * @param size of its input, which is that of its output
 * @param fill the color of what lies outside the input
 */
record Warp(Affine source, Size size, Filter filter, Rgb fill, Grid after) {
  Warp(Affine source, Size size, Filter filter, Rgb fill) {
    this(source, size, filter, fill, Grid.identity(size));
    if (filter != Filter.NEAREST && filter != Filter.BILINEAR) {
      throw new IllegalArgumentException(
          "An image is warped by NEAREST or BILINEAR, not by " + filter);
    }
  }

  Warp with(Grid newAfter) {
    return new Warp(source, size, filter, fill, newAfter);
  }
}
