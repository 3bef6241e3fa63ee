package io.bagoftricks.engine.images.source;

import io.bagoftricks.api.data.Dataset;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Data of images of one gray pixel, whose value tells it from others. */
public final class PixelData {
  private PixelData() {}

  /** The file of an image. */
  public static byte[] pixel(int value) {
    return new PngBytes(1, 1, 8, PngBytes.GRAY).pixels(value);
  }

  /** Writes an image into a folder. */
  public static void image(Path folder, String name, int value) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, pixel(value));
  }

  /** Data whose images are brought to 8 pixels. */
  public static ImageFolder data(Path root, double maxBadFraction) {
    return data(root.toString(), maxBadFraction);
  }

  /** As {@link #data(Path, double)}, by a name that need not be a path. */
  public static ImageFolder data(String root, double maxBadFraction) {
    return new ImageFolder(
        new ImageFolderData(
            root,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            8,
            maxBadFraction));
  }

  /** Label and value of each image. */
  public static List<String> values(Dataset images) throws IOException {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      values.add(images.label(i) + ":" + (int) images.read(i).planes()[2][0]);
    }
    return values;
  }

  /** All files of a folder in a zip file, below a prefix. */
  public static Path zip(Path folder, String prefix, Path zip) throws IOException {
    try (OutputStream out = Files.newOutputStream(zip);
        ZipOutputStream entries = new ZipOutputStream(out);
        Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        entries.putNextEntry(new ZipEntry(prefix + folder.relativize(file)));
        entries.write(Files.readAllBytes(file));
      }
    }
    return zip;
  }

  /** Files in a tar file. */
  public static Path tar(Path tar, Map<String, byte[]> files) throws IOException {
    try (OutputStream out = Files.newOutputStream(tar);
        TarArchiveOutputStream entries = new TarArchiveOutputStream(out)) {
      entries.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        put(entries, file.getKey(), file.getValue());
      }
    }
    return tar;
  }

  /** Adds a file to a tar file. */
  public static void put(TarArchiveOutputStream entries, String name, byte[] content)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, true);
    entry.setSize(content.length);
    entries.putArchiveEntry(entry);
    entries.write(content);
    entries.closeArchiveEntry();
  }
}
