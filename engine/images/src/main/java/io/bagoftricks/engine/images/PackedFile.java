package io.bagoftricks.engine.images;

import io.bagoftricks.api.data.Picture;
import io.bagoftricks.engine.images.internal.pack.PackEntry;
import io.bagoftricks.engine.images.internal.pack.PackFolder;
import io.bagoftricks.engine.images.internal.pack.PackForm;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * An image of a pack. Each time that it is opened its checksum is compared.
 *
 * @param number over all splits
 */
record PackedFile(PackFolder pack, int number) implements ImageFile {
  private static final int BUFFER = 1 << 14;

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
    PackEntry entry = entry();
    if (entry.form() == PackForm.NONE) {
      throw new IOException("It could not be read when the pack was made. " + reason(pack, entry));
    }
    return checked(pack, entry);
  }

  @Override
  public Picture picture(ImageDecoder decoder) throws IOException {
    PackEntry entry = entry();
    return entry.form() == PackForm.ROWS ? new RowsPicture(open(), entry) : decoder.picture(this);
  }

  @Override
  public Optional<ByteBuffer> bytes(ImageDecoder decoder) throws IOException {
    if (entry().form() == PackForm.ROWS) {
      open().close();
      return Optional.empty();
    }
    return Optional.of(decoder.bytes(this));
  }

  private PackEntry entry() {
    return pack.index().entry(number);
  }

  /**
   * The reason why an image could not be read when the pack was made.
   *
   * @throws IOException if its bytes are not those that were written
   */
  static String reason(PackFolder pack, PackEntry entry) throws IOException {
    try (SeekableByteChannel channel = checked(pack, entry);
        InputStream text = Channels.newInputStream(channel)) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static SeekableByteChannel checked(PackFolder pack, PackEntry entry) throws IOException {
    PartChannel channel = new PartChannel(pack.segment(entry), entry.offset(), entry.length());
    boolean isGood = false;
    try {
      isGood = crc(channel) == entry.crc();
      if (!isGood) {
        throw new IOException(
            "It is damaged: its bytes are not those that were written. Fetch the pack again, or make it anew.");
      }
      return channel.position(0);
    } finally {
      if (!isGood) {
        channel.close();
      }
    }
  }

  private static int crc(SeekableByteChannel channel) throws IOException {
    CRC32C sum = new CRC32C();
    ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(BUFFER, channel.size() + 1));
    while (channel.read(buffer.clear()) >= 0) {
      sum.update(buffer.flip());
    }
    return (int) sum.getValue();
  }

  @Override
  public String toString() {
    return pack.name(entry());
  }
}
