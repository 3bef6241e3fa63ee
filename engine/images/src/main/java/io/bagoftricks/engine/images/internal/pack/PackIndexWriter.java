package io.bagoftricks.engine.images.internal.pack;

import io.bagoftricks.api.data.Split;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/** Writes the index of a pack. */
final class PackIndexWriter {
  private final PackHead head;
  private final List<Integer> segments;
  private final List<PackEntry> entries;

  /**
   * An index.
   *
   * @param segments their lengths in bytes
   * @param entries in the order of {@link PackHead#images}
   */
  PackIndexWriter(PackHead head, List<Integer> segments, List<PackEntry> entries) {
    this.head = head;
    this.segments = segments;
    this.entries = entries;
  }

  /**
   * Writes it.
   *
   * @return its SHA-256, which is the pack's fingerprint
   * @throws IOException if it cannot be written, or would be longer than an index may be
   */
  String write(OutputStream out) throws IOException {
    MessageDigest digest = PackFormat.sha256();
    DigestOutputStream hashed = new DigestOutputStream(out, digest);
    long texts = texts();
    hashed.write(head(texts));
    for (int length : segments) {
      hashed.write(little(PackFormat.SEGMENT_BYTES).putLong(length).array());
    }
    int text = 0;
    for (String name : head.classes()) {
      int length = utf8(name).length;
      hashed.write(little(PackFormat.CLASS_BYTES).putInt(text).putInt(length).array());
      text += length;
    }
    for (PackEntry entry : entries) {
      int length = utf8(entry.name()).length;
      hashed.write(bytes(entry, text, length));
      text += length;
    }
    for (String name : head.classes()) {
      hashed.write(utf8(name));
    }
    for (PackEntry entry : entries) {
      hashed.write(utf8(entry.name()));
    }
    byte[] hash = digest.digest();
    out.write(hash);
    return HexFormat.of().formatHex(hash);
  }

  private long texts() {
    return head.classes().stream().mapToLong(name -> utf8(name).length).sum()
        + entries.stream().mapToLong(entry -> utf8(entry.name()).length).sum();
  }

  private byte[] head(long texts) throws IOException {
    long length =
        PackFormat.HEAD_BYTES
            + (long) PackFormat.SEGMENT_BYTES * segments.size()
            + (long) PackFormat.CLASS_BYTES * head.classes().size()
            + (long) PackFormat.ENTRY_BYTES * entries.size()
            + texts
            + PackFormat.HASH_BYTES;
    if (length > PackIndex.LONGEST) {
      throw new IOException(
          "The index would have %s bytes, but may have at most %s. Make several packs."
              .formatted(length, PackIndex.LONGEST));
    }
    return little(PackFormat.HEAD_BYTES)
        .put(PackFormat.INDEX_MAGIC)
        .putInt(PackFormat.VERSION)
        .putInt(head.image().channels())
        .putInt(head.image().height())
        .putInt(head.image().width())
        .putInt(segments.size())
        .putInt(head.classes().size())
        .putInt(head.count(Split.TRAIN))
        .putInt(head.count(Split.VALIDATION))
        .putInt(head.count(Split.TEST))
        .putInt((int) texts)
        .putLong(length)
        .array();
  }

  private static byte[] bytes(PackEntry entry, int text, int length) {
    return little(PackFormat.ENTRY_BYTES)
        .putInt(entry.segment())
        .putInt(entry.offset())
        .putInt(entry.length())
        .putInt(entry.crc())
        .putInt(entry.label())
        .putInt(entry.height())
        .putInt(entry.width())
        .put((byte) entry.form().number())
        .put((byte) entry.channels())
        .putShort((short) 0)
        .putInt(text)
        .putInt(length)
        .array();
  }

  private static ByteBuffer little(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
