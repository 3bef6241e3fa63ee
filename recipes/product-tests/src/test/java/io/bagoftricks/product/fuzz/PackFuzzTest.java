package io.bagoftricks.product.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.data.DataSource;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Split;
import io.bagoftricks.engine.images.pack.PackOptions;
import io.bagoftricks.engine.images.pack.Packing;
import io.bagoftricks.engine.images.source.DataPath;
import io.bagoftricks.engine.storage.Disk;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Packs with a damage in any file are refused, or every image is what it was, or it is named and
 * another of its class is in its place.
 */
final class PackFuzzTest {
  private static final FuzzCases CASES = FuzzCases.ofTheBuild();
  private static final String REFUSED = "refused";
  private static final String REPLACED = "replaced";
  private static final String READ = "read";
  private static final int IMAGES = 8;

  @TempDir private Path folder;
  private Path photos;

  @BeforeEach
  void write() throws IOException {
    photos = folder.resolve("photos");
    Random random = new Random(1);
    for (int i = 0; i < IMAGES; i++) {
      BufferedImage image = new BufferedImage(9, 7, BufferedImage.TYPE_INT_RGB);
      for (int at = 0; at < 63; at++) {
        image.setRGB(at % 9, at / 9, random.nextInt(1 << 24));
      }
      Path file = photos.resolve(i % 2 == 0 ? "cat" : "dog").resolve(i + ".png");
      Files.createDirectories(file.getParent());
      ImageIO.write(image, "png", file.toFile());
    }
  }

  @Test
  void areRefusedOrReadOrReplaced() throws IOException {
    List<Path> packs = List.of(folder.resolve("a.pack"), folder.resolve("b.pack"));
    pack(packs.get(0), PackOptions.lossless());
    pack(packs.get(1), PackOptions.ofPixels());
    List<float[][]> good = read(DataPath.of(photos.toString()).open(Split.TRAIN));
    assertThat(outcome(packs.get(0), good)).isEqualTo(READ);

    Outcomes outcomes =
        CASES.runEnding(
            (seed, random) -> {
              Path pack = packs.get(random.nextInt(2));
              Path file = pack.resolve(random.nextBoolean() ? "pack.index" : "00000.segment");
              byte[] bytes = Files.readAllBytes(file);
              Files.write(file, damaged(bytes, random));
              try {
                return outcome(pack, good);
              } finally {
                Files.write(file, bytes);
              }
            });

    System.out.println("packs: " + outcomes);
    outcomes.checkShare(REFUSED, 0.5, 0.95);
    outcomes.checkShare(REPLACED, 0.03, 0.4);
  }

  /** Half of the damages leave the length, which is what is looked at first. */
  private static byte[] damaged(byte[] bytes, SplittableRandom random) {
    byte[] damaged = HeaderDamage.some(bytes, random);
    return random.nextBoolean() ? Arrays.copyOf(damaged, bytes.length) : damaged;
  }

  private void pack(Path target, PackOptions options) throws IOException {
    DataSource source = DataPath.of(photos.toString());
    Packing.pack(Disk.local(), source, target, options, count -> {});
  }

  private static String outcome(Path pack, List<float[][]> good) throws IOException {
    Dataset images;
    try {
      images = DataPath.of(pack.toString()).open(Split.TRAIN);
    } catch (IOException e) {
      assertThat(e.getMessage()).contains(pack.toString()).endsWith(".");
      return REFUSED;
    }
    try {
      for (int i = 0; i < IMAGES; i++) {
        float[][] image = images.read(i).planes();
        int label = i < IMAGES / 2 ? 0 : 1;
        assertThat(images.label(i)).isEqualTo(label);
        assertThat(good.subList(label * IMAGES / 2, (label + 1) * IMAGES / 2))
            .anyMatch(one -> Arrays.deepEquals(one, image));
        assertThat(Arrays.deepEquals(good.get(i), image) || !images.faults().isEmpty()).isTrue();
      }
    } catch (IOException e) { // no image of a class is left
      assertThat(e.getMessage()).contains(pack.toString());
      return REPLACED;
    }
    assertThat(images.faults()).allMatch(fault -> fault.startsWith(pack.toString()));
    return images.faults().isEmpty() ? READ : REPLACED;
  }

  private static List<float[][]> read(Dataset images) throws IOException {
    List<float[][]> all = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      all.add(images.read(i).planes());
    }
    return all;
  }
}
