package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.engine.cli.Main;
import io.bagoftricks.engine.toys.TinyRuns;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A picture of as many pixels as are permitted, 201 MB of red, green and blue, in a Java heap that
 * is smaller.
 */
final class LargePictureTest {
  private static final int SIDE = 8192;

  @TempDir private Path folder;

  /** The child: one command after another, until one fails. */
  public static void main(String[] arguments) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    String folder = arguments[0];
    String data = folder + "/data";
    String run = folder + "/run";
    List<List<String>> commands =
        List.of(
            List.of("data", "info", data),
            List.of("data", "preview", arguments[1], "--out", folder + "/sheet.png"),
            List.of("train", arguments[1], "--output", run, "--backend", TinyRuns.BACKEND_ID),
            List.of("eval", run, "--backend", TinyRuns.BACKEND_ID, "--output", folder + "/eval"),
            List.of(
                "predict",
                run,
                data + "/val/a/large.png",
                "--explain",
                folder + "/maps",
                "--backend",
                TinyRuns.BACKEND_ID));
    for (List<String> command : commands) {
      int code = Main.run(out, out, command.toArray(String[]::new));
      if (code != 0) {
        System.exit(code);
      }
    }
    System.exit(0);
  }

  /** Of two classes that share the picture, one is judged wrong, and is on the sheet. */
  @Test
  void everyCommandHasRoomForIt() throws IOException, InterruptedException {
    writeData(SIDE);
    Path log = folder.resolve("log");

    assertThat(run("-Xmx160m", recipe("random-resized-crop"), log))
        .describedAs(Files.readString(log))
        .isZero();
    assertThat(folder.resolve("sheet.png")).isNotEmptyFile();
    assertThat(folder.resolve("eval/wrong.png")).isNotEmptyFile();
    assertThat(folder.resolve("maps/large.png.png")).isNotEmptyFile();
  }

  /** As floats it takes 805 MB. It is named as a bad file, and another one stands in for it. */
  @Test
  void whereATrickAsksForAllOfItsPixelsItIsABadFile() throws IOException, InterruptedException {
    writeData(SIDE);
    Path log = folder.resolve("log");

    assertThat(run("-Xmx400m", recipe("hsb-jitter"), log))
        .describedAs(Files.readString(log))
        .isZero();
    assertThat(Files.readString(log))
        .contains(
            "train/a/large.png: It has 8192 x 8192 pixels, and so many of them are asked for at once"
                + " that they take more than 13")
        .contains(" MB, a third of the Java heap. ");
    assertThat(folder.resolve("run/report.html")).content().contains("train/a/large.png");
    assertThat(folder.resolve("sheet.png")).isNotEmptyFile();
  }

  /** 16 bytes for each of 3200 x 3200 pixels are 164 MB; a third of the heap is 174 MB. */
  @Test
  void picturesThatJustDoFillNoHeap() throws IOException, InterruptedException {
    writeData(3200);
    Path log = folder.resolve("log");

    assertThat(run("-Xmx500m", recipe("hsb-jitter"), log))
        .describedAs(Files.readString(log))
        .isZero();
    assertThat(Files.readString(log)).doesNotContain("It has 3200");
  }

  private void writeData(int side) throws IOException {
    Path large = folder.resolve("large.png");
    // One bit a pixel in the file.
    ImageIO.write(
        new BufferedImage(side, side, BufferedImage.TYPE_BYTE_BINARY), "png", large.toFile());
    for (String part : List.of("train/a", "train/b", "val/a", "val/b")) {
      Path where = Files.createDirectories(folder.resolve("data").resolve(part));
      ImageIO.write(
          new BufferedImage(20, 20, BufferedImage.TYPE_INT_RGB),
          "png",
          where.resolve("small.png").toFile());
      if (!part.equals("train/b")) {
        Files.createLink(where.resolve("large.png"), large);
      }
    }
  }

  private Path recipe(String trick) throws IOException {
    return Files.writeString(
        folder.resolve("recipe.json"),
        """
        {
          "name": "large",
          "data": {"type": "image-folder", "root": "%s", "imageSize": 12, "maxBadFraction": 0.5},
          "model": {"type": "cifar-resnet", "depth": 8, "width": 4},
          "optimizer": {"type": "nag", "learningRate": 0.01},
          "training": {"epochs": 1, "batchSize": 3, "seed": 7},
          "tricks": [{"trick": "%s"}]
        }
        """
            .formatted(folder.resolve("data"), trick));
  }

  private int run(String heap, Path recipe, Path log) throws IOException, InterruptedException {
    Process process =
        new ChildJava()
            .with(heap, "-XX:TieredStopAtLevel=4", "-XX:+UseSerialGC")
            .process(LargePictureTest.class, folder.toString(), recipe.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    return KillableRun.end(process, log);
  }
}
