package io.bagoftricks.engine.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_PROGRESSIVE;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_RST_INTERVAL;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_SAMPLING_FACTOR;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imencode;

import io.bagoftricks.api.data.Picture;
import io.bagoftricks.api.data.Picture.Cut;
import io.bagoftricks.api.data.Picture.Part;
import io.bagoftricks.api.data.PixelBuffer;
import io.bagoftricks.api.network.Size;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** JPEGs of noise that libjpeg-turbo wrote, so that no two rows of blocks are alike. */
final class JpegRowsTest {
  private static final int WIDTH = 77;
  private static final int HEIGHT = 131;
  private static final int NO_RESTARTS = 0;

  /** OpenCV's numbers: the factors of the three components. */
  private static final int HALF = 0x221111;

  private final ImageDecoder decoder = new ImageDecoder(3, ImageRules.defaults());

  /** Every bottom edge; 131 rows are not a multiple of any unit. */
  @ParameterizedTest
  @CsvSource({
    "3, 0x111111, 0",
    "3, 0x211111, 0",
    "3, 0x221111, 0",
    "3, 0x121111, 0",
    "3, 0x411111, 0",
    "3, 0x221111, 1",
    "3, 0x221111, 5",
    "3, 0x221111, 7",
    "3, 0x221111, 10",
    "3, 0x111111, 20",
    "1, 0x11, 0",
    "1, 0x22, 0",
    "1, 0x22, 10",
    "1, 0x42, 7",
  })
  void upperRowsAreThoseOfTheWholePicture(int channels, String factors, int restarts)
      throws IOException {
    byte[] jpeg = jpeg(channels, Integer.decode(factors), restarts);
    for (int reduction = 1; reduction <= 8; reduction *= 2) {
      Part whole = decode(jpeg, new Cut(0, 0, new Size(HEIGHT, WIDTH), reduction));
      for (int height = 1; height <= HEIGHT; height++) {
        Cut upper = new Cut(0, 0, new Size(height, WIDTH), reduction);
        int decoded = JpegRows.of(ByteBuffer.wrap(jpeg)).orElseThrow().enough(height);
        Part part = decodeAlone(jpeg, upper, divideUp(decoded, reduction));
        int length = part.size().height() * part.size().width() * 3;
        assertThat(Arrays.mismatch(part.pixels(), 0, length, whole.pixels(), 0, length))
            .describedAs("%d rows, reduced by %d", height, reduction)
            .isEqualTo(-1);
      }
    }
  }

  /** Decodes a cut, for which so many rows and no more may be decoded. */
  private static Part decodeAlone(byte[] jpeg, Cut cut, int rows) throws IOException {
    DecoderRoom room = new DecoderRoom();
    try {
      BytesChannel channel = new BytesChannel(ByteBuffer.wrap(jpeg));
      ImageHeader header = room.header(channel);
      ByteBuffer bytes = room.fill(channel);
      long encoded = room.bytes();
      try (Picture picture = new JpegPicture(header, 3, bytes, room, unused -> {})) {
        Part part = picture.decode(cut, new PixelBuffer());
        assertThat(room.bytes() - encoded)
            .isEqualTo((long) rows * divideUp(WIDTH, cut.reduction()) * 3);
        return part;
      }
    } finally {
      room.free();
    }
  }

  private static int divideUp(int number, int by) {
    return (number + by - 1) / by;
  }

  /** A row of units more than is needed; to where the scan begins anew, if it does. */
  @ParameterizedTest
  @CsvSource({"0, 17, 48", "0, 16, 32", "0, 120, 131", "5, 17, 48", "10, 17, 64"})
  void noMoreRowsAreDecodedThanAreNeeded(int restarts, int upper, int expected) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(jpeg(3, HALF, restarts));

    assertThat(JpegRows.of(bytes).orElseThrow().enough(upper)).isEqualTo(expected);
  }

  /** Half of the picture takes half of the memory; the next cut needs all of it. */
  @Test
  void theFirstCutIsDecodedAlone() throws IOException {
    byte[] jpeg = jpeg(3, HALF, NO_RESTARTS);
    Part whole = decode(jpeg, all());
    DecoderRoom room = new DecoderRoom();
    try {
      BytesChannel channel = new BytesChannel(ByteBuffer.wrap(jpeg));
      ImageHeader header = room.header(channel);
      ByteBuffer bytes = room.fill(channel);
      long encoded = room.bytes();
      try (Picture picture = new JpegPicture(header, 3, bytes, room, unused -> {})) {
        picture.decode(new Cut(0, 0, new Size(40, 3), 1), new PixelBuffer());
        assertThat(room.bytes() - encoded).isEqualTo(64 * WIDTH * 3);
        picture.decode(new Cut(0, 5, new Size(64, 3), 1), new PixelBuffer());
        assertThat(room.bytes() - encoded).isEqualTo(64 * WIDTH * 3);
        picture.decode(new Cut(60, 5, new Size(5, 3), 1), new PixelBuffer());
        assertThat(room.bytes() - encoded).isEqualTo(HEIGHT * WIDTH * 3);
        Part lower = picture.decode(new Cut(90, 0, new Size(41, WIDTH), 1), new PixelBuffer());
        assertThat(Arrays.copyOf(lower.pixels(), 41 * WIDTH * 3))
            .isEqualTo(Arrays.copyOfRange(whole.pixels(), 90 * WIDTH * 3, HEIGHT * WIDTH * 3));
      }
      assertThat(bytes).isEqualTo(ByteBuffer.wrap(jpeg));
    } finally {
      room.free();
    }
  }

  /** Libjpeg would print a warning of bytes between the last row and a marker. */
  @ParameterizedTest
  @CsvSource({"0, 48", "10, 64"})
  void noMarkerIsLeftBehindBytesThatNobodyReads(int restarts, int rows) throws IOException {
    byte[] jpeg = jpeg(3, HALF, restarts);

    JpegRows.of(ByteBuffer.wrap(jpeg))
        .orElseThrow()
        .decode(
            rows,
            length -> {
              if (restarts == NO_RESTARTS) {
                assertThat(length).isEqualTo(jpeg.length - 2);
              } else {
                // Twenty units are two parts of ten: the second restart.
                assertThat(Arrays.copyOfRange(jpeg, length - 2, length))
                    .containsExactly(0xFF, 0xD1);
              }
              return new Mat();
            })
        .close();
  }

  /** Upper rows of a file that is cut off are not taken for a picture: the whole is refused. */
  @ParameterizedTest
  @ValueSource(ints = {0, 10})
  void whatIsCutOffIsRefusedWhicheverRowsAreAskedFor(int restarts) throws IOException {
    byte[] jpeg = jpeg(3, HALF, restarts);
    for (int length = jpeg.length / 2; length < jpeg.length - 100; length += 97) {
      byte[] cutOff = Arrays.copyOf(jpeg, length);
      assertThatIOException().isThrownBy(() -> decode(cutOff, new Cut(0, 0, new Size(8, 8), 1)));
      assertThatIOException().isThrownBy(() -> decode(cutOff, all()));
    }
    for (int length = jpeg.length - 100; length <= jpeg.length; length++) {
      byte[] cutOff = Arrays.copyOf(jpeg, length);
      Cut upper = new Cut(0, 0, new Size(8, WIDTH), 1);
      assertThat(rows(cutOff, upper, 8)).isEqualTo(rows(cutOff, all(), 8));
    }
  }

  /** As cameras write it: a second picture, or anything else, behind the end of the first. */
  @Test
  void whatIsBehindTheEndIsNotLookedAt() throws IOException {
    byte[] jpeg = jpeg(3, HALF, NO_RESTARTS);
    byte[] two = Arrays.copyOf(jpeg, 2 * jpeg.length);
    System.arraycopy(jpeg, 0, two, jpeg.length, jpeg.length);
    Cut upper = new Cut(0, 0, new Size(50, WIDTH), 1);

    assertThat(Arrays.copyOf(decodeAlone(two, upper, 80).pixels(), 50 * WIDTH * 3))
        .isEqualTo(rows(jpeg, all(), 50));
  }

  /** Decoders go on behind such bytes, and find another header than the one that was looked at. */
  @Test
  void aHeaderThatSaysTwoSizesIsRefused() throws IOException {
    byte[] jpeg = jpeg(3, HALF, NO_RESTARTS);
    byte[] frame = Arrays.copyOfRange(jpeg, frame(jpeg), frame(jpeg) + 19);
    frame[5] = 1; // 256 rows more
    ByteBuffer file = ByteBuffer.allocate(jpeg.length + 23);
    file.putShort((short) 0xFFD8).putShort((short) 0xFF00).putShort((short) 2).put(frame);
    file.put(jpeg, 2, jpeg.length - 2);

    assertThatIOException()
        .isThrownBy(() -> decode(file.array(), new Cut(0, 0, new Size(8, 8), 1)))
        .withMessage("It is damaged: a JPEG with bytes of a scan in its header.");
  }

  /** Nothing is known of what comes behind it. */
  @Test
  void aScanInWhichThereIsAMarkerIsDecodedWhole() throws IOException {
    byte[] jpeg = jpeg(3, HALF, NO_RESTARTS);
    jpeg[jpeg.length / 2] = (byte) 0xFF;
    jpeg[jpeg.length / 2 + 1] = (byte) 0xDC;

    assertThat(JpegRows.of(ByteBuffer.wrap(jpeg))).isEmpty();
  }

  @Test
  void rowsOfAProgressiveFileComeTogether() throws IOException {
    byte[] jpeg = jpeg(3, HALF, NO_RESTARTS, IMWRITE_JPEG_PROGRESSIVE, 1);

    assertThat(JpegRows.of(ByteBuffer.wrap(jpeg))).isEmpty();
  }

  /** Damaged, upper rows are what they are in the whole, or both are refused. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 10})
  void damageDoesNotDependOnTheCut(int restarts) throws IOException {
    byte[] jpeg = jpeg(3, HALF, restarts);
    Cut upper = new Cut(0, 0, new Size(50, WIDTH), 1);
    int alone = 0;
    for (int seed = 0; seed < 40; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] damaged = jpeg.clone();
      for (int i = random.nextInt(4); i >= 0; i--) {
        // Often a marker, which is what matters here.
        byte[] damage = {(byte) 0xFF, (byte) random.nextInt(0xD0, 0xDA), (byte) random.nextInt()};
        int first = random.nextInt(4) == 0 ? 2 : 600;
        System.arraycopy(
            damage, 0, damaged, random.nextInt(first, jpeg.length - 4), random.nextInt(1, 4));
      }
      byte[] expected = rows(damaged, all(), 50);
      assertThat(rows(damaged, upper, 50)).describedAs("seed %d", seed).isEqualTo(expected);
      boolean isAlone =
          JpegRows.of(ByteBuffer.wrap(damaged)).map(rows -> rows.enough(50)).orElse(HEIGHT)
              < HEIGHT;
      alone += expected.length > 0 && isAlone ? 1 : 0;
    }
    assertThat(alone).isGreaterThan(10);
  }

  /** Rows from the top; none if the picture is refused. */
  private byte[] rows(byte[] jpeg, Cut cut, int count) {
    try {
      return Arrays.copyOf(decode(jpeg, cut).pixels(), count * WIDTH * 3);
    } catch (IOException e) {
      return new byte[0];
    }
  }

  private static Cut all() {
    return Cut.all(new Size(HEIGHT, WIDTH));
  }

  private Part decode(byte[] jpeg, Cut cut) throws IOException {
    try (Picture picture = decoder.picture(ByteBuffer.wrap(jpeg))) {
      return picture.decode(cut, new PixelBuffer());
    }
  }

  private static byte[] jpeg(int channels, int factors, int restarts, int... more) {
    SplittableRandom random = new SplittableRandom(1);
    try (Mat image = new Mat(HEIGHT, WIDTH, CV_8UC(channels));
        BytePointer encoded = new BytePointer();
        IntPointer settings = new IntPointer(settings(channels, factors, restarts, more))) {
      ByteBuffer pixels = image.createBuffer();
      while (pixels.hasRemaining()) {
        pixels.put((byte) random.nextInt(256));
      }
      assertThat(imencode(".jpg", image, encoded, settings)).isTrue();
      byte[] jpeg = new byte[Math.toIntExact(encoded.limit())];
      encoded.get(jpeg);
      if (channels == 1) {
        jpeg[frame(jpeg) + 11] = (byte) factors; // which say nothing of a single component
      }
      return jpeg;
    }
  }

  private static int frame(byte[] jpeg) {
    int place = 0;
    while (jpeg[place] != (byte) 0xFF || jpeg[place + 1] != (byte) 0xC0) {
      place++;
    }
    return place;
  }

  private static int[] settings(int channels, int factors, int restarts, int... more) {
    int[] settings = {
      IMWRITE_JPEG_RST_INTERVAL, restarts, IMWRITE_JPEG_SAMPLING_FACTOR, factors,
    };
    int[] used = Arrays.copyOf(settings, channels == 1 ? 2 : 4);
    int[] all = Arrays.copyOf(used, used.length + more.length);
    System.arraycopy(more, 0, all, used.length, more.length);
    return all;
  }
}
