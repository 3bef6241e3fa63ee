package io.bagoftricks.engine.toys;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** A folder with MNIST's four files, of few small images. */
public final class IdxFolder {
  private static final int IMAGES = 0x803;
  private static final int LABELS = 0x801;
  private static final int CLASSES = 10;

  private IdxFolder() {}

  /** Writes noise with labels in turn. */
  public static Path write(Path folder, int train, int test, int side) throws IOException {
    Files.createDirectories(folder);
    write(folder, "train", train, side);
    write(folder, "t10k", test, side);
    return folder;
  }

  private static void write(Path folder, String split, int count, int side) throws IOException {
    byte[] pixels = new byte[count * side * side];
    new Random(count).nextBytes(pixels);
    byte[] labels = new byte[count];
    for (int i = 0; i < count; i++) {
      labels[i] = (byte) (i % CLASSES);
    }
    Files.write(
        folder.resolve(split + "-images-idx3-ubyte"), file(pixels, IMAGES, count, side, side));
    Files.write(folder.resolve(split + "-labels-idx1-ubyte"), file(labels, LABELS, count));
  }

  private static byte[] file(byte[] content, int... header) {
    ByteBuffer file = ByteBuffer.allocate(Integer.BYTES * header.length + content.length);
    for (int value : header) {
      file.putInt(value);
    }
    return file.put(content).array();
  }
}
