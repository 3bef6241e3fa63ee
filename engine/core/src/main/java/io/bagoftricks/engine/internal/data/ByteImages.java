package io.bagoftricks.engine.internal.data;

import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.network.Shape;
import java.util.Locale;

/** Images of one shape, held in memory as the bytes that the file holds. */
public final class ByteImages implements Dataset {
  private final Shape shape;
  private final byte[] pixels;
  private final byte[] labels;

  /**
   * Takes the arrays over.
   *
   * @param pixels image after image, plane after plane, row after row
   * @param labels one per image
   */
  public ByteImages(Shape shape, byte[] pixels, byte[] labels) {
    if (pixels.length != labels.length * shape.elements()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d labels of %s images, but %d pixels",
              labels.length,
              shape,
              pixels.length));
    }
    this.shape = shape;
    this.pixels = pixels;
    this.labels = labels;
  }

  @Override
  public int size() {
    return labels.length;
  }

  @Override
  public int label(int index) {
    return Byte.toUnsignedInt(labels[index]);
  }

  @Override
  public Image read(int index) {
    int area = shape.height() * shape.width();
    float[][] planes = new float[shape.channels()][area];
    int next = index * shape.channels() * area;
    for (float[] plane : planes) {
      for (int i = 0; i < area; i++) {
        plane[i] = Byte.toUnsignedInt(pixels[next++]);
      }
    }
    return new Image(shape.size(), planes);
  }
}
