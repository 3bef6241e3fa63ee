package io.bagoftricks.engine.images.internal.pack;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The plan of an unfinished pack, and the images that are in it already. A line has its length and
 * its checksum before it; what comes behind a line that is damaged or cut off does not count.
 *
 * @param plan all that decides the pack's bytes but the images themselves
 */
record PackJournal(String plan, List<Line> lines) {
  private static final int LONGEST_LINE = 1 << 20;

  /**
   * An image that is in a segment.
   *
   * @param source CRC-32C of its bytes in the source
   */
  record Line(PackEntry entry, int source) {}

  PackJournal {
    lines = List.copyOf(lines);
  }

  static Path file(Path folder) {
    return folder.resolve("journal");
  }

  /** The journal in a folder; empty where there is none, or nothing of it counts. */
  static Optional<PackJournal> read(Path folder) throws IOException {
    Path file = file(folder);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      Optional<byte[]> plan = next(in);
      if (plan.isEmpty()) {
        return Optional.empty();
      }
      List<Line> lines = new ArrayList<>();
      for (Optional<byte[]> line = next(in); line.isPresent(); line = next(in)) {
        lines.add(line(line.get()));
      }
      return Optional.of(new PackJournal(new String(plan.get(), StandardCharsets.UTF_8), lines));
    }
  }

  private static Optional<byte[]> next(DataInputStream in) throws IOException {
    try {
      int length = in.readInt();
      int crc = in.readInt();
      if (length < 0 || length > LONGEST_LINE) {
        return Optional.empty();
      }
      byte[] line = new byte[length];
      in.readFully(line);
      return PackFormat.crc(line) == crc ? Optional.of(line) : Optional.empty();
    } catch (EOFException e) {
      return Optional.empty();
    }
  }

  private static Line line(byte[] bytes) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    int source = in.readInt();
    PackForm form =
        PackForm.of(in.readUnsignedByte()).orElseThrow(() -> new IOException("no such form"));
    return new Line(
        new PackEntry(
            in.readInt(),
            in.readInt(),
            in.readInt(),
            in.readInt(),
            in.readInt(),
            in.readInt(),
            in.readInt(),
            in.readUnsignedByte(),
            form,
            new String(in.readAllBytes(), StandardCharsets.UTF_8)),
        source);
  }

  /** Writes all of it. */
  void write(OutputStream out) throws IOException {
    write(out, plan.getBytes(StandardCharsets.UTF_8));
    for (Line line : lines) {
      write(out, line);
    }
  }

  /** Writes a line. */
  static void write(OutputStream out, Line line) throws IOException {
    PackEntry entry = line.entry();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream data = new DataOutputStream(bytes);
    data.writeInt(line.source());
    data.writeByte(entry.form().number());
    data.writeInt(entry.segment());
    data.writeInt(entry.offset());
    data.writeInt(entry.length());
    data.writeInt(entry.crc());
    data.writeInt(entry.label());
    data.writeInt(entry.height());
    data.writeInt(entry.width());
    data.writeByte(entry.channels());
    data.write(entry.name().getBytes(StandardCharsets.UTF_8));
    write(out, bytes.toByteArray());
  }

  private static void write(OutputStream out, byte[] line) throws IOException {
    if (line.length > LONGEST_LINE) {
      throw new IOException("A name is longer than %s bytes.".formatted(LONGEST_LINE));
    }
    DataOutputStream data = new DataOutputStream(out);
    data.writeInt(line.length);
    data.writeInt(PackFormat.crc(line));
    data.write(line);
  }
}
