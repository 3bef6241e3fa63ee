package io.bagoftricks.engine.internal.data;

import io.bagoftricks.api.data.DataFacts;
import io.bagoftricks.api.data.DataSource;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Split;
import io.bagoftricks.api.network.Shape;
import java.io.IOException;

/**
 * Color images, one folder per class. This version plans with the declared numbers and reads no
 * image.
 *
 * @param root the folder, relative to the working directory or absolute
 * @param classes number of labels
 * @param trainExamples images to learn from
 * @param testExamples images to be judged by
 * @param imageSize height and width that the network receives
 */
public record ImageFolderData(
    String root, int classes, long trainExamples, long testExamples, int imageSize)
    implements DataSource {
  /** Checks that the root is a path and the counts are positive. */
  public ImageFolderData {
    DataRanges.checkRoot(root);
    DataRanges.check("classes", classes, 2, DataRanges.MOST_CLASSES);
    DataRanges.check("trainExamples", trainExamples, 1, Integer.MAX_VALUE);
    DataRanges.check("testExamples", testExamples, 1, Integer.MAX_VALUE);
    DataRanges.check("imageSize", imageSize, 1, DataRanges.LARGEST_SIDE);
  }

  /** ImageNet's numbers (ILSVRC 2012). */
  public static ImageFolderData defaults() {
    return new ImageFolderData("imagenet", 1000, 1_281_167, 50_000, 224);
  }

  @Override
  public DataFacts facts() {
    return new DataFacts(classes, trainExamples, testExamples, new Shape(3, imageSize, imageSize));
  }

  @Override
  public Dataset open(Split split) throws IOException {
    throw new IOException(
        "data.type is 'image-folder': this version can plan such a recipe (tricks explain), but not"
            + " read folders of images yet. To train now, use 'sample', 'idx' or 'cifar10'.");
  }
}
