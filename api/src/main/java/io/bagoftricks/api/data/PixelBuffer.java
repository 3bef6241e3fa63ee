package io.bagoftricks.api.data;

/**
 * Bytes for one picture after another. One thread uses it. It keeps no more than 20 MiB, so that a
 * large picture does not stay with it.
 *
 * @since 0.1
 */
public final class PixelBuffer {
  private static final int LEAST = 1 << 16;
  private static final int LARGE = 1 << 24;

  private byte[] bytes = new byte[0];

  /** A buffer that grows as pictures need it, up to a limit. */
  public PixelBuffer() {}

  /**
   * {@return an array of at least so many bytes, of any content; the one that was given before is
   * used again} One of more than 16 MiB is the caller's alone, and not used again.
   *
   * @param length in bytes
   */
  public byte[] bytes(int length) {
    if (length > LARGE) {
      return new byte[length];
    }
    if (bytes.length < length) {
      bytes = new byte[Math.max(LEAST, length * 5 / 4)];
    }
    return bytes;
  }
}
