package io.bagoftricks.engine.tensorboard;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The values in all event files of a folder. */
public final class EventFolder {
  static final String PREFIX = "events.out.tfevents.";
  private static final int HEAD = Long.BYTES + Integer.BYTES;

  private EventFolder() {}

  /** A value at a step. */
  public record Point(long step, double value) {}

  /**
   * All scalars by tag, in the order of the steps. A session that goes on from a step voids what
   * earlier files hold from there on. A last record that was cut off is left out.
   *
   * @throws IOException if a file cannot be read, or a checksum does not hold
   */
  public static SortedMap<String, List<Point>> read(Path folder) throws IOException {
    SortedMap<String, List<Point>> scalars = new TreeMap<>();
    for (Path file : files(folder)) {
      for (Event event : events(file)) {
        if (event.start()) {
          scalars.values().forEach(points -> points.removeIf(p -> p.step() >= event.step()));
        }
        for (Map.Entry<String, Float> scalar : event.scalars().entrySet()) {
          scalars
              .computeIfAbsent(scalar.getKey(), tag -> new ArrayList<>())
              .add(new Point(event.step(), scalar.getValue()));
        }
      }
    }
    return scalars;
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> String.valueOf(file.getFileName()).startsWith(PREFIX))
          .sorted()
          .toList();
    }
  }

  private static List<Event> events(Path file) throws IOException {
    List<Event> events = new ArrayList<>();
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.remaining() >= HEAD) {
      int start = buffer.position();
      long length = buffer.getLong();
      check(file, start, buffer.getInt() == Crc.masked(bytes, start, Long.BYTES));
      if (length < 0 || length > buffer.remaining() - Integer.BYTES) {
        break;
      }
      byte[] event = new byte[Math.toIntExact(length)];
      buffer.get(event);
      check(file, start, buffer.getInt() == Crc.masked(event, 0, event.length));
      events.add(Event.parse(event));
    }
    return events;
  }

  private static void check(Path file, int start, boolean intact) throws IOException {
    if (!intact) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s: the record at byte %d is damaged, its checksum does not hold. Delete the file to do without its curves.",
              file,
              start));
    }
  }
}
