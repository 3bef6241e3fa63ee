package io.bagoftricks.api.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.api.Pixels;
import io.bagoftricks.api.network.Size;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ObjDoubleConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The operations, beside what Pillow 12.3.0 makes of the same picture (pillow.py, pillow.txt). */
final class PillowTest {
  private static final int WIDTH = 24;
  private static final int HEIGHT = 16;
  private static final int STRIDE = 5;

  /**
   * Pillow truncates blends to bytes, rounds lumas, and contrast's mean of them; each is less than
   * one level.
   */
  private static final Map<String, ObjDoubleConsumer<Pixels>> BLENDS =
      Map.of(
          "brightness", Enhance::brightness,
          "contrast", Enhance::contrast,
          "saturation", Enhance::saturation,
          "sharpness", Enhance::sharpness,
          "autocontrast", (pixels, none) -> Tones.autocontrast(pixels));

  private static final Map<String, ObjDoubleConsumer<Pixels>> EXACT =
      Map.of(
          "picture", (pixels, none) -> {},
          "solarize", Tones::solarize,
          "posterize", (pixels, bits) -> Tones.posterize(pixels, (int) bits),
          "invert", (pixels, none) -> Tones.invert(pixels),
          "equalize", (pixels, none) -> Tones.equalize(pixels));

  /** A line of pillow.txt. */
  record Golden(String name, String argument, List<Double> values) {
    @Override
    public String toString() {
      return name + " " + argument;
    }
  }

  static Stream<Golden> goldens() throws IOException {
    try (InputStream file =
        Objects.requireNonNull(PillowTest.class.getResourceAsStream("pillow.txt"))) {
      String text = new String(file.readAllBytes(), StandardCharsets.US_ASCII);
      return text.lines().filter(line -> !line.startsWith("#")).map(PillowTest::parse);
    }
  }

  private static Golden parse(String line) {
    String[] words = line.split(" ", 3);
    return new Golden(
        words[0], words[1], Arrays.stream(words[2].split(" ", -1)).map(Double::valueOf).toList());
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void isWhatPillowMakes(Golden golden) {
    boolean exact = EXACT.containsKey(golden.name());
    Pixels pixels = picture();
    double argument = golden.argument().equals("-") ? 0 : Double.parseDouble(golden.argument());
    Objects.requireNonNull((exact ? EXACT : BLENDS).get(golden.name())).accept(pixels, argument);
    double error = 0;
    for (int i = 0; i < golden.values().size(); i++) {
      float value = pixels.plane(i % 3)[i / 3 * STRIDE];
      assertThat((double) value)
          .as("value %d", i)
          .isCloseTo(golden.values().get(i), within(exact ? 0 : 1.5));
      error += value - golden.values().get(i);
    }
    // Truncation lowers Pillow's values by half a level on average.
    assertThat(error / golden.values().size()).isBetween(exact ? 0 : -0.6, exact ? 0 : 0.9);
  }

  private static Pixels picture() {
    float[][] planes = new float[3][WIDTH * HEIGHT];
    for (int channel = 0; channel < 3; channel++) {
      for (int i = 0; i < WIDTH * HEIGHT; i++) {
        int x = i % WIDTH;
        int y = i / WIDTH;
        planes[channel][i] =
            (x * x * (3 + channel) + y * (29 + 8 * channel) + 40 * channel) % 201 + 20;
      }
    }
    return new Planes(new Size(HEIGHT, WIDTH), planes);
  }
}
