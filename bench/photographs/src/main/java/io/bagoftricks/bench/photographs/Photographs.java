package io.bagoftricks.bench.photographs;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Photographs in folders that are made for a measurement. */
final class Photographs {
  private static final int COLUMNS = 8;
  private static final int ROWS = 6;
  private static final float QUALITY = 0.9f;

  private Photographs() {}

  /**
   * Takes photographs of a zip file's folder {@code train} out, evenly spread.
   *
   * @param most how many
   */
  static void unpack(Path zip, Path folder, int most) throws IOException {
    try (FileSystem inside = FileSystems.newFileSystem(zip)) {
      List<Path> all = jpegs(inside.getPath("/train"));
      int count = Math.min(most, all.size());
      for (int i = 0; i < count; i++) {
        Path from = all.get((int) ((long) i * all.size() / count));
        Path to = folder.resolve(from.toString().substring(1));
        Files.createDirectories(to.getParent());
        Files.copy(from, to);
      }
    }
  }

  /**
   * Makes large photographs out of 48 small ones each, 8 beside and 6 below each other, in JPEG of
   * quality 90.
   *
   * @param tile height and width that each small one has there
   */
  static void makeLarge(List<Path> small, Path folder, int count, int tile) throws IOException {
    int next = 0;
    for (int i = 0; i < count; i++) {
      BufferedImage large =
          new BufferedImage(COLUMNS * tile, ROWS * tile, BufferedImage.TYPE_INT_RGB);
      Graphics2D drawing = large.createGraphics();
      drawing.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
      for (int place = 0; place < COLUMNS * ROWS; place++) {
        BufferedImage one = ImageIO.read(small.get(next++ % small.size()).toFile());
        int left = place % COLUMNS * tile;
        int top = place / COLUMNS * tile;
        drawing.drawImage(one, left, top, tile, tile, null);
      }
      drawing.dispose();
      Path to = folder.resolve("train").resolve(i % 2 == 0 ? "a" : "b").resolve(i + ".jpg");
      Files.createDirectories(to.getParent());
      write(large, to);
    }
  }

  private static void write(BufferedImage image, Path to) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpg").next();
    ImageWriteParam quality = writer.getDefaultWriteParam();
    quality.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    quality.setCompressionQuality(QUALITY);
    try (ImageOutputStream out = ImageIO.createImageOutputStream(to.toFile())) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), quality);
    } finally {
      writer.dispose();
    }
  }

  /** The JPEG files of a folder, by name. */
  static List<Path> jpegs(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(file -> file.toString().endsWith(".jpg"))
          .sorted(Comparator.comparing(Path::toString))
          .toList();
    }
  }

  /** Deletes a folder that was made. */
  static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      all.sorted(Comparator.reverseOrder())
          .forEach(
              one -> {
                try {
                  Files.delete(one);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }
}
