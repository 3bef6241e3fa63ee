package io.bagoftricks.engine.internal.loader;

import io.bagoftricks.api.Box;
import io.bagoftricks.api.Filter;
import io.bagoftricks.api.data.Picture;
import io.bagoftricks.api.image.Affine;
import io.bagoftricks.api.image.Rgb;
import io.bagoftricks.api.network.Size;
import java.io.IOException;
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
    float[][] of(float[][] planes, Size source, WorkerBuffers buffers) {
      return warped(grid.isIdentity(source) ? planes : grid.of(planes, source, buffers), buffers);
    }

    float[][] of(Picture picture, WorkerBuffers buffers) throws IOException {
      return warped(grid.of(picture, buffers), buffers);
    }

    private float[][] warped(float[][] cropped, WorkerBuffers buffers) {
      return warps.isEmpty() ? cropped : new WarpChain(warps, cropped, grid.size()).planes(buffers);
    }

    Size size() {
      return warps.isEmpty() ? grid.size() : warps.get(warps.size() - 1).after().size();
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

  /** The result, as planes of the buffers; those of the source where it is the image as it is. */
  float[][] of(float[][] planes, WorkerBuffers buffers) {
    return rest(0, planes, source, buffers);
  }

  /**
   * The result, as planes of the buffers. No more of the picture is decoded than is needed.
   *
   * @throws IOException if it cannot be decoded
   */
  float[][] of(Picture picture, WorkerBuffers buffers) throws IOException {
    Pass first = pass(0);
    return rest(1, first.of(picture, buffers), first.size(), buffers);
  }

  private float[][] rest(int from, float[][] planes, Size before, WorkerBuffers buffers) {
    float[][] result = planes;
    Size size = before;
    for (int i = from; i <= earlier.size(); i++) {
      result = pass(i).of(result, size, buffers);
      size = pass(i).size();
    }
    return result;
  }

  private Pass pass(int index) {
    return index < earlier.size() ? earlier.get(index) : new Pass(grid, warps);
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
