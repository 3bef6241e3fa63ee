package io.bagoftricks.engine.images.internal.pack;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A pack that is there. Its segments are mapped into memory and no file stays open; the bytes of an
 * image are not checked here, all else is.
 */
public final class PackFolder {
  private static final String CURE =
      "Fetch the pack again, or delete it and make it anew with 'tricks data pack'.";

  private final Path folder;
  private final PackIndex index;
  private final List<ByteBuffer> segments;

  private PackFolder(Path folder, PackIndex index, List<ByteBuffer> segments) {
    this.folder = folder;
    this.index = index;
    this.segments = List.copyOf(segments);
  }

  /** Whether a path is a pack, be it whole or not. */
  public static boolean isOne(Path path) {
    return Files.isRegularFile(PackFormat.index(path));
  }

  /**
   * Opens a pack.
   *
   * @throws IOException if the index or a segment is damaged or not there; the message is a
   *     sentence
   */
  public static PackFolder open(Path folder) throws IOException {
    PackIndex index;
    List<ByteBuffer> segments = new ArrayList<>();
    Path file = PackFormat.index(folder);
    try {
      index = PackIndex.read(file);
      for (int i = 0; i < index.segments().size(); i++) {
        file = PackFormat.segment(folder, i);
        segments.add(segment(file, i, index.segments().get(i)));
      }
    } catch (NoSuchFileException e) {
      throw new IOException("%s is not there. %s".formatted(file, CURE), e);
    } catch (IOException e) {
      throw new IOException("%s cannot be used: %s. %s".formatted(file, e.getMessage(), CURE), e);
    }
    return new PackFolder(folder, index, segments);
  }

  private static ByteBuffer segment(Path file, int number, int length) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException(file.toString());
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (channel.size() != length) {
        throw new IOException("it has %s bytes instead of %s".formatted(channel.size(), length));
      }
      ByteBuffer mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, length);
      byte[] head = new byte[PackFormat.SEGMENT_HEAD_BYTES];
      mapped.get(0, head);
      if (!Arrays.equals(head, PackFormat.segmentHead(number))) {
        throw new IOException("it does not begin as segment %s does".formatted(number));
      }
      return mapped;
    }
  }

  /** The index. */
  public PackIndex index() {
    return index;
  }

  /**
   * The bytes of an image as they are there: a buffer of the caller's own.
   *
   * @throws IOException if the segment has another length now, so that a page of it may be missing
   */
  public ByteBuffer bytes(PackEntry entry) throws IOException {
    long length = Files.size(PackFormat.segment(folder, entry.segment()));
    if (length != index.segments().get(entry.segment())) {
      throw new IOException(
          "Its segment has %s bytes now instead of %s. Leave a pack alone while it is read."
              .formatted(length, index.segments().get(entry.segment())));
    }
    return segments.get(entry.segment()).slice(entry.offset(), entry.length());
  }

  /** How many bytes all of its files have. */
  public long length() {
    return index.length() + index.segments().stream().mapToLong(Integer::longValue).sum();
  }

  /** An image as messages call it. */
  public String name(PackEntry entry) {
    return folder + "!/" + entry.name();
  }
}
