package io.bagoftricks.engine.internal.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every implementation of {@link WindowSums} gives the sums of the definition, to the bit. */
public abstract class WindowSumsContract {
  private static final int ROWS = 23;
  private static final int COLUMNS = 31;
  private static final int MARGIN = 5;

  /** One of its own. */
  protected abstract WindowSums open();

  /** Windows of all lengths that are straight code in C, and longer ones; widths beside vectors. */
  @ParameterizedTest
  @CsvSource({
    "3, 128, 1",
    "3, 37, 2",
    "3, 5, 3",
    "3, 70, 4",
    "3, 33, 5",
    "3, 8, 6",
    "3, 3, 7",
    "3, 41, 11",
    "1, 128, 2",
    "1, 5, 3",
    "1, 66, 9"
  })
  void areThoseOfTheDefinition(int channels, int width, int longest) {
    SplittableRandom random = new SplittableRandom(longest * 1000L + width);
    AxisWindows across =
        windows(width, longest, COLUMNS, random).padded(COLUMNS, new WorkerBuffers());
    AxisWindows down = windows(width + 3, longest, ROWS, random);
    int stride = (COLUMNS + 2) * channels;
    byte[] pixels = new byte[MARGIN + ROWS * stride];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) random.nextInt();
    }

    try (WindowSums sums = open()) {
      for (int picture = 0; picture < 2; picture++) { // its memory is used again
        sums.begin(channels, ROWS, across);
        int some = 9;
        sums.across(0, some, pixels, MARGIN, stride);
        sums.across(some, ROWS - some, pixels, MARGIN + some * stride, stride);
        for (int channel = 0; channel < channels; channel++) {
          float[] output = new float[down.first().length * width];
          sums.down(channel, down, 0, output);

          float[] rows = across(pixels, channel, channels, stride, across);
          assertThat(output).isEqualTo(down(rows, width, down));
        }
      }
    }
  }

  /** Rows above the first that any window has are not given. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void rowsMayBeginBelow(int channels) {
    AxisWindows across =
        new AxisWindows(new int[] {0}, new int[] {2}, new int[] {0}, new float[] {0.25f, 0.5f});
    AxisWindows down =
        new AxisWindows(new int[] {0, 7}, new int[] {0, 2}, new int[] {0, 0}, new float[] {2, 4});
    byte[] pixels = new byte[2 * 2 * channels];
    Arrays.fill(pixels, 0, 2 * channels, (byte) 200);
    Arrays.fill(pixels, 2 * channels, 4 * channels, (byte) 100);
    float[] output = new float[2];

    try (WindowSums sums = open()) {
      sums.begin(channels, 2, across);
      sums.across(0, 2, pixels, 0, 2 * channels);
      sums.down(channels - 1, down, 7, output);
    }

    assertThat(output).containsExactly(0, 2 * 150 + 4 * 75);
  }

  /** Code in C would read what is not there. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void whatIsNotThereIsRefused(int channels) {
    AxisWindows windows =
        new AxisWindows(new int[] {1}, new int[] {2}, new int[] {0}, new float[] {1, 1});
    try (WindowSums sums = open()) {
      sums.begin(channels, 3, windows);

      byte[] tooFew = new byte[3 * 3 * channels - 1];
      assertThatThrownBy(() -> sums.across(0, 3, tooFew, 0, 3 * channels))
          .isInstanceOf(IndexOutOfBoundsException.class);
      sums.across(0, 3, new byte[3 * 3 * channels], 0, 3 * channels);
      float[] noOutput = {};
      assertThatThrownBy(() -> sums.down(0, windows, 0, noOutput))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  private static AxisWindows windows(int length, int longest, int source, SplittableRandom random) {
    int[] first = new int[length];
    int[] count = new int[length];
    int[] offset = new int[length];
    float[] weights = new float[length * longest];
    int next = 0;
    for (int i = 0; i < length; i++) {
      count[i] = i == 1 ? 0 : i == 0 ? longest : random.nextInt(longest + 1);
      first[i] = count[i] == 0 ? 0 : random.nextInt(source - count[i] + 1);
      offset[i] = next;
      for (int k = 0; k < count[i]; k++) {
        weights[next++] = (float) (random.nextDouble() * 2 - 1) / longest;
      }
    }
    return new AxisWindows(first, count, offset, weights);
  }

  private static float[] across(
      byte[] pixels, int channel, int channels, int stride, AxisWindows windows) {
    int width = windows.first().length;
    float[] rows = new float[ROWS * width];
    for (int y = 0; y < ROWS; y++) {
      for (int x = 0; x < width; x++) {
        float sum = 0;
        for (int i = 0; i < windows.count()[x]; i++) {
          int at = MARGIN + y * stride + (windows.first()[x] + i) * channels + channel;
          sum += (pixels[at] & 255) * windows.weights()[windows.offset()[x] + i];
        }
        rows[y * width + x] = sum;
      }
    }
    return rows;
  }

  private static float[] down(float[] rows, int width, AxisWindows windows) {
    float[] output = new float[windows.first().length * width];
    for (int y = 0; y < windows.first().length; y++) {
      for (int x = 0; x < width; x++) {
        float sum = 0;
        for (int i = 0; i < windows.count()[y]; i++) {
          int at = (windows.first()[y] + i) * width + x;
          sum += rows[at] * windows.weights()[windows.offset()[y] + i];
        }
        output[y * width + x] = sum;
      }
    }
    return output;
  }
}
