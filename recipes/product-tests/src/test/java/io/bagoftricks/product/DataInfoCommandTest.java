package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.engine.cli.Main;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code tricks data info}. */
final class DataInfoCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path folder;

  @Test
  void saysWhatIsInAFolderAndWarnsOfALeak() throws IOException {
    picture("train/a/1.png", 1);
    picture("train/b/2.png", 2);
    picture("test/b/3.png", 2);
    assertThat(info(folder.toString())).isZero();
    assertThat(out.toString())
        .contains("all classes (2)")
        .contains("formats     PNG 3")
        .contains("train b " + folder.resolve("train/b/2.png") + " = test b ")
        .contains("\"mean\": [1.500, 1.500, 1.500], \"standardDeviation\": [0.500, 0.500, 0.500]");
    assertThat(err.toString())
        .isEqualToIgnoringNewLines(
            "warning: [data/leak] 1 of 1 pictures of 'test' (100.0 %) are in 'train' too, so that"
                + " results on it say too much. Take them out of one of the two: --json names them"
                + " all.");
  }

  @Test
  void aRecipeIsSplitAsItSays() {
    assertThat(
            info(
                Checkout.recipe("quickstart").toString(),
                "--set",
                "data.validation={\"share\": 0.25}",
                "--json"))
        .isZero();
    assertThat(out.toString()).startsWith("{\"classes\":").contains("\"split\":\"validation\"");
  }

  @Test
  void refusesWhatIsNotThere() {
    assertThat(info(folder.resolve("none").toString())).isEqualTo(2);
    assertThat(err.toString())
        .contains("[data/unreadable]", "There is nothing at ")
        .doesNotContain("--set");
    assertThat(info(folder.toString(), "--set", "a=1")).isEqualTo(2);
    assertThat(err.toString()).contains("--set changes values of a recipe");
    assertThat(info()).isEqualTo(2);
    assertThat(out.toString()).isEmpty();
  }

  /** Whichever command meets them first. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "data info RECIPE",
        "data pack RECIPE OUT",
        "data preview RECIPE --out OUT",
        "train RECIPE --output OUT --backend nd4j",
        "find-lr RECIPE --output OUT --backend nd4j"
      })
  void dataThatCannotBeReadAreOneProblem(String command) throws IOException {
    picture("data/train/a/1.png", 1);
    picture("data/train/b/1.png", 2);
    picture("data/val/a/1.png", 3);
    for (String data :
        List.of("\"root\": \"ROOT/none\"", "\"root\": \"ROOT/data\", \"trainExamples\": 7")) {
      Path recipe =
          Files.writeString(
              folder.resolve("recipe.json"),
              """
              {
                "name": "photos",
                "data": {"type": "image-folder", "imageSize": 16, %s},
                "model": {"type": "cifar-resnet", "depth": 8, "width": 1},
                "optimizer": {"type": "nag"},
                "training": {"batchSize": 2}
              }
              """
                  .formatted(data.replace("ROOT", folder.toString())));
      CommandLineRun answer =
          CommandLineRun.of(
              command
                  .replace("RECIPE", recipe.toString())
                  .replace("OUT", folder.resolve("out.png").toString())
                  .split(" "));

      assertThat(answer.code()).describedAs(answer.err()).isEqualTo(2);
      assertThat(answer.err()).contains("[data/unreadable] ").endsWith("1 error\n");
    }
  }

  private int info(String... arguments) {
    String[] all = new String[arguments.length + 2];
    all[0] = "data";
    all[1] = "info";
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), all);
  }

  private void picture(String name, int gray) throws IOException {
    BufferedImage image = new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 4; i++) {
      image.setRGB(i % 2, i / 2, gray * 0x010101);
    }
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    ImageIO.write(image, "png", file.toFile());
  }
}
