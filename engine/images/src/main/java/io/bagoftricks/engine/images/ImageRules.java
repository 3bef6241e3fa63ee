package io.bagoftricks.engine.images;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The limits on an image file, and the color behind its transparent pixels.
 *
 * @param background red, green and blue in the lowest 24 bits
 * @param mostPixels an image with more is refused before it is decoded
 * @param option of the command that allows more; empty where none does
 */
public record ImageRules(int background, long mostPixels, String option) {
  /** The most that can be asked for: three bytes each must fit into one array. */
  public static final long LIMIT = 1L << 29;

  private static final int WHITE = 0xFFFFFF;
  private static final long MOST_PIXELS = 1L << 26;
  private static final Pattern COLOR = Pattern.compile("#?([0-9a-fA-F]{6})");
  private static final int BYTES_A_PIXEL = 8;
  private static final int LEAST_BYTES = 1 << 20;

  /** Checks the range. */
  public ImageRules {
    if (!(mostPixels >= 1 && mostPixels <= LIMIT)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "the most pixels are %d, but must be 1 to %d", mostPixels, LIMIT));
    }
  }

  /** White, and at most 8192 x 8192 pixels, which no option changes. */
  public static ImageRules defaults() {
    return new ImageRules(WHITE, MOST_PIXELS, "");
  }

  /**
   * Reads a color, {@code ffffff} or {@code #ffffff}.
   *
   * @throws IllegalArgumentException if it is something else
   */
  public static int color(String text) {
    var matcher = COLOR.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'%s' is not a color; write red, green and blue as six digits, such as ffffff for white"
              .formatted(text));
    }
    return Integer.parseInt(matcher.group(1).toLowerCase(Locale.ROOT), 16);
  }

  /** A sentence that says what to do about an image that is too large. */
  String advice(ImageHeader header) {
    return !option.isEmpty() && header.fits(LIMIT)
        ? "If it is one that you trust, allow more: " + option + " " + LIMIT
        : "Make it smaller.";
  }

  /** The largest file: every pixel in 64 bits, not compressed, where one array can hold it. */
  long mostBytes() {
    return Math.min(Integer.MAX_VALUE, LEAST_BYTES + BYTES_A_PIXEL * mostPixels);
  }
}
