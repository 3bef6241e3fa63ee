package io.bagoftricks.engine.internal.data;

import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.network.Shape;
import java.io.IOException;
import java.util.Locale;

/** Images and their labels, in two IDX files. */
record IdxPart(IdxFile images, IdxFile labels) {
  private static final int IMAGE_AXES = 3;
  private static final int LABEL_AXES = 1;

  /** The number of images and their shape, from the headers. */
  record Header(int size, Shape image) {}

  /**
   * Reads the headers.
   *
   * @throws IOException if they cannot be read, or speak of different numbers of images
   */
  Header header() throws IOException {
    int[] extents = images.extents(IMAGE_AXES);
    int labeled = labels.extents(LABEL_AXES)[0];
    if (extents[0] != labeled) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s holds %d images, but %s holds %d labels. They must belong together.",
              images.name(),
              extents[0],
              labels.name(),
              labeled));
    }
    return new Header(extents[0], new Shape(1, extents[1], extents[2]));
  }

  /** One more than the largest label. */
  int classes() throws IOException {
    int largest = 0;
    for (byte label : labels.bytes(LABEL_AXES)) {
      largest = Math.max(largest, Byte.toUnsignedInt(label));
    }
    return largest + 1;
  }

  /**
   * The advice to users whose labels count from 1, as those of EMNIST's letters do; empty where
   * these do not.
   */
  private static String fromOne(byte[] labels, int classes) {
    int least = Integer.MAX_VALUE;
    int largest = 0;
    for (byte label : labels) {
      least = Math.min(least, Byte.toUnsignedInt(label));
      largest = Math.max(largest, Byte.toUnsignedInt(label));
    }
    return least == 1 && largest == classes
        ? String.format(
            Locale.ROOT,
            " Labels count from 0, and these from 1: set data.classes to %d, with a class 0 that has no images, or take 1 from each label.",
            classes + 1)
        : "";
  }

  /**
   * Reads everything.
   *
   * @throws IOException if a file is damaged or a label is not below the number of classes
   */
  Dataset read(int classes) throws IOException {
    Header header = header();
    byte[] labelBytes = labels.bytes(LABEL_AXES);
    for (int i = 0; i < labelBytes.length; i++) {
      int label = Byte.toUnsignedInt(labelBytes[i]);
      if (label >= classes) {
        throw new IOException(
            String.format(
                Locale.ROOT,
                "%s: label %d is %d, but must be below the number of classes, %d.%s",
                labels.name(),
                i,
                label,
                classes,
                fromOne(labelBytes, classes)));
      }
    }
    return new ByteImages(header.image(), images.bytes(IMAGE_AXES), labelBytes);
  }
}
