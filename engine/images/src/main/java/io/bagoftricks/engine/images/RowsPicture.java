package io.bagoftricks.engine.images;

import io.bagoftricks.api.data.Picture;
import io.bagoftricks.api.data.PixelBuffer;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.engine.images.internal.pack.PackEntry;
import java.nio.ByteBuffer;

/** A picture whose pixels are stored row after row; it is never reduced. */
final class RowsPicture implements Picture {
  private final ByteBuffer rows;
  private final PackEntry entry;
  private final Runnable closed;
  private boolean isClosed;

  /**
   * A picture.
   *
   * @param rows all pixels
   * @param closed gives them up; called once, however often it is closed
   */
  RowsPicture(ByteBuffer rows, PackEntry entry, Runnable closed) {
    this.rows = rows;
    this.entry = entry;
    this.closed = closed;
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
  public Part decode(Cut cut, PixelBuffer buffer) {
    if (isClosed) {
      throw new IllegalStateException("The picture is closed");
    }
    int row = cut.size().width() * entry.channels();
    byte[] pixels = buffer.bytes(Math.multiplyExact(cut.size().height(), row));
    boolean isWhole = cut.size().width() == entry.width();
    int copies = isWhole ? 1 : cut.size().height();
    int length = isWhole ? row * cut.size().height() : row;
    for (int i = 0; i < copies; i++) {
      int first = (cut.top() + i) * entry.width() + cut.left();
      rows.get(first * entry.channels(), pixels, i * length, length);
    }
    return new Part(cut.top(), cut.left(), 1, cut.size(), pixels);
  }

  @Override
  public void close() {
    if (!isClosed) {
      isClosed = true;
      closed.run();
    }
  }
}
