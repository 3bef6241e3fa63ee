package io.bagoftricks.engine.internal.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a folder to one worker at a time, by a lock on the file {@code .lock} in it. The system
 * takes the lock back when the process ends, however it ends; the file stays and means nothing.
 */
public final class FolderLock implements AutoCloseable {
  private static final String NAME = ".lock";

  // The system takes a lock back as soon as its process closes any descriptor of the file, so what
  // this process has locked is not even opened.
  private static final Set<Path> OF_THIS_PROCESS = ConcurrentHashMap.newKeySet();

  private final Path place;
  private final @Nullable FileChannel channel;
  private final Optional<String> warning;
  private final AtomicBoolean closed = new AtomicBoolean();

  private FolderLock(Path place, @Nullable FileChannel channel, Optional<String> warning) {
    this.place = place;
    this.channel = channel;
    this.warning = warning;
  }

  /**
   * Takes the lock of a folder that is there. Where the file system has no locks, or none may be
   * written, there is a warning instead, and only this process is kept from taking it twice.
   *
   * @throws FolderLockedException if somebody else has it
   */
  public static FolderLock take(Path folder) throws FolderLockedException {
    Path place = place(folder);
    if (!OF_THIS_PROCESS.add(place)) {
      throw new FolderLockedException(folder, pid());
    }
    Path file = folder.resolve(NAME);
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (isTaken(channel)) {
        channel.close();
        throw new FolderLockedException(folder, holder(file));
      }
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(pid().getBytes(StandardCharsets.US_ASCII)));
      return new FolderLock(place, channel, Optional.empty());
    } catch (FolderLockedException e) {
      OF_THIS_PROCESS.remove(place);
      throw e;
    } catch (IOException e) {
      return new FolderLock(
          place,
          channel,
          Optional.of(
              "%s cannot be locked (%s); make sure that no other process works in it"
                  .formatted(folder, StorageProblems.words(e))));
    }
  }

  /** Whether somebody has taken the lock of a folder, now or before. */
  public static boolean wasTaken(Path folder) {
    return Files.isRegularFile(folder.resolve(NAME));
  }

  /** A warning, if nothing keeps other processes away from the folder. */
  public Optional<String> warning() {
    return warning;
  }

  /** Gives the lock back. */
  @Override
  public void close() throws IOException {
    if (closed.getAndSet(true)) {
      return;
    }
    try {
      if (channel != null) {
        channel.close();
      }
    } finally {
      OF_THIS_PROCESS.remove(place);
    }
  }

  /** The folder without links; as it is named where there is none. */
  private static Path place(Path folder) {
    try {
      return folder.toRealPath();
    } catch (IOException e) {
      return folder.toAbsolutePath().normalize();
    }
  }

  /** The lock itself is held by the channel. */
  private static boolean isTaken(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock == null;
    } catch (OverlappingFileLockException e) {
      return true;
    }
  }

  /** Who has the lock; some file systems let nobody else read the file. */
  private static String holder(Path file) {
    String written;
    try {
      written = Files.readString(file, StandardCharsets.US_ASCII).strip();
    } catch (IOException e) {
      written = "";
    }
    return written.isEmpty() ? "unknown" : written;
  }

  private static String pid() {
    return Long.toString(ProcessHandle.current().pid());
  }
}
