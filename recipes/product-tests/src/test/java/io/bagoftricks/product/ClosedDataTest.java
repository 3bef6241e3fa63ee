package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.backends.spi.BackendUnavailableException;
import io.bagoftricks.engine.Recipes;
import io.bagoftricks.engine.cli.Main;
import io.bagoftricks.engine.internal.weights.WeightsChoice;
import io.bagoftricks.engine.predict.Classifier;
import io.bagoftricks.engine.storage.Disk;
import io.bagoftricks.engine.toys.OpenFiles;
import io.bagoftricks.engine.toys.TinyRuns;
import io.bagoftricks.engine.toys.WatchedDisk;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No command leaves a zip file open, and nor does a program that trains and evaluates. */
final class ClosedDataTest {
  @TempDir private Path folder;
  private Path data;
  private String recipe = "";
  private String run = "";

  @BeforeEach
  void write() throws IOException {
    data = Files.createDirectory(folder.resolve("data"));
    Path zip = data.resolve("photos.zip");
    Random random = new Random(3);
    try (OutputStream out = Files.newOutputStream(zip);
        ZipOutputStream entries = new ZipOutputStream(out)) {
      for (int i = 0; i < 24; i++) {
        BufferedImage image = new BufferedImage(12, 12, BufferedImage.TYPE_INT_RGB);
        for (int at = 0; at < 144; at++) {
          image.setRGB(at % 12, at / 12, random.nextInt(1 << 24));
        }
        entries.putNextEntry(
            new ZipEntry("%s/%s/%s.png".formatted(i < 16 ? "train" : "test", i % 2, i)));
        ImageIO.write(image, "png", entries);
      }
    }
    recipe =
        Files.writeString(
                folder.resolve("recipe.json"),
                """
                {
                  "name": "photos",
                  "data": {"type": "image-folder", "root": "%s", "imageSize": 12,
                    "validation": {"share": 0.25}},
                  "model": {"type": "cifar-resnet", "depth": 8, "width": 4},
                  "optimizer": {"type": "nag"},
                  "training": {"epochs": 2, "batchSize": 4, "seed": 7, "strict": true,
                    "checkpoint": {"every": "2ba"}},
                  "tricks": [{"trick": "horizontal-flip"}, {"trick": "ema"}]
                }
                """
                    .formatted(zip))
            .toString();
    run = folder.resolve("run").toString();
  }

  @Test
  void noCommandLeavesDataOpen() throws IOException {
    Disk full = WatchedDisk.full(file -> file.contains("step-00000004"));
    assertCloses(1, full, "train", recipe, "--output", run, "--backend", TinyRuns.BACKEND_ID);
    assertCloses(0, Disk.local(), "train", "--resume", run);
    assertCloses(0, Disk.local(), "eval", run, "--backend", TinyRuns.BACKEND_ID);
    assertCloses(0, Disk.local(), "explain", recipe);
    assertCloses(0, Disk.local(), "data", "info", recipe);
    assertCloses(0, Disk.local(), "data", "preview", recipe, "--out", folder + "/sheet.png");
    Disk small = WatchedDisk.full(file -> file.contains("pack.index"));
    assertCloses(1, small, "data", "pack", data + "/photos.zip", folder + "/photos.pack");
    assertCloses(0, Disk.local(), "data", "pack", data + "/photos.zip", folder + "/photos.pack");
    assertCloses(
        0,
        Disk.local(),
        "find-lr",
        recipe,
        "--updates",
        "20",
        "--backend",
        TinyRuns.BACKEND_ID,
        "--output",
        folder + "/rates");

    try (Classifier classifier =
        Classifier.load(
            Recipes.load(), Path.of(run), Optional.of(TinyRuns.BACKEND_ID), WeightsChoice.LAST)) {
      assertThat(classifier.evaluate().examples()).isEqualTo(8);
      OpenFiles.assertNone(data);
    } catch (BackendUnavailableException e) {
      throw new IllegalStateException(e);
    }
    OpenFiles.assertNone(data);
  }

  private void assertCloses(int code, Disk disk, String... arguments) throws IOException {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    assertThat(Main.run(disk, new PrintWriter(out), new PrintWriter(err), arguments))
        .describedAs("%s: %s", List.of(arguments), err)
        .isEqualTo(code);
    assertThat(OpenFiles.below(data)).describedAs(String.join(" ", arguments)).isEmpty();
  }
}
