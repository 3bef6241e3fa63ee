package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * However a process ends that reads image files, or a pack of them, with several threads, reduced
 * and augmented: the run ends in the same bits.
 */
final class PhotoKillTest {
  @TempDir private static Path shared;
  private static Path undisturbed;
  private static long undisturbedMillis;

  @TempDir private Path folder;

  /** Most crops of 160 x 120 pixels are shrunk by three or more to 12 x 12, and so reduced. */
  @BeforeAll
  static void trainUndisturbed() throws IOException, InterruptedException {
    Random random = new Random(6);
    for (String name : List.of("train/a", "train/b", "val/a", "val/b")) {
      Path where = Files.createDirectories(shared.resolve("image-folder").resolve(name));
      for (int i = 0; i < (name.startsWith("train") ? 24 : 5); i++) {
        BufferedImage image = new BufferedImage(160, 120, BufferedImage.TYPE_INT_RGB);
        int color = random.nextInt(1 << 24);
        for (int y = 0; y < 120; y++) {
          for (int x = 0; x < 160; x++) {
            image.setRGB(x, y, color + new Color(5 * (x / 8), 9 * (y / 8), x ^ y).getRGB());
          }
        }
        ImageIO.write(image, "jpg", where.resolve(i + ".jpg").toFile());
      }
    }
    CommandLineRun packed =
        CommandLineRun.of(
            "data",
            "pack",
            shared.resolve("image-folder").toString(),
            shared.resolve("pack").toString());
    assertThat(packed.code()).describedAs(packed.err()).isZero();
    undisturbed = shared.resolve("undisturbed");
    Path log = shared.resolve("log");
    Process process = KillableRun.startOrResume(recipe("image-folder"), undisturbed, log, "");
    long start = System.nanoTime();
    assertThat(KillableRun.end(process, log)).describedAs(Files.readString(log)).isZero();
    undisturbedMillis = (System.nanoTime() - start) / 1_000_000;
  }

  /** Two epochs of 4 updates. A pack keeps the bytes of the files, so that both are one run. */
  private static Path recipe(String type) throws IOException {
    return Files.writeString(
        shared.resolve(type + ".json"),
        """
        {
          "name": "photos",
          "data": {"type": "%s", "root": "%s", "imageSize": 12},
          "model": {"type": "cifar-resnet", "depth": 8, "width": 4},
          "optimizer": {"type": "nag", "learningRate": 0.05},
          "training": {
            "epochs": 2, "batchSize": 12, "seed": 7, "loaderThreads": 3,
            "checkpoint": {"every": "2ba", "keep": 3}
          },
          "tricks": [
            {"trick": "random-resized-crop"}, {"trick": "horizontal-flip"}, {"trick": "rand-augment"},
            {"trick": "hsb-jitter"}, {"trick": "random-erasing"}, {"trick": "cosine"}
          ]
        }
        """
            .formatted(type, shared.resolve(type)));
  }

  /** SIGKILL while the checkpoint of step 8 is written: step 6 is in the middle of an epoch. */
  @ParameterizedTest
  @ValueSource(strings = {"image-folder", "pack"})
  void inTheMiddleOfAnEpoch(String type) throws IOException, InterruptedException {
    Path run = folder.resolve("run");
    Path log = folder.resolve("log");
    Process process = KillableRun.startOrResume(recipe(type), run, log, "hang-move:step-00000008");
    KillableRun.waitUntil(
        process, log, () -> Files.exists(run.resolve("checkpoints/.tmp-step-00000008")));
    process.destroyForcibly();
    assertThat(KillableRun.end(process, log)).isEqualTo(KillableRun.SIGKILL);

    Process resumed = KillableRun.startOrResume(recipe(type), run, log, "");

    assertThat(KillableRun.end(resumed, log)).describedAs(Files.readString(log)).isZero();
    assertThat(log).content().contains("going on after step 6 of 8");
    KillableRun.assertSameEnd(run, undisturbed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"image-folder", "pack"})
  @Tag("long")
  @Timeout(value = 2, unit = TimeUnit.HOURS)
  void tenTimesAtRandom(String type) throws IOException, InterruptedException {
    KillableRun.killAtRandom(
        recipe(type),
        folder.resolve("run"),
        folder.resolve("log"),
        10,
        undisturbedMillis,
        new Random(13),
        undisturbed);
  }
}
