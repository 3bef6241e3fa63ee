package io.bagoftricks.engine.preview;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.network.Size;
import io.bagoftricks.engine.preview.ContactSheet.Card;
import io.bagoftricks.engine.preview.ContactSheet.Turn;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ContactSheetTest {
  private static final int RED = 0xffcc1010;
  private static final int GREEN = 0xff10cc10;

  private static BufferedImage filled(int width, int height, int color) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < width * height; i++) {
      image.setRGB(i % width, i / width, color);
    }
    return image;
  }

  private static BufferedImage sheet(List<Card> cards) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(new ContactSheet("a", "b", cards).png()));
  }

  private static Card card(int width, int height, String... drawn) {
    List<Turn> turns = List.of(drawn).stream().map(text -> new Turn("trick", text)).toList();
    Size size = new Size(height, width);
    return new Card("class", filled(width, height, RED), size, filled(8, 8, GREEN), turns);
  }

  private static int pixels(BufferedImage image, int color) {
    int count = 0;
    for (int i = 0; i < image.getWidth() * image.getHeight(); i++) {
      count += image.getRGB(i % image.getWidth(), i / image.getWidth()) == color ? 1 : 0;
    }
    return count;
  }

  /** A place is 176 wide: 32 is shown 5 times as large, 400x100 as 176x44, 2,000x1 as 176x1. */
  @ParameterizedTest
  @CsvSource({"32, 32, 25600", "400, 100, 7744", "2000, 1, 176", "176, 176, 30976"})
  void picturesAreAsLargeAsFits(int width, int height, int shown) throws IOException {
    BufferedImage sheet = sheet(List.of(card(width, height)));
    assertThat(pixels(sheet, RED)).isEqualTo(shown);
    assertThat(pixels(sheet, GREEN)).isEqualTo(176 * 176);
  }

  @Test
  void beforeIsLeftOfAfter() throws IOException {
    BufferedImage sheet = sheet(List.of(card(8, 8)));
    int row = sheet.getHeight() / 2;
    int firstRed = 0;
    int firstGreen = 0;
    for (int x = sheet.getWidth() - 1; x >= 0; x--) {
      firstRed = sheet.getRGB(x, row) == RED ? x : firstRed;
      firstGreen = sheet.getRGB(x, row) == GREEN ? x : firstGreen;
    }
    assertThat(firstRed).isPositive().isLessThan(firstGreen);
  }

  @Test
  void thereAreTwoColumnsAndAsManyRowsAsItTakes() throws IOException {
    BufferedImage one = sheet(List.of(card(8, 8)));
    BufferedImage two = sheet(Collections.nCopies(2, card(8, 8)));
    BufferedImage five = sheet(Collections.nCopies(5, card(8, 8)));
    assertThat(two.getHeight()).isEqualTo(one.getHeight());
    assertThat(two.getWidth()).isGreaterThan(one.getWidth());
    assertThat(five.getWidth()).isEqualTo(two.getWidth());
    assertThat(pixels(five, GREEN)).isEqualTo(5 * 176 * 176);
  }

  /** However much is said, words stay on their card, beside the pictures. */
  @Test
  void wordsThatDoNotFitAreLeftOut() throws IOException {
    String[] long50 =
        Collections.nCopies(50, "a very long text ".repeat(20)).toArray(String[]::new);
    BufferedImage plain = sheet(List.of(card(8, 8)));
    BufferedImage full = sheet(List.of(card(8, 8, long50)));
    assertThat(full.getHeight()).isEqualTo(plain.getHeight());
    assertThat(pixels(full, GREEN)).isEqualTo(176 * 176);
    int right = full.getWidth() - 30; // in the card, right of its words
    for (int y = 90; y < full.getHeight() - 34; y++) {
      assertThat(full.getRGB(right - 8, y)).isEqualTo(plain.getRGB(right - 8, y));
    }
  }

  @Test
  void captionsSayWidthBeforeHeight() {
    assertThat(ContactSheet.caption("before", new Size(300, 400))).isEqualTo("before  400 x 300");
  }

  @Test
  void noPictureIsASheetToo() throws IOException {
    assertThat(sheet(List.of()).getWidth()).isPositive();
  }
}
