package io.bagoftricks.engine.images.source;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

/** A PNG file, chunk by chunk. */
public final class PngBytes {
  public static final int GRAY = 0;
  public static final int COLOR = 2;
  public static final int PALETTE = 3;
  public static final int GRAY_ALPHA = 4;
  public static final int COLOR_ALPHA = 6;

  private final ByteArrayOutputStream file = new ByteArrayOutputStream();
  private final int height;

  public PngBytes(int width, int height, int bits, int colorType) {
    this.height = height;
    file.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
    chunk("IHDR", header.put((byte) bits).put((byte) colorType).array());
  }

  public PngBytes with(String type, int... content) {
    chunk(type, bytes(content));
    return this;
  }

  /** The file, with rows of these bytes. */
  public byte[] pixels(int... values) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(packed)) {
      int row = values.length / height;
      for (int from = 0; from < values.length; from += row) {
        deflater.write(0);
        deflater.write(bytes(Arrays.copyOfRange(values, from, from + row)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    chunk("IDAT", packed.toByteArray());
    chunk("IEND", new byte[0]);
    return file.toByteArray();
  }

  private void chunk(String type, byte[] content) {
    byte[] named = type.getBytes(StandardCharsets.ISO_8859_1);
    CRC32 check = new CRC32();
    check.update(named);
    check.update(content);
    file.writeBytes(ByteBuffer.allocate(4).putInt(content.length).array());
    file.writeBytes(named);
    file.writeBytes(content);
    file.writeBytes(ByteBuffer.allocate(4).putInt((int) check.getValue()).array());
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
