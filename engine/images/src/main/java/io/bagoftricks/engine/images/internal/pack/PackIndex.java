package io.bagoftricks.engine.images.internal.pack;

import io.bagoftricks.api.data.Split;
import io.bagoftricks.api.network.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** The index of a pack, in memory. All of it has been checked: every entry lies in its segment. */
public final class PackIndex {
  /** The most bytes of an index: those of 25 million images with names of 45 bytes. */
  static final long LONGEST = Integer.MAX_VALUE - 8;

  private static final int LARGEST_SIDE = 1 << 20;

  private final ByteBuffer bytes;
  private final PackHead head;
  private final List<Integer> segments;
  private final int entries;
  private final int texts;
  private final String fingerprint;

  private PackIndex(ByteBuffer bytes) throws IOException {
    this.bytes = bytes;
    int segmentCount = count(24);
    int classCount = count(28);
    long images = (long) count(32) + count(36) + count(40);
    long entriesAt =
        PackFormat.HEAD_BYTES
            + (long) PackFormat.SEGMENT_BYTES * segmentCount
            + (long) PackFormat.CLASS_BYTES * classCount;
    long textsAt = entriesAt + PackFormat.ENTRY_BYTES * images;
    long length = textsAt + count(44) + PackFormat.HASH_BYTES;
    if (length != bytes.limit() || bytes.getLong(48) != length) {
      throw new IOException(
          "its tables take %s bytes, but it has %s".formatted(length, bytes.limit()));
    }
    this.entries = (int) entriesAt;
    this.texts = (int) textsAt;
    this.segments = segments(segmentCount);
    this.head =
        new PackHead(
            image(),
            classes(classCount),
            Map.of(
                Split.TRAIN, count(32),
                Split.VALIDATION, count(36),
                Split.TEST, count(40)));
    for (int i = 0; i < images; i++) {
      check(i);
    }
    byte[] hash = new byte[PackFormat.HASH_BYTES];
    bytes.get(bytes.limit() - hash.length, hash);
    this.fingerprint = HexFormat.of().formatHex(hash);
  }

  /**
   * Reads an index.
   *
   * @throws IOException if it is none, of another version, or has a byte that was not written; the
   *     message is a part of a sentence
   */
  static PackIndex read(Path file) throws IOException {
    long length = Files.size(file);
    if (length < PackFormat.HEAD_BYTES + PackFormat.HASH_BYTES || length > LONGEST) {
      throw new IOException("it has %s bytes, which no index has".formatted(length));
    }
    byte[] bytes = Files.readAllBytes(file);
    if (!Arrays.equals(
        bytes, 0, PackFormat.MAGIC_BYTES, PackFormat.INDEX_MAGIC, 0, PackFormat.MAGIC_BYTES)) {
      throw new IOException("it does not begin as an index does");
    }
    ByteBuffer little = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int version = little.getInt(PackFormat.MAGIC_BYTES);
    if (version != PackFormat.VERSION) {
      throw new IOException(
          "it is of version %s of the format, but this program reads version %s"
              .formatted(Integer.toUnsignedString(version), PackFormat.VERSION));
    }
    MessageDigest digest = PackFormat.sha256();
    digest.update(bytes, 0, bytes.length - PackFormat.HASH_BYTES);
    byte[] hash = Arrays.copyOfRange(bytes, bytes.length - PackFormat.HASH_BYTES, bytes.length);
    if (!MessageDigest.isEqual(hash, digest.digest())) {
      throw new IOException("its bytes are not those that were written");
    }
    return new PackIndex(little);
  }

  /** The facts that hold for all images. */
  public PackHead head() {
    return head;
  }

  /** SHA-256 of the index, in hexadecimal: it has the checksum of every image. */
  public String fingerprint() {
    return fingerprint;
  }

  /** How many bytes it has. */
  int length() {
    return bytes.limit();
  }

  /** The lengths of the segments in bytes. */
  List<Integer> segments() {
    return segments;
  }

  /** The label of an image. */
  public int label(int number) {
    return bytes.getInt(at(number) + 16);
  }

  /**
   * An image.
   *
   * @param number from 0, over all splits
   */
  public PackEntry entry(int number) {
    int at = at(number);
    return new PackEntry(
        bytes.getInt(at),
        bytes.getInt(at + 4),
        bytes.getInt(at + 8),
        bytes.getInt(at + 12),
        bytes.getInt(at + 16),
        bytes.getInt(at + 20),
        bytes.getInt(at + 24),
        bytes.get(at + 29),
        PackForm.of(bytes.get(at + 28)).orElseThrow(),
        text(bytes.getInt(at + 32), bytes.getInt(at + 36)));
  }

  private int at(int number) {
    return entries + PackFormat.ENTRY_BYTES * number;
  }

  private Shape image() throws IOException {
    int channels = count(12);
    int height = count(16);
    int width = count(20);
    if ((channels != 1 && channels != 3) || !isSide(height) || !isSide(width)) {
      throw new IOException("its images are %s x %s x %s".formatted(channels, height, width));
    }
    return new Shape(channels, height, width);
  }

  private List<Integer> segments(int count) throws IOException {
    List<Integer> lengths = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long length = bytes.getLong(PackFormat.HEAD_BYTES + PackFormat.SEGMENT_BYTES * i);
      if (length < PackFormat.SEGMENT_HEAD_BYTES || length > Integer.MAX_VALUE) {
        throw new IOException("segment %s has %s bytes".formatted(i, length));
      }
      lengths.add((int) length);
    }
    return List.copyOf(lengths);
  }

  private List<String> classes(int count) throws IOException {
    List<String> classes = new ArrayList<>();
    int at = PackFormat.HEAD_BYTES + PackFormat.SEGMENT_BYTES * segments.size();
    for (int i = 0; i < count; i++, at += PackFormat.CLASS_BYTES) {
      checkText(bytes.getInt(at), bytes.getInt(at + 4));
      classes.add(text(bytes.getInt(at), bytes.getInt(at + 4)));
    }
    return classes;
  }

  private void check(int number) throws IOException {
    int at = at(number);
    int segment = bytes.getInt(at);
    int offset = bytes.getInt(at + 4);
    int length = bytes.getInt(at + 8);
    int label = bytes.getInt(at + 16);
    int height = bytes.getInt(at + 20);
    int width = bytes.getInt(at + 24);
    int channels = bytes.get(at + 29);
    PackForm form = PackForm.of(bytes.get(at + 28)).orElse(PackForm.NONE);
    boolean lies =
        segment >= 0
            && segment < segments.size()
            && offset >= PackFormat.SEGMENT_HEAD_BYTES
            && length >= 0
            && offset <= segments.get(segment) - length;
    boolean whole =
        form == PackForm.ROWS
            ? (channels == 1 || channels == head.image().channels())
                && isSide(height)
                && isSide(width)
                && (long) height * width * channels == length
            : channels == 0 && height >= 0 && width >= 0;
    if (!lies
        || !whole
        || label < 0
        || label >= head.classes().size()
        || bytes.getShort(at + 30) != 0
        || PackForm.of(bytes.get(at + 28)).isEmpty()) {
      throw new IOException("what it says of image %s cannot be".formatted(number));
    }
    checkText(bytes.getInt(at + 32), bytes.getInt(at + 36));
  }

  private void checkText(int from, int length) throws IOException {
    if (from < 0 || length < 0 || from > count(44) - length) {
      throw new IOException("a name lies outside of its texts");
    }
  }

  private String text(int from, int length) {
    byte[] text = new byte[length];
    bytes.get(texts + from, text);
    return new String(text, StandardCharsets.UTF_8);
  }

  private int count(int at) throws IOException {
    int count = bytes.getInt(at);
    if (count < 0) {
      throw new IOException("the number at %s of its head is below 0".formatted(at));
    }
    return count;
  }

  private static boolean isSide(int length) {
    return length >= 1 && length <= LARGEST_SIDE;
  }
}
