package io.bagoftricks.engine.images.source;

import io.bagoftricks.engine.internal.loader.DataRanges;
import java.util.Optional;

/**
 * Settings of a pack. Numbers that are declared must be those of the pack; where there is none
 * (yet), a plan is made with them, and with those of ImageNet for the others.
 *
 * @param root the folder that the pack is, relative to the working directory or absolute
 * @param classes number of labels
 * @param trainExamples images to learn from
 * @param validationExamples images to choose by
 * @param testExamples images to be judged by
 * @param imageSize height and width that the network receives; those of the source if not said
 * @param maxBadFraction the share of images of a split that may be unreadable, 0 to 1
 */
public record PackData(
    String root,
    Optional<Integer> classes,
    Optional<Long> trainExamples,
    Optional<Long> validationExamples,
    Optional<Long> testExamples,
    Optional<Integer> imageSize,
    double maxBadFraction) {
  /** Checks that the root is a path, and the ranges. */
  public PackData {
    DataRanges.checkRoot(root);
    DeclaredNumbers unused =
        new DeclaredNumbers(classes, trainExamples, validationExamples, testExamples);
    imageSize.ifPresent(n -> DataRanges.check("imageSize", n, 1, DataRanges.LARGEST_SIDE));
    if (!(maxBadFraction >= 0 && maxBadFraction <= 1)) {
      throw new IllegalArgumentException("maxBadFraction must be 0 to 1, not " + maxBadFraction);
    }
  }

  /** As the pack is, and one image in a hundred that may be unreadable. */
  public static PackData defaults() {
    return new PackData(
        "photos.pack",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        0.01);
  }

  DeclaredNumbers declared() {
    return new DeclaredNumbers(classes, trainExamples, validationExamples, testExamples);
  }

  /** As a pack is, however many of its images are unreadable. */
  public PackData lenientAt(String folder) {
    return new PackData(
        folder, classes, trainExamples, validationExamples, testExamples, imageSize, 1);
  }
}
