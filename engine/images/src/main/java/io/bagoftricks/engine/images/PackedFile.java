package io.bagoftricks.engine.images;

import io.bagoftricks.api.data.Picture;
import io.bagoftricks.engine.images.internal.pack.PackEntry;
import io.bagoftricks.engine.images.internal.pack.PackFolder;
import io.bagoftricks.engine.images.internal.pack.PackForm;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * An image of a pack. Each time that it is read its checksum is compared.
 *
 * @param number over all splits
 */
public record PackedFile(PackFolder pack, int number) implements ImageFile {
  @Override
  public long size() {
    return entry().length();
  }

  /**
   * {@inheritDoc}
   *
   * @throws IOException if its bytes are not those that were written, or it could not be read when
   *     the pack was made
   */
  @Override
  public SeekableByteChannel open() throws IOException {
    return new BytesChannel(bytes());
  }

  @Override
  public Picture picture(ImageDecoder decoder) throws IOException {
    return decoder.picture(this);
  }

  @Override
  public Optional<ByteBuffer> bytes(ImageDecoder decoder) throws IOException {
    ByteBuffer bytes = bytes();
    return isRows() ? Optional.empty() : Optional.of(bytes);
  }

  /**
   * The reason why it could not be read when the pack was made.
   *
   * @throws IOException if its bytes are not those that were written
   */
  public String reason() throws IOException {
    ByteBuffer text = taken();
    checkSum(text);
    return text(text);
  }

  private ByteBuffer bytes() throws IOException {
    ByteBuffer bytes = taken();
    check(bytes);
    return bytes;
  }

  private ByteBuffer taken() throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(entry().length());
    try (SeekableByteChannel channel = part()) {
      while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
        // until all is there
      }
    }
    return bytes.flip();
  }

  /**
   * The part of the segment that is the image, which is not checked; the caller closes it.
   *
   * @throws IOException if the segment is another now, or the system does not open it; the message
   *     is a sentence
   */
  SeekableByteChannel part() throws IOException {
    PackEntry entry = entry();
    try {
      return new PartChannel(toString(), pack.segment(entry), entry.offset(), entry.length());
    } catch (FileSystemException e) {
      throw SystemFaultException.unlessOfOneFile(toString(), e);
    }
  }

  /**
   * Checks the bytes of the image.
   *
   * @param bytes all of them; position and limit stay
   * @throws IOException if they are not those that were written, or it could not be read when the
   *     pack was made; the message is a sentence
   */
  void check(ByteBuffer bytes) throws IOException {
    checkSum(bytes);
    if (entry().form() == PackForm.NONE) {
      throw new IOException("It could not be read when the pack was made. " + text(bytes));
    }
  }

  private void checkSum(ByteBuffer bytes) throws IOException {
    CRC32C sum = new CRC32C();
    sum.update(bytes.duplicate());
    if ((int) sum.getValue() != entry().crc()) {
      throw new IOException(
          "It is damaged: its bytes are not those that were written. Fetch the pack again, or make"
              + " it anew.");
    }
  }

  private static String text(ByteBuffer bytes) {
    return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
  }

  /** Whether it is pixels, row after row. */
  boolean isRows() {
    return entry().form() == PackForm.ROWS;
  }

  /** The line of the index. */
  PackEntry entry() {
    return pack.index().entry(number);
  }

  @Override
  public String toString() {
    return pack.name(entry());
  }
}
