package io.bagoftricks.engine.images.internal.pack;

import io.bagoftricks.engine.storage.Disk;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/** Files that were being written when a process ended. */
final class UnfinishedPack {
  private static final int BUFFER = 1 << 16;

  private final Disk disk;
  private final Path folder;

  UnfinishedPack(Disk disk, Path folder) {
    this.disk = disk;
    this.folder = folder;
  }

  /**
   * The part of a journal whose images are all there, whole. What is behind them in the segments is
   * cut off.
   */
  PackJournal whole(PackJournal journal) throws IOException {
    List<PackJournal.Line> whole = new ArrayList<>();
    List<PackJournal.Line> lines = journal.lines();
    int number = 0;
    int first = 0;
    while (first < lines.size()) {
      int end = first;
      while (end < lines.size() && lines.get(end).entry().segment() == number) {
        end++;
      }
      int kept = whole(number, lines.subList(first, end));
      whole.addAll(lines.subList(first, first + kept));
      if (kept == 0 || kept < end - first) {
        break;
      }
      number++;
      first = end;
    }
    deleteTemporaryFiles();
    int used = whole.isEmpty() ? 0 : whole.get(whole.size() - 1).entry().segment() + 1;
    if (used > 0) {
      PackEntry last = whole.get(whole.size() - 1).entry();
      cut(PackFormat.segment(folder, used - 1), last.offset() + last.length());
    }
    for (int i = used; Files.exists(PackFormat.segment(folder, i)); i++) {
      disk.delete(PackFormat.segment(folder, i));
    }
    return new PackJournal(journal.plan(), whole);
  }

  private void deleteTemporaryFiles() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, ".*.new")) {
      for (Path file : files) {
        disk.delete(file);
      }
    }
  }

  /** How many images at the beginning of a segment have the bytes that were written. */
  private int whole(int number, List<PackJournal.Line> lines) throws IOException {
    Path file = PackFormat.segment(folder, number);
    if (!Files.isRegularFile(file)) {
      return 0;
    }
    int kept = 0;
    try (InputStream in = Files.newInputStream(file)) {
      in.skipNBytes(Math.min(Files.size(file), PackFormat.SEGMENT_HEAD_BYTES));
      byte[] buffer = new byte[BUFFER];
      while (kept < lines.size() && isWhole(in, lines.get(kept).entry(), buffer)) {
        kept++;
      }
    }
    return kept;
  }

  private static boolean isWhole(InputStream in, PackEntry entry, byte[] buffer)
      throws IOException {
    CRC32C sum = new CRC32C();
    int left = entry.length();
    while (left > 0) {
      int read = in.read(buffer, 0, Math.min(buffer.length, left));
      if (read < 0) {
        return false;
      }
      sum.update(buffer, 0, read);
      left -= read;
    }
    return (int) sum.getValue() == entry.crc();
  }

  private void cut(Path segment, int length) throws IOException {
    if (Files.size(segment) == length) {
      return;
    }
    disk.replace(
        segment,
        out -> {
          try (InputStream in = Files.newInputStream(segment)) {
            byte[] buffer = new byte[BUFFER];
            for (int left = length; left > 0; ) {
              int read = in.read(buffer, 0, Math.min(buffer.length, left));
              if (read < 0) {
                throw new IOException(segment + " became shorter while it was read");
              }
              out.write(buffer, 0, read);
              left -= read;
            }
          }
        });
  }
}
