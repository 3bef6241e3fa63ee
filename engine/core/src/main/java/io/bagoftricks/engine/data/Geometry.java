package io.bagoftricks.engine.data;

import io.bagoftricks.api.Box;
import io.bagoftricks.api.Filter;
import io.bagoftricks.api.image.Affine;
import io.bagoftricks.api.image.Rgb;
import io.bagoftricks.api.network.Size;
import java.util.ArrayList;
import java.util.List;

/**
 * Crops, flips and warps as they are recorded. They are executed in as few passes as give what they
 * would give one by one: crops and flips are one pass, and so are warps with the flips and
 * whole-pixel crops among and after them; a crop that resizes begins a new one.
 */
final class Geometry {
  private final Size source;
  private final List<Pass> earlier = new ArrayList<>();
  private Grid grid;
  private List<Warp> warps = new ArrayList<>();

  /** Crops and flips, then warps. */
  private record Pass(Grid grid, List<Warp> warps) {
    float[][] of(float[][] planes, Size source) {
      float[][] cropped = grid.isIdentity(source) ? planes : grid.of(planes, source);
      return warps.isEmpty() ? cropped : new WarpChain(warps, cropped, grid.size()).planes();
    }
  }

  /** Nothing recorded so far. */
  Geometry(Size source) {
    this.source = source;
    this.grid = Grid.identity(source);
  }

  /** The extent of the result. */
  Size size() {
    return last().size();
  }

  /** Whether the result is the image as it is. */
  boolean isIdentity() {
    return earlier.isEmpty() && warps.isEmpty() && grid.isIdentity(source);
  }

  void crop(Box box, Size to, Filter filter) {
    if (!warps.isEmpty() && !Grid.keepsPixels(box, to)) {
      Size size = size();
      earlier.add(new Pass(grid, warps));
      grid = Grid.identity(size);
      warps = new ArrayList<>();
    }
    last(last().crop(box, to, filter));
  }

  void flipHorizontally() {
    last(last().flipHorizontally());
  }

  void flipVertically() {
    last(last().flipVertically());
  }

  void warp(Affine from, Filter filter, Rgb fill) {
    warps.add(new Warp(from, size(), filter, fill));
  }

  /** The result, as new planes; those of the source where it is the image as it is. */
  float[][] of(float[][] planes) {
    float[][] result = planes;
    Size size = source;
    for (Pass pass : earlier) {
      result = pass.of(result, size);
      size = pass.warps.get(pass.warps.size() - 1).after().size();
    }
    return new Pass(grid, warps).of(result, size);
  }

  private Grid last() {
    return warps.isEmpty() ? grid : warps.get(warps.size() - 1).after();
  }

  private void last(Grid changed) {
    if (warps.isEmpty()) {
      grid = changed;
    } else {
      int index = warps.size() - 1;
      warps.set(index, warps.get(index).with(changed));
    }
  }
}
