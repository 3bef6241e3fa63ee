package io.bagoftricks.engine.images;

import io.bagoftricks.api.data.Picture;
import io.bagoftricks.api.data.PixelBuffer;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.engine.images.internal.pack.PackEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/** A picture whose pixels are stored row after row; it is never reduced. */
final class RowsPicture implements Picture {
  private final SeekableByteChannel rows;
  private final PackEntry entry;

  /**
   * A picture.
   *
   * @param rows all pixels; closed with it
   */
  RowsPicture(SeekableByteChannel rows, PackEntry entry) {
    this.rows = rows;
    this.entry = entry;
  }

  @Override
  public Size size() {
    return new Size(entry.height(), entry.width());
  }

  @Override
  public int channels() {
    return entry.channels();
  }

  @Override
  public Part decode(Cut cut, PixelBuffer buffer) throws IOException {
    int row = Math.multiplyExact(entry.width(), entry.channels());
    int height = cut.size().height();
    byte[] pixels = buffer.bytes(Math.multiplyExact(height, row));
    ByteBuffer to = ByteBuffer.wrap(pixels, 0, height * row);
    rows.position((long) cut.top() * row);
    while (to.hasRemaining()) {
      if (rows.read(to) < 0) {
        throw new IOException("It is damaged: rows of it are not there.");
      }
    }
    int length = cut.size().width() * entry.channels();
    for (int y = 0; y < height && length < row; y++) {
      System.arraycopy(pixels, y * row + cut.left() * entry.channels(), pixels, y * length, length);
    }
    return new Part(cut.top(), cut.left(), 1, cut.size(), pixels);
  }

  @Override
  public void close() {
    try {
      rows.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
