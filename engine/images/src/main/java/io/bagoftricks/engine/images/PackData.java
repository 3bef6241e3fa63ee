package io.bagoftricks.engine.images;

import io.bagoftricks.engine.data.DataRanges;
import java.util.Optional;

/**
 * Settings of a pack.
 *
 * @param root the folder that the pack is, relative to the working directory or absolute
 * @param imageSize height and width that the network receives; those of the source if not said
 * @param maxBadFraction the share of images of a split that may be unreadable, 0 to 1
 */
public record PackData(String root, Optional<Integer> imageSize, double maxBadFraction) {
  /** Checks that the root is a path, and the ranges. */
  public PackData {
    DataRanges.checkRoot(root);
    imageSize.ifPresent(n -> DataRanges.check("imageSize", n, 1, DataRanges.LARGEST_SIDE));
    if (!(maxBadFraction >= 0 && maxBadFraction <= 1)) {
      throw new IllegalArgumentException("maxBadFraction must be 0 to 1, not " + maxBadFraction);
    }
  }

  /** As the pack is, and one image in a hundred that may be unreadable. */
  public static PackData defaults() {
    return new PackData("photos.pack", Optional.empty(), 0.01);
  }

  /** As a pack is, however many of its images are unreadable. */
  PackData lenientAt(String folder) {
    return new PackData(folder, imageSize, 1);
  }
}
