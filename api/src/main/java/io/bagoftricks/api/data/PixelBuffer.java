package io.bagoftricks.api.data;

/**
 * Bytes for one picture after another. One thread uses it.
 *
 * @since 0.1
 */
public final class PixelBuffer {
  private static final int LEAST = 1 << 16;

  private byte[] bytes = new byte[0];

  /** A buffer that grows as pictures need it. */
  public PixelBuffer() {}

  /**
   * {@return an array of at least so many bytes, of any content; the one that was given before is
   * used again}
   *
   * @param length in bytes
   */
  public byte[] bytes(int length) {
    if (bytes.length < length) {
      bytes = new byte[(int) Math.min(Integer.MAX_VALUE - 8, Math.max(LEAST, length * 5L / 4))];
    }
    return bytes;
  }
}
