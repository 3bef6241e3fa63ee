package io.bagoftricks.engine.images.internal.pack;

/**
 * An image of a pack and where its bytes are.
 *
 * @param segment the number of the file
 * @param offset of the first byte in that file
 * @param length in bytes
 * @param crc CRC-32C of the bytes
 * @param label from 0
 * @param height of the picture in pixels; 0 where its header cannot be read
 * @param width likewise
 * @param channels of a pixel of {@link PackForm#ROWS}, 1 or 3; 0 of other forms
 * @param name where the image was in the source
 */
public record PackEntry(
    int segment,
    int offset,
    int length,
    int crc,
    int label,
    int height,
    int width,
    int channels,
    PackForm form,
    String name) {
  /** The same with another name. */
  PackEntry named(String other) {
    return new PackEntry(segment, offset, length, crc, label, height, width, channels, form, other);
  }
}
