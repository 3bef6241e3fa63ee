package io.bagoftricks.engine.internal.data;

import io.bagoftricks.api.data.DataFacts;
import io.bagoftricks.api.data.DataSource;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Split;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.engine.data.DataRanges;
import io.bagoftricks.engine.storage.UserPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The binary version of <a href="https://www.cs.toronto.edu/~kriz/cifar.html">CIFAR-10</a>: five
 * files to learn from and one to be judged by; none for validation.
 *
 * @param root the folder, relative to the working directory or absolute
 */
public record Cifar10Data(String root) implements DataSource {
  /** In the order of {@code batches.meta.txt}. */
  private static final List<String> NAMES =
      List.of(
          "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

  private static final int RECORDS_PER_FILE = 10_000;
  private static final int TRAINING_FILES = 5;
  private static final Shape IMAGE = new Shape(3, 32, 32);

  /** Checks that the root is a path. */
  public Cifar10Data {
    DataRanges.checkRoot(root);
  }

  /** The folder's name in the archive. */
  public static Cifar10Data defaults() {
    return new Cifar10Data("cifar-10-batches-bin");
  }

  @Override
  public DataFacts facts() {
    return new DataFacts(
        NAMES.size(), (long) TRAINING_FILES * RECORDS_PER_FILE, RECORDS_PER_FILE, IMAGE);
  }

  @Override
  public List<String> labelNames() {
    return NAMES;
  }

  @Override
  public Dataset open(Split split) throws IOException {
    return open(split, RECORDS_PER_FILE);
  }

  Dataset open(Split split, int recordsPerFile) throws IOException {
    DataRanges.checkSplit(split);
    List<String> names =
        split == Split.TEST
            ? List.of("test_batch.bin")
            : IntStream.rangeClosed(1, TRAINING_FILES)
                .mapToObj(i -> "data_batch_" + i + ".bin")
                .toList();
    int area = Math.toIntExact(IMAGE.elements());
    byte[] pixels = new byte[names.size() * recordsPerFile * area];
    byte[] labels = new byte[names.size() * recordsPerFile];
    int image = 0;
    for (String name : names) {
      byte[] records = records(name, recordsPerFile * (1 + area));
      for (int at = 0; at < records.length; at += 1 + area, image++) {
        labels[image] = label(records[at], name, at / (1 + area));
        System.arraycopy(records, at + 1, pixels, image * area, area);
      }
    }
    return new ByteImages(IMAGE, pixels, labels);
  }

  private byte[] records(String name, int length) throws IOException {
    Path file = UserPath.of(root).toAbsolutePath().normalize().resolve(name);
    if (!Files.isRegularFile(file)) {
      throw new IOException(
          "data.root is '%s', but there is no file %s. It must be the folder cifar-10-batches-bin"
                  .formatted(root, file)
              + " of CIFAR-10's binary version (cifar-10-binary.tar.gz from"
              + " https://www.cs.toronto.edu/~kriz/cifar.html); for another folder add"
              + " --set data.root=DIR.");
    }
    if (Files.size(file) != length) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s has %d bytes, but a file of CIFAR-10's binary version has %d. Fetch it again.",
              file,
              Files.size(file),
              length));
    }
    return Files.readAllBytes(file);
  }

  private byte label(byte label, String name, int index) throws IOException {
    if (Byte.toUnsignedInt(label) >= NAMES.size()) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s: the label of image %d is %d, but must be below %d. Is it CIFAR-10's binary version?",
              UserPath.of(root).resolve(name),
              index,
              Byte.toUnsignedInt(label),
              NAMES.size()));
    }
    return label;
  }
}
