package io.bagoftricks.engine.images;

import io.bagoftricks.api.data.Picture;
import io.bagoftricks.api.data.PixelBuffer;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.engine.images.internal.pack.PackEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/** A picture whose pixels are stored row after row; it is never reduced. */
final class RowsPicture implements Picture {
  private final SeekableByteChannel rows;
  private final PackEntry entry;

  /**
   * A picture.
   *
   * @param rows all pixels, in memory
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
    int row = cut.size().width() * entry.channels();
    byte[] pixels = buffer.bytes(Math.multiplyExact(cut.size().height(), row));
    ByteBuffer to = ByteBuffer.wrap(pixels);
    boolean isWhole = cut.size().width() == entry.width();
    int reads = isWhole ? 1 : cut.size().height();
    int length = isWhole ? row * cut.size().height() : row;
    for (int i = 0; i < reads; i++) {
      long first = (long) (cut.top() + i) * entry.width() + cut.left();
      rows.position(first * entry.channels());
      to.limit(i * length + length).position(i * length);
      if (rows.read(to) < length) {
        throw new IOException("It is damaged: rows of it are not there.");
      }
    }
    return new Part(cut.top(), cut.left(), 1, cut.size(), pixels);
  }
}
