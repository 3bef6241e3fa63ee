package io.bagoftricks.product.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imencode;

import io.bagoftricks.api.data.Dataset.Image;
import io.bagoftricks.engine.images.ImageDecoder;
import io.bagoftricks.engine.images.ImageRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged image files of every format are refused with a sentence, or decoded to an image that is
 * no larger than the rules allow.
 */
final class ImageFuzzTest {
  private static final FuzzCases CASES = FuzzCases.ofTheBuild();
  private static final String REFUSED = "refused";
  private static final String READ = "read";
  private static final long MOST_PIXELS = 1 << 18;

  @TempDir private Path folder;

  @Test
  void areRefusedOrDecoded() throws IOException {
    List<byte[]> good = images();
    ImageRules rules = new ImageRules(0xFFFFFF, MOST_PIXELS, "");
    List<ImageDecoder> decoders = List.of(new ImageDecoder(1, rules), new ImageDecoder(3, rules));
    for (byte[] image : good) {
      assertThat(outcome(decoders.get(1), image)).isEqualTo(READ);
    }

    Outcomes outcomes =
        CASES.runEnding(
            (seed, random) ->
                outcome(
                    decoders.get(random.nextInt(decoders.size())),
                    HeaderDamage.some(good.get(random.nextInt(good.size())), random)));

    System.out.println("images: " + outcomes);
    outcomes.checkShare(REFUSED, 0.3, 0.98);
  }

  private String outcome(ImageDecoder decoder, byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("image"), bytes);
    try {
      Image image = decoder.decode(file);
      int pixels = image.size().height() * image.size().width();
      assertThat(pixels).isBetween(1, (int) MOST_PIXELS);
      for (float[] plane : image.planes()) {
        assertThat(plane).hasSize(pixels);
      }
      return READ;
    } catch (IOException e) {
      assertThat(e.getMessage()).matches("(It|Its|The) .*[.0-9]").doesNotContain("\n");
      return REFUSED;
    }
  }

  /** Noise of gray, of color, and with transparency, in each format that has it. */
  private static List<byte[]> images() {
    List<byte[]> images = new ArrayList<>();
    for (String format : List.of(".png", ".jpg", ".gif", ".webp", ".bmp", ".tiff")) {
      for (int channels : List.of(1, 3, 4)) {
        boolean known = channels == 3 || !format.equals(".gif");
        if (known && !(channels == 4 && format.equals(".jpg"))) {
          images.add(encoded(format, channels));
        }
      }
    }
    return images;
  }

  private static byte[] encoded(String format, int channels) {
    byte[] noise = new byte[23 * 17 * channels];
    new Random(channels).nextBytes(noise);
    try (Mat image = new Mat(23, 17, CV_8UC(channels));
        BytePointer encoded = new BytePointer()) {
      image.data().put(noise);
      assertThat(imencode(format, image, encoded)).isTrue();
      byte[] bytes = new byte[(int) encoded.limit()];
      encoded.get(bytes);
      return bytes;
    }
  }
}
