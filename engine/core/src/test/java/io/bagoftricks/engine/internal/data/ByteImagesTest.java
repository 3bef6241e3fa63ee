package io.bagoftricks.engine.internal.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.api.data.Picture;
import io.bagoftricks.api.data.Picture.Cut;
import io.bagoftricks.api.data.Picture.Part;
import io.bagoftricks.api.data.PixelBuffer;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.network.Size;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ByteImagesTest {
  /** Bytes of all values, so that a sign would be seen. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void pictureHasThePixelsThatReadGives(int channels) throws IOException {
    ByteImages images = images(channels);
    Cut[] cuts = {Cut.all(new Size(5, 7)), new Cut(1, 2, new Size(3, 4), 2)};
    for (int index = 0; index < images.size(); index++) {
      float[][] planes = images.read(index).planes();
      try (Picture picture = images.picture(index).orElseThrow()) {
        assertThat(picture.size()).isEqualTo(new Size(5, 7));
        assertThat(picture.channels()).isEqualTo(channels);
        for (Cut cut : cuts) {
          Part part = picture.decode(cut, new PixelBuffer());
          assertThat(part.covers(cut)).isTrue();
          int next = 0;
          for (int y = part.top(); y < part.top() + part.size().height(); y++) {
            for (int x = part.left(); x < part.left() + part.size().width(); x++) {
              for (float[] plane : planes) {
                assertThat(part.pixels()[next++] & 255).isEqualTo((int) plane[y * 7 + x]);
              }
            }
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 2})
  void thereIsNoOther(int index) {
    assertThatThrownBy(() -> images(1).picture(index))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  private static ByteImages images(int channels) {
    byte[] pixels = new byte[2 * channels * 5 * 7];
    new Random(3).nextBytes(pixels);
    return new ByteImages(new Shape(channels, 5, 7), pixels, new byte[] {0, 1});
  }
}
