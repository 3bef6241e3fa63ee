package io.bagoftricks.engine.images;

import io.bagoftricks.api.data.Picture;
import io.bagoftricks.engine.images.internal.pack.PackEntry;
import io.bagoftricks.engine.images.internal.pack.PackFolder;
import io.bagoftricks.engine.images.internal.pack.PackForm;
import java.io.IOException;
import java.nio.ByteBuffer;
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
  private static final int BUFFER = 1 << 13;

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
    return open(entry());
  }

  @Override
  public Picture picture(ImageDecoder decoder) throws IOException {
    PackEntry entry = entry();
    return entry.form() == PackForm.ROWS
        ? new RowsPicture(open(entry), entry)
        : decoder.picture(this);
  }

  @Override
  public Optional<ByteBuffer> bytes(ImageDecoder decoder) throws IOException {
    PackEntry entry = entry();
    if (entry.form() == PackForm.ROWS) {
      open(entry).close();
      return Optional.empty();
    }
    return Optional.of(decoder.bytes(this));
  }

  private PackEntry entry() {
    return pack.index().entry(number);
  }

  private SeekableByteChannel open(PackEntry entry) throws IOException {
    BytesChannel channel = new BytesChannel(pack.bytes(entry));
    check(channel, entry);
    if (entry.form() == PackForm.NONE) {
      throw new IOException(
          "It could not be read when the pack was made. "
              + StandardCharsets.UTF_8.decode(pack.bytes(entry)));
    }
    return channel.position(0);
  }

  private static void check(SeekableByteChannel channel, PackEntry entry) throws IOException {
    CRC32C sum = new CRC32C();
    // On the heap: the checksum of a mapped page that cannot be read would end the process.
    ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(BUFFER, channel.size() + 1));
    while (channel.read(buffer.clear()) >= 0) {
      sum.update(buffer.flip());
    }
    if ((int) sum.getValue() != entry.crc()) {
      throw new IOException(
          "It is damaged: its bytes are not those that were written. Fetch the pack again, or make it anew.");
    }
  }

  @Override
  public String toString() {
    return pack.name(entry());
  }
}
