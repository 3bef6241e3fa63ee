package io.bagoftricks.engine.images.pack;

import io.bagoftricks.engine.internal.loader.DataRanges;
import java.util.Optional;

/**
 * Changes to images that are put into a pack. With none of these each keeps its own bytes.
 *
 * @param shortSide the most pixels of the shorter side; what has more is made smaller
 * @param quality of JPEG, 1 to 100: all images are encoded anew
 * @param decoded whether pixels are stored, so that nothing is decoded when they are read
 */
public record PackOptions(Optional<Integer> shortSide, Optional<Integer> quality, boolean decoded) {
  private static final int DEFAULT_QUALITY = 95;

  /** Checks the ranges. */
  public PackOptions {
    shortSide.ifPresent(n -> DataRanges.check("--short-side", n, 1, DataRanges.LARGEST_SIDE));
    quality.ifPresent(n -> DataRanges.check("--quality", n, 1, 100));
    if (decoded && quality.isPresent()) {
      throw new IllegalArgumentException(
          "--quality is of encoded images, and --decoded stores their pixels. Leave one of them out");
    }
  }

  /** Each image keeps its own bytes. */
  public static PackOptions lossless() {
    return new PackOptions(Optional.empty(), Optional.empty(), false);
  }

  /** Pixels as they are. */
  public static PackOptions ofPixels() {
    return new PackOptions(Optional.empty(), Optional.empty(), true);
  }

  /** Whether files stay as they are, so that none is decoded. */
  boolean keepsBytes() {
    return shortSide.isEmpty() && quality.isEmpty() && !decoded;
  }

  int jpegQuality() {
    return quality.orElse(DEFAULT_QUALITY);
  }
}
