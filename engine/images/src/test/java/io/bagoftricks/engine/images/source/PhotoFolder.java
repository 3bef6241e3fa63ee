package io.bagoftricks.engine.images.source;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;

/** A folder of small pictures of noise, JPEG and PNG, of other sizes each. */
public final class PhotoFolder {
  private PhotoFolder() {}

  /** Writes five of each of two classes to learn from, and two of each for the test. */
  public static Path in(Path folder) throws IOException {
    Random random = new Random(5);
    for (String split : List.of("train", "test")) {
      for (String name : List.of("cat", "döner")) {
        Path where = Files.createDirectories(folder.resolve(split).resolve(name));
        for (int i = 0; i < (split.equals("train") ? 5 : 2); i++) {
          String format = i % 2 == 0 ? "jpg" : "png";
          ImageIO.write(
              noise(20 + i, 14 - i, random), format, where.resolve(i + "." + format).toFile());
        }
      }
    }
    return folder;
  }

  private static BufferedImage noise(int width, int height, Random random) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < width * height; i++) {
      image.setRGB(i % width, i / width, random.nextInt(1 << 24));
    }
    return image;
  }
}
