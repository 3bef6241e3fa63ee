package io.bagoftricks.engine.internal.data;

import io.bagoftricks.api.data.DataFacts;
import io.bagoftricks.api.data.DataSource;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Split;
import io.bagoftricks.engine.internal.loader.DataRanges;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The binary version of <a href="https://www.cs.toronto.edu/~kriz/cifar.html">CIFAR-100</a>: a file
 * to learn from and one to be judged by; none for validation. Each image has two labels.
 *
 * @param root the folder, relative to the working directory or absolute
 * @param labels which of the two labels is learned
 */
public record Cifar100Data(String root, Labels labels) implements DataSource {
  private static final String FOLDER = "cifar-100-binary";
  private static final int TRAINING_RECORDS = 50_000;
  private static final int TEST_RECORDS = 10_000;
  private static final int MOST_BYTES_OF_NAMES = 1 << 16;

  /** The labels of an image. */
  public enum Labels {
    /** One of 20: its group of classes. */
    COARSE(20, 0, "coarse_label_names.txt"),
    /** One of 100. */
    FINE(100, 1, "fine_label_names.txt");

    private final int classes;
    private final int place;
    private final String names;

    Labels(int classes, int place, String names) {
      this.classes = classes;
      this.place = place;
      this.names = names;
    }
  }

  /** Checks that the root is a path. */
  public Cifar100Data {
    DataRanges.checkRoot(root);
  }

  /** The folder's name in the archive, and 100 classes. */
  public static Cifar100Data defaults() {
    return new Cifar100Data(FOLDER, Labels.FINE);
  }

  @Override
  public DataFacts facts() {
    return new DataFacts(labels.classes, TRAINING_RECORDS, TEST_RECORDS, CifarFiles.IMAGE);
  }

  /**
   * {@inheritDoc} Those of the text in the folder; numbers where there is none.
   *
   * @throws IOException if the text does not have a line for each class
   */
  @Override
  public List<String> labelNames() throws IOException {
    Path file = files().file(labels.names);
    if (!Files.isRegularFile(file)) {
      return IntStream.range(0, labels.classes).mapToObj(Integer::toString).toList();
    }
    if (Files.size(file) > MOST_BYTES_OF_NAMES) {
      throw new IOException(
          "%s has %s bytes, which no list of names has. Fetch it again, or take it away."
              .formatted(file, Files.size(file)));
    }
    List<String> names;
    try {
      names = Files.readAllLines(file).stream().map(String::strip).toList();
    } catch (CharacterCodingException e) {
      throw new IOException("%s is not a text in UTF-8. Fetch it again.".formatted(file), e);
    }
    // The file of fine names ends in an empty line.
    List<String> filled = names.stream().filter(name -> !name.isEmpty()).toList();
    if (filled.size() != labels.classes) {
      throw new IOException(
          "%s names %s classes, but there are %s. Fetch it again, or take it away."
              .formatted(file, filled.size(), labels.classes));
    }
    return filled;
  }

  @Override
  public Dataset open(Split split) throws IOException {
    return open(split, split == Split.TEST ? TEST_RECORDS : TRAINING_RECORDS);
  }

  Dataset open(Split split, int records) throws IOException {
    DataRanges.checkSplit(split);
    return files().open(List.of(split == Split.TEST ? "test.bin" : "train.bin"), records);
  }

  private CifarFiles files() {
    return new CifarFiles(
        root,
        "CIFAR-100",
        FOLDER,
        "cifar-100-binary.tar.gz",
        Labels.values().length,
        labels.place,
        labels.classes);
  }
}
