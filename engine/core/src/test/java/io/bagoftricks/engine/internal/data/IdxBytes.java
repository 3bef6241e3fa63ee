package io.bagoftricks.engine.internal.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Writes small files in the IDX format. */
final class IdxBytes {
  private IdxBytes() {}

  /** {@code count} images of the given extent; every pixel of image {@code i} is {@code 10 * i}. */
  static byte[] images(int count, int height, int width) {
    ByteBuffer buffer = ByteBuffer.allocate(16 + count * height * width);
    buffer.putInt(0x00000803).putInt(count).putInt(height).putInt(width);
    for (int i = 0; i < count * height * width; i++) {
      buffer.put((byte) (10 * (i / (height * width))));
    }
    return buffer.array();
  }

  static byte[] labels(int... labels) {
    ByteBuffer buffer = ByteBuffer.allocate(8 + labels.length);
    buffer.putInt(0x00000801).putInt(labels.length);
    for (int label : labels) {
      buffer.put((byte) label);
    }
    return buffer.array();
  }

  static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return compressed.toByteArray();
  }

  /** Three images to learn from and two to be judged by, of 2x2 pixels and 3 classes, as .gz. */
  static void writeSmallSet(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.write(folder.resolve("train-images-idx3-ubyte.gz"), gzip(images(3, 2, 2)));
    Files.write(folder.resolve("train-labels-idx1-ubyte.gz"), gzip(labels(0, 2, 1)));
    Files.write(folder.resolve("t10k-images-idx3-ubyte.gz"), gzip(images(2, 2, 2)));
    Files.write(folder.resolve("t10k-labels-idx1-ubyte.gz"), gzip(labels(1, 0)));
  }
}
