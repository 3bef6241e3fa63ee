package io.bagoftricks.engine.images.internal.pack;

import io.bagoftricks.engine.internal.storage.FolderLock;
import io.bagoftricks.engine.storage.Disk;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A pack that is being written, in a folder beside the one that it is to become. Whatever stops it,
 * it is opened again with the images that are whole in it; a finished pack has the same bytes
 * however often that happened.
 */
public final class PackDraft implements AutoCloseable {
  /** The length at which another segment is begun: 256 MiB. */
  public static final int SEGMENT_BYTES = 1 << 28;

  private static final String LOCK = ".lock";

  private final Disk disk;
  private final Path target;
  private final Path folder;
  private final int segmentBytes;
  private final FolderLock lock;
  private final List<PackJournal.Line> lines;
  private final List<Integer> segments = new ArrayList<>();
  private final OutputStream journal;
  private @Nullable OutputStream segment;

  private PackDraft(Disk disk, Path target, int segmentBytes, FolderLock lock, PackJournal begun)
      throws IOException {
    this.disk = disk;
    this.target = target;
    this.folder = folder(target);
    this.segmentBytes = segmentBytes;
    this.lock = lock;
    this.lines = new ArrayList<>(begun.lines());
    for (PackJournal.Line line : lines) {
      grow(line.entry());
    }
    this.journal = disk.append(PackJournal.file(folder));
  }

  /** Where a pack lies until it is finished. */
  public static Path folder(Path target) {
    return target.resolveSibling(target.getFileName() + ".unfinished");
  }

  /**
   * The plan of an unfinished pack, or of a finished one whose last traces of that were not taken
   * away; empty where a folder is neither.
   */
  public static Optional<String> plan(Path folder) throws IOException {
    return PackJournal.read(folder).map(PackJournal::plan);
  }

  /**
   * Begins a pack, or goes on with one of the same plan.
   *
   * @param target the folder that it is to become, which is not there
   * @param plan all that decides the bytes but the images themselves
   * @param segmentBytes the length at which another segment is begun
   * @throws IOException if it cannot be written, or another process writes it
   * @throws IllegalArgumentException if an unfinished one of another plan is there
   */
  public static PackDraft open(Disk disk, Path target, String plan, int segmentBytes)
      throws IOException {
    Path folder = folder(target);
    disk.createFolders(folder);
    FolderLock lock = FolderLock.take(folder);
    boolean isOpened = false;
    try {
      PackJournal journal = PackJournal.read(folder).orElse(new PackJournal(plan, List.of()));
      if (!journal.plan().equals(plan)) {
        throw new IllegalArgumentException("An unfinished pack of another plan is in " + folder);
      }
      PackJournal whole = new UnfinishedPack(disk, folder).whole(journal);
      disk.replace(PackJournal.file(folder), whole::write);
      PackDraft draft = new PackDraft(disk, target, segmentBytes, lock, whole);
      isOpened = true;
      return draft;
    } finally {
      if (!isOpened) {
        lock.close();
      }
    }
  }

  /** How many images are in it. */
  public int size() {
    return lines.size();
  }

  /** An image that is in it. */
  public PackEntry entry(int number) {
    return lines.get(number).entry();
  }

  /** CRC-32C that an image in it had in the source. */
  public int source(int number) {
    return lines.get(number).source();
  }

  /** Adds an image behind those that are in it. It counts after {@link #flush}. */
  public void add(PackedImage image) throws IOException {
    int length = image.bytes().length;
    boolean begins =
        segments.isEmpty()
            || ((long) last() + length > segmentBytes && last() > PackFormat.SEGMENT_HEAD_BYTES);
    if ((begins ? PackFormat.SEGMENT_HEAD_BYTES : last()) > Integer.MAX_VALUE - length) {
      throw new IOException(
          "%s has %s bytes, which is too much for a pack.".formatted(image.name(), length));
    }
    if (begins) {
      closeSegment();
      segments.add(PackFormat.SEGMENT_HEAD_BYTES);
      segment = disk.create(PackFormat.segment(folder, segments.size() - 1));
      segment.write(PackFormat.segmentHead(segments.size() - 1));
    }
    if (segment == null) {
      segment = disk.append(PackFormat.segment(folder, segments.size() - 1));
    }
    segment.write(image.bytes());
    PackEntry entry =
        new PackEntry(
            segments.size() - 1,
            last(),
            length,
            PackFormat.crc(image.bytes()),
            image.label(),
            image.height(),
            image.width(),
            image.channels(),
            image.form(),
            image.name());
    PackJournal.Line line = new PackJournal.Line(entry, image.source());
    PackJournal.write(journal, line);
    lines.add(line);
    grow(entry);
  }

  /** Hands over to the system what was added: the end of this process loses none of it. */
  public void flush() throws IOException {
    if (segment != null) {
      segment.flush();
    }
    journal.flush();
  }

  /**
   * Makes it the pack.
   *
   * @return the fingerprint
   */
  public String finish(PackHead head) throws IOException {
    closeSegment();
    for (int i = 0; i < segments.size(); i++) {
      disk.force(PackFormat.segment(folder, i));
    }
    List<PackEntry> entries =
        CommonFolder.without(lines.stream().map(PackJournal.Line::entry).toList());
    String[] fingerprint = new String[1];
    disk.replace(
        PackFormat.index(folder),
        out -> fingerprint[0] = new PackIndexWriter(head, segments, entries).write(out));
    close();
    disk.move(folder, target);
    clean(disk, target);
    return fingerprint[0];
  }

  /** Takes the last traces of having been unfinished away from a pack. */
  public static void clean(Disk disk, Path pack) throws IOException {
    disk.delete(pack.resolve(LOCK));
    disk.delete(PackJournal.file(pack));
    disk.force(pack);
    disk.force(Objects.requireNonNull(pack.toAbsolutePath().getParent()));
  }

  private int last() {
    return segments.get(segments.size() - 1);
  }

  private void grow(PackEntry entry) {
    if (entry.segment() == segments.size()) {
      segments.add(PackFormat.SEGMENT_HEAD_BYTES);
    }
    segments.set(entry.segment(), entry.offset() + entry.length());
  }

  private void closeSegment() throws IOException {
    if (segment != null) {
      segment.close();
      segment = null;
    }
  }

  /** Leaves it unfinished. */
  @Override
  public void close() throws IOException {
    try (lock;
        journal) {
      closeSegment();
    }
  }
}
