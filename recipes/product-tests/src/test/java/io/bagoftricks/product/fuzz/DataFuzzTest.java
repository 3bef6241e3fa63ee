package io.bagoftricks.product.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.data.DataFacts;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Split;
import io.bagoftricks.engine.internal.data.IdxData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged files of IDX data, plain and compressed, are refused by their names, or read to images
 * and labels that are what the recipe says.
 */
final class DataFuzzTest {
  private static final FuzzCases CASES = FuzzCases.ofTheBuild();
  private static final String REFUSED = "refused";
  private static final String READ = "read";
  private static final int CLASSES = 4;
  private static final int TRAIN = 20;
  private static final int TEST = 8;
  private static final int SIDE = 5;

  @TempDir private Path folder;

  @Test
  void areRefusedOrRead() throws IOException {
    Map<String, byte[]> good = files();
    assertThat(outcome(good)).isEqualTo(READ);
    List<Map.Entry<String, byte[]>> entries = new ArrayList<>(good.entrySet());

    Outcomes outcomes =
        CASES.runEnding(
            (seed, random) -> {
              Map<String, byte[]> files = new LinkedHashMap<>(good);
              Map.Entry<String, byte[]> file = entries.get(random.nextInt(entries.size()));
              files.put(file.getKey(), damaged(file.getValue(), random));
              return outcome(files);
            });

    System.out.println("data: " + outcomes);
    outcomes.checkShare(REFUSED, 0.5, 0.98);
  }

  /** Compressed before or after the damage, or not at all. */
  private static byte[] damaged(byte[] file, SplittableRandom random) throws IOException {
    return switch (random.nextInt(3)) {
      case 0 -> HeaderDamage.some(file, random);
      case 1 -> compressed(HeaderDamage.some(file, random));
      default -> HeaderDamage.some(compressed(file), random);
    };
  }

  private String outcome(Map<String, byte[]> files) throws IOException {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue());
    }
    IdxData data = new IdxData(folder.toString(), CLASSES, TRAIN, TEST, SIDE);
    try {
      DataFacts facts = data.facts();
      assertThat(facts.trainExamples()).isEqualTo(TRAIN);
      assertValid(data.open(Split.TRAIN), TRAIN);
      assertValid(data.open(Split.TEST), TEST);
      return READ;
    } catch (IOException e) {
      assertThat(e.getMessage()).contains(folder.toString()).matches(".*[.?]");
      return REFUSED;
    }
  }

  private static void assertValid(Dataset images, int size) throws IOException {
    assertThat(images.size()).isEqualTo(size);
    for (int i = 0; i < size; i++) {
      assertThat(images.label(i)).isBetween(0, CLASSES - 1);
      Dataset.Image image = images.read(i);
      assertThat(image.planes()[0]).hasSize(SIDE * SIDE);
      for (float pixel : image.planes()[0]) {
        assertThat(pixel).isBetween(0f, 255f);
      }
    }
  }

  private static Map<String, byte[]> files() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("train-images-idx3-ubyte", images(TRAIN));
    files.put("train-labels-idx1-ubyte", labels(TRAIN));
    files.put("t10k-images-idx3-ubyte", images(TEST));
    files.put("t10k-labels-idx1-ubyte", labels(TEST));
    return files;
  }

  private static byte[] images(int count) {
    ByteBuffer file = ByteBuffer.allocate(16 + count * SIDE * SIDE);
    byte[] pixels = new byte[count * SIDE * SIDE];
    new Random(count).nextBytes(pixels);
    return file.putInt(0x803).putInt(count).putInt(SIDE).putInt(SIDE).put(pixels).array();
  }

  private static byte[] labels(int count) {
    ByteBuffer file = ByteBuffer.allocate(8 + count).putInt(0x801).putInt(count);
    for (int i = 0; i < count; i++) {
      file.put((byte) (i % CLASSES));
    }
    return file.array();
  }

  private static byte[] compressed(byte[] bytes) throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
      out.write(bytes);
    }
    return compressed.toByteArray();
  }
}
