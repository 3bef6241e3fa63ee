package io.bagoftricks.engine.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.api.data.Picture;
import io.bagoftricks.api.data.Picture.Cut;
import io.bagoftricks.api.data.Picture.Part;
import io.bagoftricks.api.data.PixelBuffer;
import io.bagoftricks.api.network.Size;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** JPEGs that Java's own encoder wrote: red grows with columns, green with rows. */
final class JpegPictureTest {
  private static final int WIDTH = 61;
  private static final int HEIGHT = 43;
  private static final int STEP = 4;
  private static final Size LYING = new Size(HEIGHT, WIDTH);
  private static final Size STANDING = new Size(/* height= */ WIDTH, /* width= */ HEIGHT);

  private final ImageDecoder decoder = new ImageDecoder(3, ImageRules.defaults());

  @Test
  void theSizeIsKnownWithoutThePixels() throws IOException {
    byte[] headerAlone = Arrays.copyOf(jpeg(6), 700);

    try (Picture picture = decoder.picture(ByteBuffer.wrap(headerAlone))) {
      assertThat(picture.size()).isEqualTo(STANDING);
      assertThat(picture.channels()).isEqualTo(3);
    }
  }

  /** OpenCV turns a whole file itself: our own turning has to be the same. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void isTurnedAsExifSays(int orientation) throws IOException {
    Part whole = whole(orientation);
    int[] corner = rgb(whole, 0, 0);

    // Where the first pixel of the turned picture lies in the file: Exif 2.32, table 6.
    int column =
        orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8
            ? WIDTH - 1
            : 0;
    int row =
        orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7
            ? HEIGHT - 1
            : 0;
    assertThat(corner[0]).isCloseTo(column * STEP, within(4));
    assertThat(corner[1]).isCloseTo(row * STEP, within(4));
    boolean lies = orientation <= 4;
    assertThat(whole.size()).isEqualTo(lies ? LYING : STANDING);
    int along = rgb(whole, 0, 10)[lies ? 0 : 1];
    assertThat(Math.abs(along - corner[lies ? 0 : 1])).isCloseTo(10 * STEP, within(4));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void aCutIsThatPartOfTheWhole(int orientation) throws IOException {
    Part whole = whole(orientation);
    Cut cut = new Cut(5, 9, new Size(11, 7), 1);

    Part part = decode(jpeg(orientation), cut);

    assertThat(part.covers(cut)).isTrue();
    assertThat(part.size()).isEqualTo(cut.size());
    for (int y = 0; y < 11; y++) {
      for (int x = 0; x < 7; x++) {
        assertThat(rgb(part, y, x)).containsExactly(rgb(whole, y + 5, x + 9));
      }
    }
  }

  /** The first cut of another reduction is decoded anew, and so is one of the first. */
  @Test
  void cutsOfOneReductionAreOfOneDecoding() throws IOException {
    Part whole = whole(6);
    Part reduced = decode(jpeg(6), new Cut(0, 0, STANDING, 2));
    try (Picture picture = decoder.picture(ByteBuffer.wrap(jpeg(6)))) {
      for (int reduction : new int[] {1, 2, 1}) {
        for (int top : new int[] {0, 20}) {
          Cut cut = new Cut(top, 0, new Size(10, HEIGHT), reduction);
          Part part = picture.decode(cut, new PixelBuffer());
          Part expected = reduction == 1 ? whole : reduced;
          assertThat(part.reduction()).isEqualTo(reduction);
          assertThat(rgb(part, 3, 4)).containsExactly(rgb(expected, top / reduction + 3, 4));
        }
      }
    }
  }

  /** A reduced pixel is the mean of those it covers, here: the color of its middle. */
  @ParameterizedTest
  @CsvSource({
    "1,2", "2,2", "3,2", "4,2", "5,2", "6,2", "7,2", "8,2", "1,4", "3,4", "6,4", "7,4", "1,8", "8,8"
  })
  void reducedPixelsLieWhereTheySay(int orientation, int reduction) throws IOException {
    Part whole = whole(orientation);
    Cut cut = new Cut(16, 13, new Size(17, 14), reduction);

    Part part = decode(jpeg(orientation), cut);

    assertThat(part.reduction()).isEqualTo(reduction);
    assertThat(part.covers(cut)).isTrue();
    for (int y = 1; y < part.size().height() - 1; y++) {
      for (int x = 1; x < part.size().width() - 1; x++) {
        int[] expected =
            rgb(whole, middle(part.top(), y, reduction), middle(part.left(), x, reduction));
        int[] next =
            rgb(whole, middle(part.top(), y, reduction) - 1, middle(part.left(), x, reduction) - 1);
        int[] color = rgb(part, y, x);
        assertThat(color[0]).isCloseTo((expected[0] + next[0]) / 2, within(3));
        assertThat(color[1]).isCloseTo((expected[1] + next[1]) / 2, within(3));
      }
    }
  }

  /** Rows and columns of the file that are left over make a pixel that reaches over the edge. */
  @ParameterizedTest
  @CsvSource({"1,0,0", "3,-5,-3", "2,0,-3", "6,0,-5"})
  void whatIsLeftOverReachesOverTheEdge(int orientation, int top, int left) throws IOException {
    Size size = orientation <= 4 ? LYING : STANDING;

    Part part = decode(jpeg(orientation), new Cut(0, 0, size, 8));

    assertThat(part.top()).isEqualTo(top);
    assertThat(part.left()).isEqualTo(left);
    assertThat(part.covers(Cut.all(size))).isTrue();
  }

  /** The image before has left the end that this one lacks in the same memory. */
  @Test
  void anImageBeforeLeavesNothingInOneThatIsCutOff() throws IOException {
    Cut all = Cut.all(LYING);
    byte[] cutOff = Arrays.copyOf(jpeg(1), jpeg(1).length * 3 / 4);
    assertThatIOException().isThrownBy(() -> decode(cutOff, all));

    decode(jpeg(1), all);

    assertThatIOException().isThrownBy(() -> decode(cutOff, all));
  }

  @Test
  void aRoomIsGivenBackOnce() throws IOException {
    Picture closed = decoder.picture(ByteBuffer.wrap(jpeg(1)));
    closed.close();
    closed.close();

    try (Picture one = decoder.picture(ByteBuffer.wrap(jpeg(1)));
        Picture other = decoder.picture(ByteBuffer.wrap(jpeg(6)))) {
      assertThat(one.decode(Cut.all(one.size()), new PixelBuffer()).size()).isEqualTo(LYING);
      assertThat(other.decode(Cut.all(other.size()), new PixelBuffer()).size()).isEqualTo(STANDING);
    }
  }

  @Test
  void whatIsNoImageBehindItsHeaderFailsWhenItIsDecoded() throws IOException {
    byte[] headerAlone = Arrays.copyOf(jpeg(1), frameEnd(jpeg(1)));

    try (Picture picture = decoder.picture(ByteBuffer.wrap(headerAlone))) {
      assertThatIOException()
          .isThrownBy(() -> picture.decode(Cut.all(picture.size()), new PixelBuffer()))
          .withMessageContaining("It is damaged");
    }
  }

  /** Behind the start of the frame, which says the size. */
  private static int frameEnd(byte[] jpeg) {
    for (int i = 2; i < jpeg.length; i++) {
      if (jpeg[i] == (byte) 0xFF && jpeg[i + 1] == (byte) 0xC0) {
        return i + 19;
      }
    }
    throw new AssertionError("no frame");
  }

  private static int middle(int edge, int pixel, int reduction) {
    return edge + pixel * reduction + reduction / 2;
  }

  private Part whole(int orientation) throws IOException {
    try (Picture picture = decoder.picture(ByteBuffer.wrap(jpeg(orientation)))) {
      return picture.decode(Cut.all(picture.size()), new PixelBuffer());
    }
  }

  private Part decode(byte[] jpeg, Cut cut) throws IOException {
    try (Picture picture = decoder.picture(ByteBuffer.wrap(jpeg))) {
      return picture.decode(cut, new PixelBuffer());
    }
  }

  private static int[] rgb(Part part, int row, int column) {
    int at = (row * part.size().width() + column) * 3;
    return new int[] {
      part.pixels()[at] & 255, part.pixels()[at + 1] & 255, part.pixels()[at + 2] & 255
    };
  }

  private static byte[] jpeg(int orientation) throws IOException {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        image.setRGB(x, y, ((x * STEP) << 16) | ((y * STEP) << 8) | 128);
      }
    }
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    ImageIO.write(image, "jpg", plain);
    ByteArrayOutputStream exif = new ByteArrayOutputStream();
    exif.write(plain.toByteArray(), 0, 2);
    exif.write(new byte[] {(byte) 0xFF, (byte) 0xE1, 0, 34});
    exif.write("Exif\0\0MM\0*".getBytes(StandardCharsets.ISO_8859_1));
    exif.write(new byte[] {0, 0, 0, 8, 0, 1, 1, 18, 0, 3, 0, 0, 0, 1, 0, (byte) orientation, 0, 0});
    exif.write(new byte[4]);
    exif.write(plain.toByteArray(), 2, plain.size() - 2);
    return exif.toByteArray();
  }
}
