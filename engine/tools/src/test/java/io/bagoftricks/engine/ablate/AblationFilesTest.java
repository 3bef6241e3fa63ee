package io.bagoftricks.engine.ablate;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

final class AblationFilesTest {
  private static final int TITLE_ENDS = 40;

  /** The paired differences of three seeds that need all digits of a double. */
  private static Row row(String name) {
    return new Row(
        name,
        Optional.of("baseline"),
        List.of(85.65, 86.15, 85.64),
        new Interval(85.81, 0.72),
        Optional.of(new Interval(0.170000000000002, 0.91576785770786)),
        Optional.empty());
  }

  @Test
  void theTitleFitsAPictureOfOneVariant() throws IOException {
    BufferedImage picture =
        ImageIO.read(
            new ByteArrayInputStream(
                AblationFiles.picture(
                        "cifar10-resnet20-tricks, all-or-none, 3 seeds", List.of(row("all")))
                    .orElseThrow()));
    for (int y = 0; y < TITLE_ENDS; y++) {
      for (int x = picture.getWidth() - 3; x < picture.getWidth(); x++) {
        assertThat(picture.getRGB(x, y))
            .describedAs("%d, %d", x, y)
            .isEqualTo(Color.WHITE.getRGB());
      }
    }
  }
}
