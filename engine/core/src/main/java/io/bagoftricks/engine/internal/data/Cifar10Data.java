package io.bagoftricks.engine.internal.data;

import io.bagoftricks.api.data.DataFacts;
import io.bagoftricks.api.data.DataSource;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Split;
import io.bagoftricks.engine.internal.loader.DataRanges;
import java.io.IOException;
import java.util.List;
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

  private static final String FOLDER = "cifar-10-batches-bin";
  private static final int RECORDS_PER_FILE = 10_000;
  private static final int TRAINING_FILES = 5;

  /** Checks that the root is a path. */
  public Cifar10Data {
    DataRanges.checkRoot(root);
  }

  /** The folder's name in the archive. */
  public static Cifar10Data defaults() {
    return new Cifar10Data(FOLDER);
  }

  @Override
  public DataFacts facts() {
    return new DataFacts(
        NAMES.size(), (long) TRAINING_FILES * RECORDS_PER_FILE, RECORDS_PER_FILE, CifarFiles.IMAGE);
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
    return new CifarFiles(root, "CIFAR-10", FOLDER, "cifar-10-binary.tar.gz", 1, 0, NAMES.size())
        .open(names, recordsPerFile);
  }
}
