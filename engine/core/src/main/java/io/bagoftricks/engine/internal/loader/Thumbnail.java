package io.bagoftricks.engine.internal.loader;

import io.bagoftricks.api.Box;
import io.bagoftricks.api.Filter;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Dataset.Image;
import io.bagoftricks.api.data.Picture;
import io.bagoftricks.api.network.Size;
import java.io.IOException;

/** Images made small enough to be shown to people; one that is small already stays as it is. */
public final class Thumbnail {
  private Thumbnail() {}

  /**
   * An image of a data set.
   *
   * @param side the most rows and columns that it may have
   * @throws IOException if it cannot be read
   */
  public static Image of(Dataset images, int index, int side) throws IOException {
    return ImageReader.read(
        images,
        index,
        picture -> of(picture, side),
        image -> {
          try (WorkerBuffers buffers = new WorkerBuffers()) {
            return new Image(
                shown(image.size(), side),
                geometry(image.size(), side).of(image.planes(), buffers));
          }
        });
  }

  /**
   * A picture, of which no more is decoded than is needed.
   *
   * @param side the most rows and columns that it may have
   * @throws IOException if it cannot be decoded
   */
  public static Image of(Picture picture, int side) throws IOException {
    Size size = picture.size();
    try (WorkerBuffers buffers = new WorkerBuffers()) {
      return new Image(shown(size, side), geometry(size, side).of(picture, buffers));
    }
  }

  private static Geometry geometry(Size size, int side) {
    Geometry geometry = new Geometry(size);
    Box all = new Box(0, 0, size.height(), size.width());
    geometry.crop(all, shown(size, side), Filter.ANTIALIASED_BILINEAR);
    return geometry;
  }

  private static Size shown(Size size, int side) {
    double scale = Math.min(1, (double) side / Math.max(size.height(), size.width()));
    return new Size(scaled(size.height(), scale), scaled(size.width(), scale));
  }

  private static int scaled(int length, double scale) {
    return Math.max(1, (int) Math.round(length * scale));
  }
}
