package io.bagoftricks.engine.internal.loader;

import io.bagoftricks.api.data.Split;
import io.bagoftricks.engine.internal.storage.UserPath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** The ranges that data sources share. */
public final class DataRanges {
  /** The largest height and width: more pixels per image than any network sees. */
  public static final int LARGEST_SIDE = 8192;

  /** The most classes: a confusion matrix of them takes 4 GiB. */
  public static final int MOST_CLASSES = 32_768;

  private DataRanges() {}

  /** Refuses a value outside of a range, both ends included, by its name. */
  public static void check(String name, long value, long lowest, long highest) {
    if (value < lowest || value > highest) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "%s is %d, but must be %d to %d", name, value, lowest, highest));
    }
  }

  /**
   * Refuses a split that no data of train and test have.
   *
   * @throws IOException if it is the one for validation
   */
  public static void checkSplit(Split split) throws IOException {
    if (split == Split.VALIDATION) {
      throw new IOException(
          "The data have a train and a test split, and none for validation. Take a share of train: \"validation\": {\"share\": 0.1} in data.");
    }
  }

  /** Refuses a root that is not a path. */
  public static void checkRoot(String root) {
    if (root.isBlank()) {
      throw new IllegalArgumentException("root is empty, but must be a folder");
    }
    try {
      Path unused = UserPath.of(root);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("root is " + e.getMessage(), e);
    }
  }
}
