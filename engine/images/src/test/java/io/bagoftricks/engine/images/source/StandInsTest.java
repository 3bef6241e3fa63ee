package io.bagoftricks.engine.images.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Picture;
import io.bagoftricks.api.data.Picture.Cut;
import io.bagoftricks.api.data.PixelBuffer;
import io.bagoftricks.api.data.Split;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.engine.internal.storage.DataException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures that stand in for one that is too large this time: those of its class, in order. */
final class StandInsTest {
  private final IOException large = new IOException("It is too large.");

  @TempDir private Path folder;
  private Dataset images;

  @BeforeEach
  void openPictures() throws IOException {
    images = DataPath.of(PhotoFolder.in(folder).toString()).open(Split.TRAIN);
  }

  @Test
  void theNextOfTheClassStandsInForIt() throws IOException {
    try (Picture third = picture(2);
        Picture other = third.refuse(large)) {
      assertThat(other.size()).isEqualTo(new Size(11, 23));
    }
    try (Picture again = picture(2)) {
      assertThat(again.size()).isEqualTo(new Size(12, 22));
    }
    assertThat(images.faults()).singleElement().asString().contains("2.jpg", "It is too large.");
  }

  @Test
  void whereAllOfAClassAreTooLargeThereIsNone() throws IOException {
    List<Size> sizes = new ArrayList<>();
    Picture next = picture(7);
    assertThatThrownBy(
            () -> {
              Picture picture = next;
              while (true) {
                sizes.add(picture.size());
                picture.close();
                picture = picture.refuse(large);
              }
            })
        .isInstanceOf(DataException.class)
        .hasMessageContaining("No file of class 'döner' is an image that can be read.")
        .hasMessageContaining("3.png");
    assertThat(sizes)
        .containsExactly(
            new Size(12, 22),
            new Size(11, 23),
            new Size(10, 24),
            new Size(14, 20),
            new Size(13, 21));
  }

  /** The room of one that was given back twice would be another's. */
  @Test
  @SuppressWarnings("try") // closed twice
  void closingTwiceGivesNothingBackTwice() throws IOException {
    for (int i = 0; i < images.size(); i++) {
      Picture closed = picture(i);
      closed.close();
      closed.close();
      assertThatThrownBy(() -> closed.decode(Cut.all(closed.size()), new PixelBuffer()))
          .isInstanceOf(IllegalStateException.class);
      try (Picture first = picture(0);
          Picture second = picture(1)) {
        Picture.Part whole = first.decode(Cut.all(first.size()), new PixelBuffer());
        byte[] before = whole.pixels().clone();
        second.decode(Cut.all(second.size()), new PixelBuffer());
        assertThat(first.decode(Cut.all(first.size()), new PixelBuffer()).pixels())
            .isEqualTo(before);
      }
    }
  }

  private Picture picture(int index) throws IOException {
    return images.picture(index).orElseThrow();
  }
}
