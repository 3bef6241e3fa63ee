package io.bagoftricks.engine.internal.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Picture;
import io.bagoftricks.api.data.PixelBuffer;
import io.bagoftricks.api.data.ReplacedException;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.network.Size;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which changes of data the fingerprint sees, on images of two pixels. */
final class DataFingerprintTest {
  private static final int PIXELS = 2;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 20, 63, 64, 65, 255, 256})
  void seesEveryPixelOfASmallSet(int images) throws IOException {
    String original = fingerprint(new byte[images * PIXELS]);
    assertThat(fingerprint(new byte[images * PIXELS])).isEqualTo(original);
    for (int pixel = 0; pixel < images * PIXELS; pixel++) {
      byte[] changed = new byte[images * PIXELS];
      changed[pixel] = 1;
      assertThat(fingerprint(changed)).describedAs("pixel %d", pixel).isNotEqualTo(original);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {257, 1000})
  void sees256ImagesOfALargerSetTheFirstAndTheLastAmongThem(int images) throws IOException {
    String original = fingerprint(new byte[images * PIXELS]);
    TreeSet<Integer> seen = new TreeSet<>();
    for (int image = 0; image < images; image++) {
      byte[] changed = new byte[images * PIXELS];
      changed[image * PIXELS] = 1;
      if (!fingerprint(changed).equals(original)) {
        seen.add(image);
      }
    }
    assertThat(seen).hasSize(256).contains(0, images - 1);
    int widest =
        seen.stream().skip(1).mapToInt(image -> image - seen.lower(image)).max().orElseThrow();
    assertThat(widest).isEqualTo(images / 256 + 1);
  }

  @Test
  void seesLabelsAndTheNumberOfImagesAndWhichSplitIsWhich() throws IOException {
    Dataset one = images(new byte[4], new byte[] {0, 1});
    Dataset other = images(new byte[4], new byte[] {1, 1});
    Dataset more = images(new byte[6], new byte[] {0, 1, 1});
    assertThat(
            new TreeSet<>(
                List.of(
                    DataFingerprint.of(one, other),
                    DataFingerprint.of(other, one),
                    DataFingerprint.of(one, more),
                    DataFingerprint.of(one, one))))
        .hasSize(4);
  }

  @Test
  void seesEveryChannelAndTheSize() throws IOException {
    Shape wide = new Shape(3, 1, PIXELS);
    String original = DataFingerprint.of(new ByteImages(wide, new byte[6], new byte[1]));
    for (int pixel = 0; pixel < 6; pixel++) {
      byte[] changed = new byte[6];
      changed[pixel] = 1;
      assertThat(DataFingerprint.of(new ByteImages(wide, changed, new byte[1])))
          .describedAs("pixel %d", pixel)
          .isNotEqualTo(original);
    }
    Shape high = new Shape(3, PIXELS, 1);
    assertThat(DataFingerprint.of(new ByteImages(high, new byte[6], new byte[1])))
        .isNotEqualTo(original);
  }

  /**
   * SHA-256, in Python's hashlib, of 2 images, the labels 1 and 0, and for each its height, its
   * width and the floats of its planes, all in big endian.
   */
  @Test
  void isOneNumberWhateverFormTheImagesHave() throws IOException {
    Shape shape = new Shape(3, 2, PIXELS);
    byte[] pixels = new byte[24];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (37 * i);
    }
    ByteImages images = new ByteImages(shape, pixels, new byte[] {1, 0});
    String expected = "2:34b34c08c3a7af82b31427ba496925151a2d7c48f6559a7b8f9020c1e625fa37";

    assertThat(DataFingerprint.of(images)).isEqualTo(expected);
    assertThat(DataFingerprint.of(new Undecoded(images))).isEqualTo(expected);
  }

  /** The same images as pictures. At first each is another one, which cannot be decoded. */
  private static final class Undecoded implements Dataset {
    private final Dataset images;
    private final Set<Integer> asked = new HashSet<>();

    Undecoded(Dataset images) {
      this.images = images;
    }

    @Override
    public int size() {
      return images.size();
    }

    @Override
    public int label(int index) {
      return images.label(index);
    }

    @Override
    public Image read(int index) {
      throw new AssertionError("pictures are asked for first");
    }

    @Override
    public Optional<Picture> picture(int index) throws IOException {
      boolean isAnother = asked.add(index);
      Image image = images.read(index);
      return Optional.of(
          new Picture() {
            @Override
            public Size size() {
              return isAnother ? Size.of(9) : image.size();
            }

            @Override
            public int channels() {
              return image.planes().length;
            }

            @Override
            public Part decode(Cut cut, PixelBuffer buffer) throws ReplacedException {
              if (isAnother) {
                throw new ReplacedException(new IOException("damaged"));
              }
              byte[] pixels = buffer.bytes(image.planes().length * image.planes()[0].length);
              for (int i = 0; i < image.planes().length * image.planes()[0].length; i++) {
                pixels[i] = (byte) image.planes()[i % channels()][i / channels()];
              }
              return new Part(0, 0, 1, image.size(), pixels);
            }
          });
    }
  }

  @Test
  void fingerprintsOfOneVersionCanBeCompared() throws IOException {
    String now = fingerprint(new byte[2]);
    String first = "0123456789abcdef".repeat(4);
    assertThat(now).matches("2:[0-9a-f]{64}");
    assertThat(DataFingerprint.areComparable(now, fingerprint(new byte[4]))).isTrue();
    assertThat(DataFingerprint.areComparable(first, now)).isFalse();
    assertThat(DataFingerprint.areComparable(first, first)).isTrue();
  }

  private static String fingerprint(byte[] pixels) throws IOException {
    return DataFingerprint.of(images(pixels, new byte[pixels.length / PIXELS]));
  }

  private static Dataset images(byte[] pixels, byte[] labels) {
    return new ByteImages(new Shape(1, 1, PIXELS), pixels, labels);
  }
}
