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
 * A picture of as many pixels as are permitted, 201 MB of red, green and blue, in a Java heap of
 * 160 MB.
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
    Path large = folder.resolve("large.png");
    // One bit a pixel in the file.
    ImageIO.write(
        new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_BINARY), "png", large.toFile());
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
    Path recipe =
        Files.writeString(
            folder.resolve("recipe.json"),
            """
            {
              "name": "large",
              "data": {"type": "image-folder", "root": "%s", "imageSize": 12},
              "model": {"type": "cifar-resnet", "depth": 8, "width": 4},
              "optimizer": {"type": "nag", "learningRate": 0.01},
              "training": {"epochs": 1, "batchSize": 3, "seed": 7},
              "tricks": [{"trick": "random-resized-crop"}]
            }
            """
                .formatted(folder.resolve("data")));
    Path log = folder.resolve("log");

    Process process =
        new ChildJava()
            .with("-Xmx160m", "-XX:TieredStopAtLevel=4")
            .process(LargePictureTest.class, folder.toString(), recipe.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();

    assertThat(KillableRun.end(process, log)).describedAs(Files.readString(log)).isZero();
    assertThat(folder.resolve("sheet.png")).isNotEmptyFile();
    assertThat(folder.resolve("eval/wrong.png")).isNotEmptyFile();
    assertThat(folder.resolve("maps/large.png.png")).isNotEmptyFile();
  }
}
