package io.bagoftricks.product;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/**
 * Image files of the kinds that make trouble, each made here: by Java's own writers, by putting
 * segments into what they wrote, or byte by byte.
 *
 * @param folder they go to
 */
record AwkwardImages(Path folder) {
  /** A lossless WebP of one pixel; its frame begins at byte 12. */
  private static final byte[] WEBP =
      Base64.getDecoder().decode("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==");

  /**
   * {@link #blocks} of orientation 1, coded arithmetically: {@code cjpeg -arithmetic -quality 95}
   * of libjpeg-turbo 2.1.5.
   */
  private static final byte[] ARITHMETIC =
      Base64.getDecoder()
          .decode(
              "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAIBAQEBAQIBAQECAgICAgQDAgICAgUEBAMEBgUG"
                  + "BgYFBgYGBwkIBgcJBwYGCAsICQoKCgoKBggLDAsKDAkKCgr/2wBDAQICAgICAgUDAwUKBwYH"
                  + "CgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgr/yQAR"
                  + "CAAwACADASIAAhEBAxEB/8wACgAQEAUBEBEF/9oADAMBAAIRAxEAPwD/ANzEhjlmMYIWY7mM"
                  + "P9rGGgXsXs8idHUXOIyNtO5exIWnfSz/2Q==");

  private static final int SIDE = 16;

  /** Files that are images: all of them are to be read. */
  void good() throws IOException {
    png("one-pixel.png", new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB));
    jpeg("wide.jpg", new BufferedImage(20_000, 2, BufferedImage.TYPE_INT_RGB));
    jpeg("tall.jpg", new BufferedImage(2, 20_000, BufferedImage.TYPE_INT_RGB));
    png("gray16.png", new BufferedImage(9, 7, BufferedImage.TYPE_USHORT_GRAY));
    png("alpha.png", new BufferedImage(9, 7, BufferedImage.TYPE_INT_ARGB));
    png("palette.png", new BufferedImage(9, 7, BufferedImage.TYPE_BYTE_INDEXED));
    png("bits.png", new BufferedImage(9, 7, BufferedImage.TYPE_BYTE_BINARY));
    jpeg("gray.jpg", new BufferedImage(9, 7, BufferedImage.TYPE_BYTE_GRAY));
    write("progressive.jpg", jpeg(blocks(1), true));
    write("arithmetic.jpg", ARITHMETIC);
    write("cmyk.jpg", adobe(fourBands(255, 255, 255, 255), 0));
    write("ycck.jpg", adobe(fourBands(0, 128, 128, 255), 2));
    write("one-pixel.webp", WEBP);
    write("animated.webp", animatedWebp());
    animatedGif();
    for (int orientation = 1; orientation <= 8; orientation++) {
      write("exif-" + orientation + ".jpg", exif(jpeg(blocks(orientation), false), orientation));
    }
    png("n".repeat(251) + ".png", new BufferedImage(3, 3, BufferedImage.TYPE_INT_RGB));
    png("a b\n'\"<&>\u00fc.png", new BufferedImage(3, 3, BufferedImage.TYPE_INT_RGB));
  }

  /**
   * Files that are none, or may not be taken.
   *
   * @param outside a file to be made where no data are, which a link leads to
   */
  void bad(Path outside) throws IOException {
    write("zero.jpg", new byte[0]);
    write("zeros.png", new byte[1000]);
    write("text.jpg", bytes("not an image"));
    byte[] whole = jpeg(blocks(1), false);
    write("header-alone.jpg", ByteBuffer.allocate(20).put(whole, 0, 20).array());
    // The width and height of a frame are 16 bits each in JPEG and GIF, 32 in PNG and BMP.
    write("bomb.jpg", changed(whole, frame(whole) + 5, 0xFF, 0xFF, 0xFF, 0xFF));
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(blocks(1), "png", png);
    write("bomb.png", changed(png.toByteArray(), 16, 0x7F, 0xFF, 0xFF, 0xFF, 0x7F, 0xFF));
    write("bomb.gif", changed(bytes("GIF89a"), 6, 255, 255, 255, 255, 0, 0, 0));
    ByteArrayOutputStream bmp = new ByteArrayOutputStream();
    ImageIO.write(blocks(1), "bmp", bmp);
    write("bomb.bmp", changed(bmp.toByteArray(), 18, 0, 0, 0, 0x7F, 0, 0, 0, 0x7F));
    Files.createSymbolicLink(folder.resolve("link-out.jpg"), Files.write(outside, whole));
    Files.createSymbolicLink(folder.resolve("link-to-nothing.jpg"), folder.resolve("nothing"));
    Path circle = folder.resolve("link-to-itself.jpg");
    Files.createSymbolicLink(circle, circle);
  }

  /**
   * A frame that says it is coded arithmetically (SOF9) and has Huffman codes, which are other
   * pixels then: read or named, but not the end of a run.
   */
  void forgedArithmetic() throws IOException {
    byte[] whole = jpeg(blocks(1), false);
    write("forged-arithmetic.jpg", changed(whole, frame(whole) + 1, 0xC9));
  }

  /** Two by three blocks of colors, as they lie in a file of an orientation. */
  static BufferedImage blocks(int orientation) {
    int[] colors = {0xF01010, 0x10F010, 0x1010F0, 0xF0F010, 0x101010, 0xF0F0F0};
    int width = 2 * SIDE;
    int height = 3 * SIDE;
    boolean turned = orientation > 4;
    BufferedImage stored =
        new BufferedImage(
            turned ? height : width, turned ? width : height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int right = width - 1 - x;
        int up = height - 1 - y;
        int[] at = switch (orientation) { // TIFF 6.0: where row 0 and column 0 of the file are
              case 2 -> new int[] {right, y};
              case 3 -> new int[] {right, up};
              case 4 -> new int[] {x, up};
              case 5 -> new int[] {y, x};
              case 6 -> new int[] {y, right};
              case 7 -> new int[] {up, right};
              case 8 -> new int[] {up, x};
              default -> new int[] {x, y};
            };
        stored.setRGB(at[0], at[1], colors[y / SIDE * 2 + x / SIDE]);
      }
    }
    return stored;
  }

  private void png(String name, BufferedImage image) throws IOException {
    filled(image);
    ImageIO.write(image, "png", folder.resolve(name).toFile());
  }

  private void jpeg(String name, BufferedImage image) throws IOException {
    filled(image);
    write(name, jpeg(image, false));
  }

  private void write(String name, byte[] bytes) throws IOException {
    Files.write(folder.resolve(name), bytes);
  }

  private static void filled(BufferedImage image) {
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        image.setRGB(x, y, new Color(x * 7 % 256, y * 11 % 256, 90, 40 + x % 200).getRGB());
      }
    }
  }

  private static byte[] jpeg(BufferedImage image, boolean progressive) throws IOException {
    return jpeg(new IIOImage(image, null, null), progressive);
  }

  private static byte[] jpeg(IIOImage image, boolean progressive) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ImageWriteParam settings = writer.getDefaultWriteParam();
    settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    settings.setCompressionQuality(1);
    settings.setProgressiveMode(
        progressive ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(null, image, settings);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  private static byte[] fourBands(int... values) throws IOException {
    WritableRaster raster =
        Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, SIDE, SIDE, 4, null);
    for (int band = 0; band < 4; band++) {
      int[] samples = new int[SIDE * SIDE];
      Arrays.fill(samples, values[band]);
      raster.setSamples(0, 0, SIDE, SIDE, band, samples);
    }
    return jpeg(new IIOImage(raster, null, null), false);
  }

  /** Adobe's segment says how four bands are meant: 0 CMYK, 2 YCCK; both inverted. */
  private static byte[] adobe(byte[] jpeg, int transform) throws IOException {
    ByteArrayOutputStream segment = new ByteArrayOutputStream();
    segment.write(new byte[] {(byte) 0xFF, (byte) 0xEE, 0, 14});
    segment.write(bytes("Adobe"));
    segment.write(new byte[] {0, 100, 0, 0, 0, 0, (byte) transform});
    return inserted(jpeg, segment.toByteArray());
  }

  private static byte[] exif(byte[] jpeg, int orientation) throws IOException {
    ByteArrayOutputStream segment = new ByteArrayOutputStream();
    segment.write(new byte[] {(byte) 0xFF, (byte) 0xE1, 0, 34});
    segment.write(bytes("Exif\0\0MM\0*"));
    segment.write(new byte[] {0, 0, 0, 8, 0, 1, 1, 18, 0, 3, 0, 0, 0, 1});
    segment.write(new byte[] {0, (byte) orientation, 0, 0, 0, 0, 0, 0});
    return inserted(jpeg, segment.toByteArray());
  }

  /** Behind the marker that begins a JPEG. */
  private static byte[] inserted(byte[] jpeg, byte[] segment) {
    return ByteBuffer.allocate(jpeg.length + segment.length)
        .put(jpeg, 0, 2)
        .put(segment)
        .put(jpeg, 2, jpeg.length - 2)
        .array();
  }

  /** Where the frame of a baseline JPEG begins. */
  private static int frame(byte[] jpeg) {
    int at = 2;
    while ((jpeg[at + 1] & 0xFF) != 0xC0) {
      at += 2 + Short.toUnsignedInt(ByteBuffer.wrap(jpeg).getShort(at + 2));
    }
    return at;
  }

  private static byte[] changed(byte[] bytes, int at, int... values) {
    byte[] changed = Arrays.copyOf(bytes, Math.max(bytes.length, at + values.length));
    for (int i = 0; i < values.length; i++) {
      changed[at + i] = (byte) values[i];
    }
    return changed;
  }

  private static byte[] animatedWebp() {
    int frame = WEBP.length - 12;
    ByteBuffer file = ByteBuffer.allocate(12 + 18 + 14 + 2 * (8 + 16 + frame));
    file.order(ByteOrder.LITTLE_ENDIAN);
    file.put(bytes("RIFF")).putInt(file.capacity() - 8).put(bytes("WEBP"));
    file.put(bytes("VP8X")).putInt(10).put(new byte[] {2, 0, 0, 0, 0, 0, 0, 0, 0, 0});
    file.put(bytes("ANIM")).putInt(6).put(new byte[6]);
    for (int i = 0; i < 2; i++) {
      file.put(bytes("ANMF")).putInt(16 + frame).put(new byte[12]).put(new byte[] {40, 0, 0, 0});
      file.put(WEBP, 12, frame);
    }
    return file.array();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private void animatedGif() throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
    Path file = folder.resolve("animated.gif");
    try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
      writer.setOutput(out);
      writer.prepareWriteSequence(null);
      for (int i = 1; i <= 3; i++) {
        writer.writeToSequence(new IIOImage(blocks(i), null, null), null);
      }
      writer.endWriteSequence();
    } finally {
      writer.dispose();
    }
  }
}
