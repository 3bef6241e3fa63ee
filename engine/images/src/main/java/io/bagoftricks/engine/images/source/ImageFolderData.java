package io.bagoftricks.engine.images.source;

import io.bagoftricks.engine.internal.loader.DataRanges;
import java.util.Optional;

/**
 * Settings of a folder of images. Numbers that are declared must be those of the folder; where
 * there is none (yet), a plan is made with them, and with those of ImageNet for the others.
 *
 * @param root a folder, a zip or tar file, a table, one in such a file or a pattern of tar files,
 *     relative to the working directory or absolute
 * @param classes number of labels
 * @param trainExamples images to learn from
 * @param validationExamples images to choose by
 * @param testExamples images to be judged by
 * @param imageSize height and width that the network receives
 * @param maxBadFraction the share of files of a split that may be unreadable, 0 to 1
 */
public record ImageFolderData(
    String root,
    Optional<Integer> classes,
    Optional<Long> trainExamples,
    Optional<Long> validationExamples,
    Optional<Long> testExamples,
    int imageSize,
    double maxBadFraction) {
  /** Checks that the root is a path, and the ranges. */
  public ImageFolderData {
    DataRanges.checkRoot(root);
    DeclaredNumbers unused =
        new DeclaredNumbers(classes, trainExamples, validationExamples, testExamples);
    DataRanges.check("imageSize", imageSize, 1, DataRanges.LARGEST_SIDE);
    if (!(maxBadFraction >= 0 && maxBadFraction <= 1)) {
      throw new IllegalArgumentException("maxBadFraction must be 0 to 1, not " + maxBadFraction);
    }
  }

  /** As the folder is, 224 pixels, and one file in a hundred that may be unreadable. */
  public static ImageFolderData defaults() {
    return new ImageFolderData(
        "imagenet",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        224,
        0.01);
  }

  DeclaredNumbers declared() {
    return new DeclaredNumbers(classes, trainExamples, validationExamples, testExamples);
  }

  /** As a folder is, however many of its files are unreadable. */
  ImageFolderData lenientAt(String folder) {
    return new ImageFolderData(
        folder, classes, trainExamples, validationExamples, testExamples, imageSize, 1);
  }
}
