package io.bagoftricks.engine.images.internal.pack;

import io.bagoftricks.engine.internal.storage.StorageProblems;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * A pack that is there. No file of it stays open; the bytes of an image are not checked here, all
 * else is.
 */
public final class PackFolder {
  private static final String CURE =
      "Fetch the pack again, or delete it and make it anew with 'tricks data pack'.";

  private static final String ALONE = "Leave a pack alone while it is read.";

  private final Path folder;
  private final PackIndex index;

  private PackFolder(Path folder, PackIndex index) {
    this.folder = folder;
    this.index = index;
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
    Path file = PackFormat.index(folder);
    try {
      index = PackIndex.read(file);
      for (int i = 0; i < index.segments().size(); i++) {
        file = PackFormat.segment(folder, i);
        checkSegment(file, i, index.segments().get(i));
      }
    } catch (AccessDeniedException e) {
      throw e; // no fault of the pack
    } catch (NoSuchFileException e) {
      throw new IOException("%s is not there. %s".formatted(file, CURE), e);
    } catch (IOException e) {
      throw new IOException(
          "%s cannot be used: %s. %s".formatted(file, StorageProblems.words(e), CURE), e);
    }
    return new PackFolder(folder, index);
  }

  private static void checkSegment(Path file, int number, int length) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException(file.toString());
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (channel.size() != length) {
        throw new IOException("it has %s bytes instead of %s".formatted(channel.size(), length));
      }
      ByteBuffer head = ByteBuffer.allocate(PackFormat.SEGMENT_HEAD_BYTES);
      while (head.hasRemaining() && channel.read(head) >= 0) {
        // until it is whole, or the file at its end
      }
      if (!Arrays.equals(head.array(), PackFormat.segmentHead(number))) {
        throw new IOException("it does not begin as segment %s does".formatted(number));
      }
    }
  }

  /** The index. */
  public PackIndex index() {
    return index;
  }

  /**
   * Opens the segment of an image; the caller closes it.
   *
   * @throws IOException if it has another length now, or is not there; the message is a sentence
   */
  public FileChannel segment(PackEntry entry) throws IOException {
    Path file = PackFormat.segment(folder, entry.segment());
    FileChannel channel;
    try {
      channel = FileChannel.open(file, StandardOpenOption.READ);
    } catch (NoSuchFileException e) {
      throw new IOException("Its segment, %s, is not there now. %s".formatted(file, ALONE), e);
    }
    boolean isWhole = false;
    try {
      int length = index.segments().get(entry.segment());
      isWhole = channel.size() == length;
      if (!isWhole) {
        throw new IOException(
            "Its segment has %s bytes now instead of %s. %s"
                .formatted(channel.size(), length, ALONE));
      }
      return channel;
    } finally {
      if (!isWhole) {
        channel.close();
      }
    }
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
