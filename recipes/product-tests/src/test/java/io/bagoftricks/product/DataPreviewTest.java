package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.engine.cli.Main;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tricks data preview}. */
final class DataPreviewTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path folder;

  @Test
  void drawsImagesBeforeAndAfterTheTricks() throws IOException {
    Path sheet = folder.resolve("new/sheet.png");
    assertThat(preview("--count", "3", "--seed", "7", "--out", sheet.toString())).isZero();
    assertThat(out.toString())
        .contains("\"images\":3", "\"seed\":7", "\"picture\":\"" + sheet + "\"");
    BufferedImage picture = ImageIO.read(sheet.toFile());
    assertThat(picture.getWidth()).isGreaterThan(1000);
  }

  @Test
  void theSameSeedGivesTheSameSheetAndAnotherAnother() throws IOException {
    Path first = folder.resolve("first.png");
    Path again = folder.resolve("again.png");
    Path other = folder.resolve("other.png");
    assertThat(preview("--count", "2", "--out", first.toString())).isZero();
    assertThat(preview("--count", "2", "--out", again.toString())).isZero();
    assertThat(preview("--count", "2", "--seed", "8", "--out", other.toString())).isZero();
    assertThat(again).hasSameBinaryContentAs(first);
    assertThat(Files.mismatch(first, other)).isNotNegative();
  }

  @Test
  void refusesWhatThereIsNotAndWritesNothing() {
    Path sheet = folder.resolve("sheet.png");
    assertThat(preview("--count", "0", "--out", sheet.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("--count is 0, but must be 1 to 200.");
    assertThat(preview("--epoch", "11", "--out", sheet.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("--epoch is 11, but must be 1 to 10.");
    assertThat(preview()).isEqualTo(2);
    assertThat(err.toString()).contains("Missing required option: '--out=FILE'");
    assertThat(sheet).doesNotExist();
  }

  @Test
  void aWordIsMissing() {
    assertThat(Main.run(new PrintWriter(out, true), new PrintWriter(err, true), "data"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("Missing required subcommand");
  }

  private int preview(String... arguments) {
    List<String> all = new ArrayList<>(List.of("data", "preview"));
    all.add(Checkout.recipe("quickstart").toString());
    all.addAll(List.of(arguments));
    return Main.run(
        new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(String[]::new));
  }
}
