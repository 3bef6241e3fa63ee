package io.bagoftricks.engine.internal.train;

import io.bagoftricks.api.data.DataSource;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Split;
import io.bagoftricks.engine.internal.data.DataFingerprint;
import io.bagoftricks.engine.split.SplitRoles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The images of a run.
 *
 * @param validation is evaluated while the run trains
 * @param test is evaluated at the end; empty where validation is the test split, or there is none
 */
record RunData(Dataset train, Dataset validation, Optional<Dataset> test) implements AutoCloseable {
  /**
   * Opens all parts that a run needs.
   *
   * @throws IOException if the data are not there or cannot be read
   */
  static RunData open(DataSource source, SplitRoles roles) throws IOException {
    List<Split> splits = new ArrayList<>(List.of(Split.TRAIN, roles.validation()));
    roles.test().ifPresent(splits::add);
    List<Dataset> opened = new ArrayList<>();
    try {
      for (Split split : splits) {
        opened.add(source.open(split));
      }
    } catch (IOException | RuntimeException e) {
      opened.forEach(each -> close(each, e));
      throw e;
    }
    return new RunData(opened.get(0), opened.get(1), opened.stream().skip(2).findFirst());
  }

  /** Closes images after a failure, which stays the one that is told. */
  private static void close(Dataset images, Exception failure) {
    try {
      images.close();
    } catch (RuntimeException another) {
      failure.addSuppressed(another);
    }
  }

  /** All that is wrong with the images and was met so far, each once. */
  Set<String> faults() {
    return Stream.concat(Stream.of(train, validation), test.stream())
        .flatMap(images -> images.faults().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * Tells these images from others.
   *
   * @throws IOException if an image cannot be read
   */
  String fingerprint() throws IOException {
    return test.isPresent()
        ? DataFingerprint.of(train, validation, test.get())
        : DataFingerprint.of(train, validation);
  }

  @Override
  public void close() {
    try (train;
        validation) {
      test.ifPresent(Dataset::close);
    }
  }
}
