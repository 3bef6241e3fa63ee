package io.bagoftricks.engine.images.internal.pack;

/**
 * An image that is to be put into a pack.
 *
 * @param bytes of the form
 * @param height of the picture in pixels; 0 where its header cannot be read
 * @param width likewise
 * @param channels of a pixel of {@link PackForm#ROWS}, 1 or 3; 0 of other forms
 * @param label from 0
 * @param name where it is in the source
 * @param source CRC-32C of its bytes in the source, by which a changed source is noticed
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record PackedImage(
    PackForm form,
    byte[] bytes,
    int height,
    int width,
    int channels,
    int label,
    String name,
    int source) {
  /** CRC-32C, as a pack has it. */
  public static int crc(byte[] bytes) {
    return PackFormat.crc(bytes);
  }
}
