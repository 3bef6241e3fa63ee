package io.bagoftricks.engine.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bagoftricks.api.data.Dataset.Image;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.engine.images.source.PngBytes;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that Java's own encoder wrote, and PNGs byte by byte. */
final class ImageDecoderTest {
  private static final int OPAQUE = 0xff000000;
  private static final ImageRules RULES = ImageRules.defaults();

  @TempDir private Path folder;

  @Test
  void colorComesAsRedGreenBlue() throws IOException {
    Path file = png(BufferedImage.TYPE_INT_RGB, 2, 0x0a141e, 0xff8000);

    Image image = decoder(3).decode(file);

    assertThat(image.size()).isEqualTo(new Size(1, 2));
    assertThat(image.planes()[0]).containsExactly(0x0a, 0xff);
    assertThat(image.planes()[1]).containsExactly(0x14, 0x80);
    assertThat(image.planes()[2]).containsExactly(0x1e, 0x00);
  }

  /** 0.299 R + 0.587 G + 0.114 B; some decoders truncate. */
  @Test
  void colorBecomesGrayByRec601() throws IOException {
    Path file = png(BufferedImage.TYPE_INT_RGB, 3, 0xff0000, 0x00ff00, 0x0000ff);

    assertThat(decoder(1).decode(file).planes()[0])
        .containsExactly(new float[] {76, 150, 29}, Offset.offset(1f));
  }

  /**
   * The profile's numbers are amounts of light: Java converts them, so that there is a difference.
   */
  @Test
  void colorProfilesAreIgnored() throws IOException {
    byte[] profile = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
    BufferedImage picture = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 64; i++) {
      picture.setRGB(i % 8, i / 8, 0x405060);
    }
    ByteArrayOutputStream encoded = new ByteArrayOutputStream();
    ImageIO.write(picture, "jpg", encoded);
    byte[] plain = encoded.toByteArray();
    byte[] profiled =
        ByteBuffer.allocate(plain.length + 18 + profile.length)
            .put(plain, 0, 20) // start of the image and JFIF
            .putShort((short) 0xffe2)
            .putShort((short) (16 + profile.length))
            .put("ICC_PROFILE\0\1\1".getBytes(StandardCharsets.ISO_8859_1))
            .put(profile)
            .put(plain, 20, plain.length - 20)
            .array();

    assertThat(ImageIO.read(new ByteArrayInputStream(profiled)).getRGB(4, 4))
        .isNotEqualTo(ImageIO.read(new ByteArrayInputStream(plain)).getRGB(4, 4));
    assertThat(decoder(3).decode(write(profiled)).planes())
        .isDeepEqualTo(decoder(3).decode(write(plain)).planes());

    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(packed)) {
      deflater.write(profile);
    }
    byte[] bytes = packed.toByteArray();
    int[] chunk = new int[3 + bytes.length]; // a name of one letter, its end, deflated
    chunk[0] = 'p';
    for (int i = 0; i < bytes.length; i++) {
      chunk[3 + i] = bytes[i] & 255;
    }
    byte[] png = new PngBytes(1, 1, 8, PngBytes.COLOR).with("iCCP", chunk).pixels(64, 80, 96);
    assertThat(decoder(3).decode(write(png)).planes())
        .isDeepEqualTo(new float[][] {{64}, {80}, {96}});
  }

  /** 0x40 of 255 of (0x10, 0x20, 0x30), and 0xbf of 255 of what lies behind. */
  @Test
  void transparencyIsLaidOverWhite() throws IOException {
    Path file = png(BufferedImage.TYPE_INT_ARGB, 3, 0x40102030, OPAQUE | 0x405060, 0x00123456);

    Image image = decoder(3).decode(file);

    assertThat(image.planes()[0]).containsExactly(195, 0x40, 255);
    assertThat(image.planes()[1]).containsExactly(199, 0x50, 255);
    assertThat(image.planes()[2]).containsExactly(203, 0x60, 255);
    assertThat(decoder(1).decode(file).planes()[0][2]).isEqualTo(255);
  }

  @Test
  void transparencyIsLaidOverAnotherColor() throws IOException {
    Path file = png(BufferedImage.TYPE_INT_ARGB, 2, 0x40102030, 0x00ffffff);
    ImageRules rules = new ImageRules(ImageRules.color("#102030"), 4, "");

    Image image = new ImageDecoder(3, rules).decode(file);

    assertThat(image.planes())
        .isDeepEqualTo(new float[][] {{0x10, 0x10}, {0x20, 0x20}, {0x30, 0x30}});
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "white", "fffff", "#gggggg", "0xffffff"})
  void whatIsNoColorIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ImageRules.color(text))
        .withMessageContaining("write red, green and blue as six digits, such as ffffff for white");
  }

  /** A palette of two colors, of which tRNS makes the second half transparent. */
  @Test
  void transparencyOfAPaletteIsSeen() throws IOException {
    byte[] png =
        new PngBytes(2, 1, 8, PngBytes.PALETTE)
            .with("PLTE", 10, 20, 30, 100, 100, 100)
            .with("tRNS", 255, 128)
            .pixels(0, 1);

    // (100 x 128 + 255 x 127 + 127) / 255
    assertThat(decoder(3).decode(write(png)).planes()[0]).containsExactly(10, 177);
  }

  @Test
  void transparencyOfGrayIsSeen() throws IOException {
    byte[] png = new PngBytes(3, 1, 8, PngBytes.GRAY_ALPHA).pixels(100, 255, 100, 128, 100, 0);

    assertThat(decoder(1).decode(write(png)).planes()[0]).containsExactly(100, 177, 255);
    assertThat(decoder(3).decode(write(png)).planes()[2]).containsExactly(100, 177, 255);
  }

  /** 0x8080 of 65535 is 0x80 of 255, and so are color and opacity. */
  @Test
  void sixteenBitsBecomeEight() throws IOException {
    byte[] gray = new PngBytes(2, 1, 16, PngBytes.GRAY).pixels(0x80, 0x80, 0xff, 0xff);
    byte[] alpha =
        new PngBytes(1, 1, 16, PngBytes.COLOR_ALPHA)
            .pixels(0x64, 0x64, 0, 0, 0xff, 0xff, 0x80, 0x80);

    assertThat(decoder(1).decode(write(gray)).planes()[0]).containsExactly(0x80, 0xff);
    assertThat(decoder(3).decode(write(alpha)).planes())
        .isDeepEqualTo(new float[][] {{177}, {127}, {255}});
  }

  /** Opaque files are turned by OpenCV, transparent ones by us: both must be the same image. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void turnsAsExifSays(int orientation) throws IOException {
    int[] exif = {
      'M', 'M', 0, '*', 0, 0, 0, 8, 0, 1, 1, 18, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0
    };
    byte[] opaque =
        new PngBytes(3, 2, 8, PngBytes.GRAY).with("eXIf", exif).pixels(1, 2, 3, 4, 5, 6);
    byte[] transparent =
        new PngBytes(3, 2, 8, PngBytes.GRAY_ALPHA)
            .with("eXIf", exif)
            .pixels(1, 255, 2, 255, 3, 255, 4, 255, 5, 255, 6, 255);

    Image expected = decoder(1).decode(write(opaque));
    Image image = decoder(1).decode(write(transparent));

    assertThat(image.size()).isEqualTo(expected.size());
    assertThat(image.planes()).isDeepEqualTo(expected.planes());
    assertThat(expected.size()).isEqualTo(orientation < 5 ? new Size(2, 3) : new Size(3, 2));
  }

  @Test
  void whatIsNoImageIsRefused() throws IOException {
    Path empty = Files.createFile(folder.resolve("empty.png"));
    Path text = Files.writeString(folder.resolve("text.png"), "no image");
    ImageDecoder decoder = decoder(3);

    assertThatIOException()
        .isThrownBy(() -> decoder.decode(empty))
        .withMessage("The file is empty.");
    assertThatIOException()
        .isThrownBy(() -> decoder.decode(text))
        .withMessageStartingWith("The file is not an image that can be read");
  }

  /** Each says that it has 60000 x 60000 pixels, or asks for a tile of so many. */
  @ParameterizedTest
  @MethodSource("giants")
  void giantsAreRefusedByTheirHeaders(byte[] giant) throws IOException {
    Path file = write(giant);

    assertThatIOException()
        .isThrownBy(() -> decoder(3).decode(file))
        .withMessage(
            "Its header says 60000 x 60000 pixels, but an image may have at most 67108864. Make"
                + " it smaller.");
  }

  static List<byte[]> giants() throws IOException {
    byte[] size = {(byte) 0x60, (byte) 0xEA, 0, 0};
    return List.of(
        new PngBytes(60000, 60000, 8, PngBytes.COLOR).pixels(),
        bytes("BM", new byte[12], new byte[] {40, 0, 0, 0}, size, size, new byte[] {1, 0, 24, 0}),
        bytes("GIF89a", Arrays.copyOf(size, 2), Arrays.copyOf(size, 2), new byte[9]),
        bytes("\u00ff\u00d8\u00ff\u00e0\0\4..\u00ff\u00c0\0\21\10\u00ea`\u00ea`\3", new byte[20]),
        bytes("RIFF", new byte[4], "WEBPVP8X\n\0\0\0\0\0\0\0_\u00ea\0_\u00ea\0"),
        tiff(Map.of(256, 60000, 257, 60000)),
        tiff(Map.of(256, 1, 257, 1, 322, 60000, 323, 60000)));
  }

  /** Chunk lengths of 2 GiB: decoders reserve as much, and took 30 seconds. */
  @ParameterizedTest
  @ValueSource(strings = {"IDAT", "tEXt", "IEND"})
  void chunksThatAreLongerThanTheFileAreRefused(String chunk) throws IOException {
    byte[] png =
        new PngBytes(3, 2, 8, PngBytes.GRAY).with("tEXt", 'a', 0, 'b').pixels(1, 2, 3, 4, 5, 6);
    int at = new String(png, StandardCharsets.ISO_8859_1).indexOf(chunk);
    ByteBuffer.wrap(png).putInt(at - Integer.BYTES, 0x8000063e);

    assertThatIOException()
        .isThrownBy(() -> decoder(1).decode(write(png)))
        .withMessage("It is cut off: a part of it is longer than the file.");
  }

  @Test
  void aPngEndsWithItsLastPart() throws IOException {
    byte[] png = new PngBytes(3, 2, 8, PngBytes.GRAY).pixels(1, 2, 3, 4, 5, 6);

    assertThat(decoder(1).decode(write(Arrays.copyOf(png, png.length + 20))).planes())
        .isDeepEqualTo(new float[][] {{1, 2, 3, 4, 5, 6}});
    assertThatIOException()
        .isThrownBy(() -> decoder(1).decode(write(Arrays.copyOf(png, png.length - 12))))
        .withMessage("It is cut off: its last part is missing.");
  }

  @Test
  void largerImagesAreAllowedWhereAskedFor() throws IOException {
    Path file = write(new PngBytes(3, 2, 8, PngBytes.GRAY).pixels(1, 2, 3, 4, 5, 6));

    assertThat(new ImageDecoder(1, new ImageRules(0, 6, "--more")).decode(file).size())
        .isEqualTo(new Size(2, 3));
    assertThatIOException()
        .isThrownBy(() -> new ImageDecoder(1, new ImageRules(0, 5, "--more")).decode(file))
        .withMessage(
            "Its header says 3 x 2 pixels, but an image may have at most 5. If it is one that you"
                + " trust, allow more: --more 536870912");
    assertThatIOException()
        .isThrownBy(() -> new ImageDecoder(1, new ImageRules(0, 5, "")).decode(file))
        .withMessage(
            "Its header says 3 x 2 pixels, but an image may have at most 5. Make it smaller.");
  }

  /** A file of 3 GiB, of holes. */
  @Test
  void filesThatAreTooLongAreNotRead() throws IOException {
    Path file = folder.resolve("long.png");
    try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
      raw.setLength(3L << 30);
    }

    assertThatIOException()
        .isThrownBy(() -> decoder(3).decode(file))
        .withMessage(
            "The file has 3221225472 bytes, but an image file may have at most 537919488. Is it an"
                + " image?");
  }

  private static byte[] tiff(Map<Integer, Integer> fields) throws IOException {
    ByteBuffer entries = ByteBuffer.allocate(2 + 12 * fields.size()).order(ByteOrder.LITTLE_ENDIAN);
    entries.putShort((short) fields.size());
    fields.forEach(
        (tag, value) ->
            entries.putShort(tag.shortValue()).putShort((short) 4).putInt(1).putInt(value));
    return bytes("II*\0\10\0\0\0", entries.array(), new byte[8]);
  }

  /** Texts, each character a byte, and bytes. */
  private static byte[] bytes(Object... parts) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Object part : parts) {
      all.write(
          part instanceof String text ? text.getBytes(StandardCharsets.ISO_8859_1) : (byte[]) part);
    }
    return all.toByteArray();
  }

  private static ImageDecoder decoder(int channels) {
    return new ImageDecoder(channels, RULES);
  }

  private Path write(byte[] image) throws IOException {
    return Files.write(folder.resolve("image"), image);
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
