package io.bagoftricks.engine.images;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.data.Dataset.Image;
import io.bagoftricks.api.network.Size;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.Scanner;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Files that Pillow 9.4 wrote, of which the one in YCCK was marked so afterwards: 16 x 16 pixels, a
 * color in each quarter. The colors are those that Pillow reads from them; of gray ones in 16 bits,
 * the upper 8 bits.
 */
final class FormatColorsTest {
  private static final int SIDE = 16;

  /** Pixels inside the quarters. */
  private static final int[] PLACES = {3 * SIDE + 3, 3 * SIDE + 12, 12 * SIDE + 3, 12 * SIDE + 12};

  @ParameterizedTest
  @CsvSource({
    "color.bmp, 0, 200 30 40, 20 180 60, 10 40 220, 240 230 20",
    "color.tif, 0, 200 30 40, 20 180 60, 10 40 220, 240 230 20",
    "lossless.webp, 0, 200 30 40, 20 180 60, 10 40 220, 240 230 20",
    "color.webp, 2, 200 30 39, 20 181 60, 10 39 221, 240 231 20",
    "palette.png, 0, 200 30 40, 20 180 60, 10 40 220, 240 230 20",
    "palette.gif, 0, 200 30 40, 20 180 60, 10 40 220, 240 230 20",
    "palette.bmp, 0, 200 30 40, 20 180 60, 10 40 220, 240 230 20",
    "palette.tif, 0, 200 30 40, 20 180 60, 10 40 220, 240 230 20",
    "gray.tif, 0, 82 82 82, 118 118 118, 52 52 52, 209 209 209",
    "gray16.tif, 0, 0 0 0, 64 64 64, 128 128 128, 255 255 255",
    "ink.jpg, 2, 195 42 57, 105 255 135, 21 70 155, 127 117 12",
    "ink-ycck.jpg, 2, 180 27 35, 20 179 60, 7 29 155, 132 126 10"
  })
  void areThoseThatPillowReads(
      String file, float tolerance, String first, String second, String third, String fourth)
      throws IOException {
    Image image = decoded(file, 3);

    assertThat(image.size()).isEqualTo(Size.of(SIDE));
    String[] expected = {first, second, third, fourth};
    for (int quarter = 0; quarter < expected.length; quarter++) {
      Scanner color = new Scanner(expected[quarter]);
      for (float[] plane : image.planes()) {
        assertThat(plane[PLACES[quarter]])
            .describedAs("%s, quarter %d of %s", file, quarter, expected[quarter])
            .isCloseTo((float) color.nextInt(), Offset.offset(tolerance));
      }
    }
  }

  /** The second frame is nearly black. */
  @ParameterizedTest
  @CsvSource({"animated.gif, palette.gif", "animated.webp, lossless.webp"})
  void ofAnAnimationAreThoseOfItsFirstFrame(String animated, String still) throws IOException {
    assertThat(decoded(animated, 3).planes()).isDeepEqualTo(decoded(still, 3).planes());
  }

  /** 0.299 R + 0.587 G + 0.114 B of the colors above. */
  @ParameterizedTest
  @CsvSource({
    "color.bmp, 1",
    "color.tif, 1",
    "lossless.webp, 1",
    "color.webp, 2",
    "palette.png, 1",
    "palette.gif, 1",
    "palette.bmp, 1",
    "palette.tif, 1"
  })
  void becomeGrayByRec601(String file, float tolerance) throws IOException {
    float[] gray = decoded(file, 1).planes()[0];

    double[] found = Arrays.stream(PLACES).mapToDouble(place -> gray[place]).toArray();
    assertThat(found)
        .describedAs(file)
        .containsExactly(new double[] {82, 118, 52, 209}, Offset.offset((double) tolerance));
  }

  private static Image decoded(String file, int channels) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(FormatColorsTest.class.getResourceAsStream(file), file)) {
      return ImageDecoder.image(
          new ImageDecoder(channels, ImageRules.defaults())
              .picture(ByteBuffer.wrap(in.readAllBytes())));
    }
  }
}
