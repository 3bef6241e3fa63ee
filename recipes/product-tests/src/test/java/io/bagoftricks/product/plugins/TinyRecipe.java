package io.bagoftricks.product.plugins;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;

/** A recipe of 2 epochs of 4 updates in two halves each, with a checkpoint after every update. */
final class TinyRecipe {
  private static final int SIDE = 8;

  private TinyRecipe() {}

  /** Writes the recipe and its images; the recipe's file. */
  static Path write(Path root) throws IOException {
    Path data = Files.createDirectories(root.resolve("data"));
    images(data, "train", 64);
    images(data, "t10k", 20);
    Path recipe = root.resolve("tiny.json");
    Files.writeString(
        recipe,
        String.format(
            Locale.ROOT,
            """
        {
          "name": "tiny",
          "data": {"type": "idx", "root": "%s", "trainExamples": 64, "testExamples": 20, "imageSize": %d},
          "model": {"type": "cifar-resnet", "depth": 8, "width": 1},
          "optimizer": {"type": "nag", "learningRate": 0.05},
          "training": {
            "epochs": 2, "batchSize": 16, "microBatch": 8, "seed": 7, "loaderThreads": 1,
            "checkpoint": {"every": "1ba", "keep": 1}
          },
          "tricks": []
        }
        """,
            data,
            SIDE));
    return recipe;
  }

  private static void images(Path folder, String split, int count) throws IOException {
    byte[] pixels = new byte[count * SIDE * SIDE];
    new Random(count).nextBytes(pixels);
    byte[] labels = new byte[count];
    for (int i = 0; i < count; i++) {
      labels[i] = (byte) (i % 10);
    }
    Files.write(
        folder.resolve(split + "-images-idx3-ubyte"), file(pixels, 0x803, count, SIDE, SIDE));
    Files.write(folder.resolve(split + "-labels-idx1-ubyte"), file(labels, 0x801, count));
  }

  private static byte[] file(byte[] content, int... header) {
    ByteBuffer file = ByteBuffer.allocate(Integer.BYTES * header.length + content.length);
    for (int value : header) {
      file.putInt(value);
    }
    return file.put(content).array();
  }
}
