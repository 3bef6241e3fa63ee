package io.bagoftricks.engine.internal.data;

import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Picture;
import io.bagoftricks.api.data.PixelBuffer;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.network.Size;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

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

  /** {@inheritDoc} Its bytes go into the loader's buffers: none are allocated for it. */
  @Override
  public Optional<Picture> picture(int index) {
    return Optional.of(new Held(Objects.checkIndex(index, size())));
  }

  /** One of the images. */
  private final class Held implements Picture {
    private final int index;

    Held(int index) {
      this.index = index;
    }

    @Override
    public Size size() {
      return shape.size();
    }

    @Override
    public int channels() {
      return shape.channels();
    }

    @Override
    public Part decode(Cut cut, PixelBuffer buffer) {
      Size size = cut.size();
      int channels = shape.channels();
      byte[] part = buffer.bytes(channels * size.height() * size.width());
      for (int channel = 0; channel < channels; channel++) {
        int plane = (index * channels + channel) * shape.height() * shape.width();
        int next = channel;
        for (int y = cut.top(); y < cut.top() + size.height(); y++) {
          int row = plane + y * shape.width();
          for (int x = cut.left(); x < cut.left() + size.width(); x++) {
            part[next] = pixels[row + x];
            next += channels;
          }
        }
      }
      return new Part(cut.top(), cut.left(), 1, size, part);
    }
  }
}
