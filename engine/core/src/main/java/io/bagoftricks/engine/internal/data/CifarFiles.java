package io.bagoftricks.engine.internal.data;

import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.engine.internal.storage.UserPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Files of a binary version of CIFAR: records of some bytes of labels, then 1024 reds, 1024 greens
 * and 1024 blues.
 *
 * @param root the folder, relative to the working directory or absolute
 * @param version {@code CIFAR-10}
 * @param folder the folder's name in the archive
 * @param archive the archive's name
 * @param labels how many bytes of labels a record has
 * @param label which of them is the label
 * @param classes number of labels
 */
record CifarFiles(
    String root,
    String version,
    String folder,
    String archive,
    int labels,
    int label,
    int classes) {
  /** The shape of all images. */
  static final Shape IMAGE = new Shape(3, 32, 32);

  /**
   * Reads the images of files, one file after another.
   *
   * @throws IOException if a file is not there, has another length, or a label that is none
   */
  Dataset open(List<String> names, int recordsPerFile) throws IOException {
    int area = Math.toIntExact(IMAGE.elements());
    int record = labels + area;
    byte[] pixels = new byte[names.size() * recordsPerFile * area];
    byte[] all = new byte[names.size() * recordsPerFile];
    int image = 0;
    for (String name : names) {
      byte[] records = records(name, recordsPerFile * record);
      for (int at = 0; at < records.length; at += record, image++) {
        all[image] = checked(records[at + label], name, at / record);
        System.arraycopy(records, at + labels, pixels, image * area, area);
      }
    }
    return new ByteImages(IMAGE, pixels, all);
  }

  /** A file of the folder, which need not be there. */
  Path file(String name) {
    return UserPath.of(root).toAbsolutePath().normalize().resolve(name);
  }

  private byte[] records(String name, int length) throws IOException {
    Path file = file(name);
    if (!Files.isRegularFile(file)) {
      throw new IOException(
          "data.root is '%s', but there is no file %s. It must be the folder %s of %s's binary version (%s from https://www.cs.toronto.edu/~kriz/cifar.html); for another folder add --set data.root=DIR."
              .formatted(root, file, folder, version, archive));
    }
    if (Files.size(file) != length) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s has %d bytes, but a file of %s's binary version has %d. Fetch it again.",
              file,
              Files.size(file),
              version,
              length));
    }
    return Files.readAllBytes(file);
  }

  private byte checked(byte one, String name, int index) throws IOException {
    if (Byte.toUnsignedInt(one) >= classes) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s: the label of image %d is %d, but must be below %d. Is it %s's binary version?",
              UserPath.of(root).resolve(name),
              index,
              Byte.toUnsignedInt(one),
              classes,
              version));
    }
    return one;
  }
}
