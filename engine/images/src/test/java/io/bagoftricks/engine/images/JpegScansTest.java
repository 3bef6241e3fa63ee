package io.bagoftricks.engine.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.bagoftricks.api.data.Picture;
import io.bagoftricks.api.network.Size;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JPEGs of Java's own encoder, with the last of their scans written again and again. */
final class JpegScansTest {
  private static final Size SIZE = new Size(9, 14);

  private final ImageDecoder decoder = new ImageDecoder(3, ImageRules.defaults());

  @Test
  void manyScansAreRead() throws IOException {
    assertThat(size(jpeg(true, 0))).isEqualTo(SIZE);
    assertThat(size(jpeg(true, 500 - scans(jpeg(true, 0))))).isEqualTo(SIZE);
  }

  @Test
  void tooManyScansAreRefused() throws IOException {
    byte[] jpeg = jpeg(true, 501 - scans(jpeg(true, 0)));

    assertThatIOException()
        .isThrownBy(() -> size(jpeg))
        .withMessage(
            "It is a progressive JPEG of more than 500 scans, each of which is decoded over the"
                + " whole picture; at most 500 are allowed. Save it as another JPEG.");
  }

  /** All components are in the first scan, so that a decoder looks at no other. */
  @Test
  void scansThatNobodyReadsDoNotCount() throws IOException {
    assertThat(size(jpeg(false, 600))).isEqualTo(SIZE);
  }

  /** Bytes of a scan's marker in a comment, or behind the end, are not one. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void onlyScansCount(boolean behind) throws IOException {
    byte[] jpeg = jpeg(true, 0);
    ByteBuffer scans = ByteBuffer.allocate(2404);
    scans.putInt(0xFFFE0962); // a comment of 2,402 bytes
    while (scans.hasRemaining()) {
      scans.putInt(0xFFDAFFDA);
    }
    ByteBuffer file = ByteBuffer.allocate(jpeg.length + 2404);
    int at = behind ? jpeg.length : lastScan(jpeg);
    file.put(jpeg, 0, at).put(scans.array()).put(jpeg, at, jpeg.length - at);

    assertThat(size(file.array())).isEqualTo(SIZE);
  }

  private Size size(byte[] jpeg) throws IOException {
    try (Picture picture = decoder.picture(ByteBuffer.wrap(jpeg))) {
      return picture.size();
    }
  }

  private static int scans(byte[] jpeg) {
    int scans = 0;
    for (int i = 0; i + 1 < jpeg.length; i++) {
      scans += isScan(jpeg, i) ? 1 : 0;
    }
    return scans;
  }

  private static int lastScan(byte[] jpeg) {
    int at = jpeg.length - 2;
    while (!isScan(jpeg, at)) {
      at--;
    }
    return at;
  }

  private static boolean isScan(byte[] jpeg, int at) {
    return jpeg[at] == (byte) 0xFF && jpeg[at + 1] == (byte) 0xDA;
  }

  /** With further copies of the last scan. */
  private static byte[] jpeg(boolean progressive, int copies) throws IOException {
    BufferedImage image =
        new BufferedImage(SIZE.width(), SIZE.height(), BufferedImage.TYPE_INT_RGB);
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ImageWriteParam settings = writer.getDefaultWriteParam();
    settings.setProgressiveMode(
        progressive ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), settings);
    } finally {
      writer.dispose();
    }
    byte[] jpeg = bytes.toByteArray();
    int end = jpeg.length - 2;
    byte[] scan = Arrays.copyOfRange(jpeg, lastScan(jpeg), end);
    ByteBuffer file = ByteBuffer.allocate(jpeg.length + copies * scan.length);
    file.put(jpeg, 0, end);
    for (int i = 0; i < copies; i++) {
      file.put(scan);
    }
    return file.put(jpeg, end, 2).array();
  }
}
