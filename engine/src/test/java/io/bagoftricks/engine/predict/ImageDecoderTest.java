package io.bagoftricks.engine.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.bagoftricks.api.network.Size;
import io.bagoftricks.engine.data.Dataset.Image;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that Java's own encoder wrote. */
final class ImageDecoderTest {
  private static final int OPAQUE = 0xff000000;

  @TempDir private Path folder;

  @Test
  void colourComesAsRedGreenBlue() throws IOException {
    Path file = png(BufferedImage.TYPE_INT_RGB, 2, 0x0a141e, 0xff8000);

    Image image = new ImageDecoder(3, Optional.empty()).decode(file);

    assertThat(image.size()).isEqualTo(new Size(1, 2));
    assertThat(image.planes()[0]).containsExactly(0x0a, 0xff);
    assertThat(image.planes()[1]).containsExactly(0x14, 0x80);
    assertThat(image.planes()[2]).containsExactly(0x1e, 0x00);
  }

  /** 0.299 R + 0.587 G + 0.114 B; some decoders truncate. */
  @Test
  void colourBecomesGrayByRec601() throws IOException {
    Path file = png(BufferedImage.TYPE_INT_RGB, 3, 0xff0000, 0x00ff00, 0x0000ff);

    assertThat(new ImageDecoder(1, Optional.empty()).decode(file).planes()[0])
        .containsExactly(new float[] {76, 150, 29}, Offset.offset(1f));
  }

  @Test
  void transparencyIsDropped() throws IOException {
    Path file = png(BufferedImage.TYPE_INT_ARGB, 2, 0x00ffffff & 0x40102030, OPAQUE | 0x405060);

    Image image = new ImageDecoder(3, Optional.empty()).decode(file);

    assertThat(image.planes()[0]).containsExactly(0x10, 0x40);
    assertThat(image.planes()).hasNumberOfRows(3);
  }

  @Test
  void whatIsLargerIsShrunkToTheMeansOfItsAreas() throws IOException {
    int[] gray = {0x101010, 0x303030, 0xffffff, 0xffffff, 0x505050, 0x707070, 0, 0};
    Path file = png(BufferedImage.TYPE_INT_RGB, 4, gray);

    Image shrunk = new ImageDecoder(1, Optional.of(new Size(1, 2))).decode(file);

    assertThat(shrunk.size()).isEqualTo(new Size(1, 2));
    assertThat(shrunk.planes()[0]).containsExactly(0x40, 128);
    assertThat(new ImageDecoder(1, Optional.of(new Size(9, 9))).decode(file).size())
        .isEqualTo(new Size(2, 4));
  }

  @Test
  void whatIsNoImageIsRefused() throws IOException {
    Path empty = Files.createFile(folder.resolve("empty.png"));
    Path text = Files.writeString(folder.resolve("text.png"), "no image");
    ImageDecoder decoder = new ImageDecoder(3, Optional.empty());

    assertThatIOException()
        .isThrownBy(() -> decoder.decode(empty))
        .withMessage("The file is empty.");
    assertThatIOException()
        .isThrownBy(() -> decoder.decode(text))
        .withMessageStartingWith("The file is no image that can be read");
  }

  private Path png(int type, int width, int... pixels) throws IOException {
    BufferedImage image = new BufferedImage(width, pixels.length / width, type);
    for (int i = 0; i < pixels.length; i++) {
      image.setRGB(i % width, i / width, pixels[i]);
    }
    Path file = folder.resolve("image.png");
    ImageIO.write(image, "png", file.toFile());
    return file;
  }
}
