package io.bagoftricks.bench.photographs;

import io.bagoftricks.api.data.Picture;
import io.bagoftricks.api.data.Picture.Cut;
import io.bagoftricks.api.data.PixelBuffer;
import io.bagoftricks.engine.images.ImageDecoder;
import io.bagoftricks.engine.images.ImageRules;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;

/** Decoding alone, in one thread, of bytes that are in memory. */
final class Decoders {
  private Decoders() {}

  /** Ours, all pixels. */
  static double ours(List<Path> files) throws IOException {
    return reduced(files, 1);
  }

  /** Ours, of the whole picture at 1 / reduction of its height and width. */
  static double reduced(List<Path> files, int reduction) throws IOException {
    ImageDecoder decoder = new ImageDecoder(3, ImageRules.defaults());
    PixelBuffer buffer = new PixelBuffer();
    return rate(
        files,
        bytes -> {
          try (Picture picture = decoder.picture(ByteBuffer.wrap(bytes))) {
            picture.decode(new Cut(0, 0, picture.size(), reduction), buffer);
          }
        });
  }

  /** The JDK's, to whatever layout it likes best. */
  static double imageIo(List<Path> files) throws IOException {
    ImageIO.setUseCache(false);
    return rate(files, bytes -> ImageIO.read(new ByteArrayInputStream(bytes)));
  }

  private interface Decoding {
    void decode(byte[] bytes) throws IOException;
  }

  private static double rate(List<Path> files, Decoding decoding) throws IOException {
    long nanos = 0;
    for (Path file : files) {
      byte[] bytes = Files.readAllBytes(file);
      long start = System.nanoTime();
      decoding.decode(bytes);
      nanos += System.nanoTime() - start;
    }
    return files.size() / (nanos * 1e-9);
  }
}
