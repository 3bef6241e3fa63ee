package io.bagoftricks.engine.images.internal.pack;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.zip.CRC32C;

/** Names and lengths that writing and reading share; docs/pack-format.md has the tables. */
final class PackFormat {
  static final int VERSION = 1;
  static final byte[] INDEX_MAGIC = "TRICKPAK".getBytes(StandardCharsets.US_ASCII);
  static final byte[] SEGMENT_MAGIC = "TRICKSEG".getBytes(StandardCharsets.US_ASCII);
  static final int MAGIC_BYTES = 8;
  static final int HEAD_BYTES = 56;
  static final int SEGMENT_BYTES = 8;
  static final int CLASS_BYTES = 8;
  static final int ENTRY_BYTES = 40;
  static final int HASH_BYTES = 32;
  static final int SEGMENT_HEAD_BYTES = 16;

  private PackFormat() {}

  static Path index(Path folder) {
    return folder.resolve("pack.index");
  }

  static Path segment(Path folder, int number) {
    return folder.resolve(String.format(Locale.ROOT, "%05d.segment", number));
  }

  /** The first bytes of a segment. */
  static byte[] segmentHead(int number) {
    return ByteBuffer.allocate(SEGMENT_HEAD_BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(SEGMENT_MAGIC)
        .putInt(VERSION)
        .putInt(number)
        .array();
  }

  static int crc(byte[] bytes) {
    CRC32C sum = new CRC32C();
    sum.update(bytes);
    return (int) sum.getValue();
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
