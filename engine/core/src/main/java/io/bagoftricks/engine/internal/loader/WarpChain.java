package io.bagoftricks.engine.internal.loader;

import io.bagoftricks.api.Filter;
import io.bagoftricks.api.image.Rgb;
import io.bagoftricks.api.network.Size;
import java.util.List;

/**
 * Warps in a row, executed as one: each output pixel is followed back through all of them, and is
 * filled or zero where one of them has left the image.
 */
final class WarpChain {
  private final List<Warp> warps;
  private final Size source;
  private final float[][] planes;
  private final boolean bilinear;
  private double x;
  private double y;
  private Rgb outside = Rgb.BLACK;

  /**
   * A chain.
   *
   * @param warps at least one
   */
  WarpChain(List<Warp> warps, float[][] planes, Size source) {
    this.warps = warps;
    this.source = source;
    this.planes = planes;
    this.bilinear = warps.get(warps.size() - 1).filter() == Filter.BILINEAR;
  }

  /** The output. */
  float[][] planes(WorkerBuffers buffers) {
    Size size = warps.get(warps.size() - 1).after().size();
    float[][] output = buffers.planes(planes.length, size.height() * size.width());
    for (int row = 0; row < size.height(); row++) {
      for (int column = 0; column < size.width(); column++) {
        boolean inside = follow(column + 0.5, row + 0.5);
        int place = row * size.width() + column;
        for (int channel = 0; channel < output.length; channel++) {
          output[channel][place] =
              inside ? value(planes[channel]) : outside.of(channel, output.length);
        }
      }
    }
    return output;
  }

  /** Moves to where an output position comes from; false where it comes from outside. */
  private boolean follow(double outputX, double outputY) {
    x = outputX;
    y = outputY;
    for (int i = warps.size() - 1; i >= 0; i--) {
      Warp warp = warps.get(i);
      if (!step(warp.after())) {
        outside = Rgb.BLACK;
        return false;
      }
      double nextX = warp.source().x(x, y);
      y = warp.source().y(x, y);
      x = nextX;
      if (!(x >= 0 && x < warp.size().width() && y >= 0 && y < warp.size().height())) {
        outside = warp.fill();
        return false;
      }
    }
    return true;
  }

  private boolean step(Grid grid) {
    x = grid.columns().sourceOf(x);
    y = grid.rows().sourceOf(y);
    return !Double.isNaN(x) && !Double.isNaN(y);
  }

  private float value(float[] plane) {
    int width = source.width();
    if (!bilinear) {
      int column = Math.min(width - 1, (int) x);
      return plane[Math.min(source.height() - 1, (int) y) * width + column];
    }
    double left = Math.floor(x - 0.5);
    double top = Math.floor(y - 0.5);
    int column = (int) left;
    int row = (int) top;
    float across = (float) (x - 0.5 - left);
    float upper = blend(plane, Math.max(0, row), column, across);
    float lower = blend(plane, Math.min(source.height() - 1, row + 1), column, across);
    return upper + (lower - upper) * (float) (y - 0.5 - top);
  }

  private float blend(float[] plane, int row, int column, float across) {
    int width = source.width();
    float left = plane[row * width + Math.max(0, column)];
    float right = plane[row * width + Math.min(width - 1, column + 1)];
    return left + (right - left) * across;
  }
}
