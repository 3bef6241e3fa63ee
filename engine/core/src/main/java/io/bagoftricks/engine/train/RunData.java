package io.bagoftricks.engine.train;

import io.bagoftricks.api.data.DataSource;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Split;
import io.bagoftricks.engine.internal.data.DataFingerprint;
import io.bagoftricks.engine.split.SplitRoles;
import java.io.IOException;
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
record RunData(Dataset train, Dataset validation, Optional<Dataset> test) {
  /**
   * Opens all parts that a run needs.
   *
   * @throws IOException if the data are not there or cannot be read
   */
  static RunData open(DataSource source, SplitRoles roles) throws IOException {
    Dataset train = source.open(Split.TRAIN);
    Dataset validation = source.open(roles.validation());
    Optional<Dataset> test =
        roles.test().isPresent() ? Optional.of(source.open(roles.test().get())) : Optional.empty();
    return new RunData(train, validation, test);
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
}
