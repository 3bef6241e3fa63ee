package io.bagoftricks.engine.images.source;

import io.bagoftricks.api.data.DataFacts;
import io.bagoftricks.api.data.Split;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.engine.internal.loader.DataRanges;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Numbers that a recipe says of data, which need not be there.
 *
 * @param classes number of labels
 * @param train images to learn from
 * @param validation images to choose by
 * @param test images to be judged by
 */
record DeclaredNumbers(
    Optional<Integer> classes,
    Optional<Long> train,
    Optional<Long> validation,
    Optional<Long> test) {
  private static final int IMAGENET_CLASSES = 1000;
  private static final long IMAGENET_TRAIN = 1_281_167;
  private static final long IMAGENET_TEST = 50_000;

  /** Checks the ranges. */
  public DeclaredNumbers {
    classes.ifPresent(n -> DataRanges.check("classes", n, 2, DataRanges.MOST_CLASSES));
    train.ifPresent(n -> DataRanges.check("trainExamples", n, 1, Integer.MAX_VALUE));
    validation.ifPresent(n -> DataRanges.check("validationExamples", n, 0, Integer.MAX_VALUE));
    test.ifPresent(n -> DataRanges.check("testExamples", n, 0, Integer.MAX_VALUE));
  }

  /** The facts of data that are not there: ImageNet's numbers where nothing is said. */
  DataFacts facts(Shape image) {
    return new DataFacts(
        classes.orElse(IMAGENET_CLASSES),
        Map.of(
            Split.TRAIN, train.orElse(IMAGENET_TRAIN),
            Split.VALIDATION, validation.orElse(0L),
            Split.TEST, test.orElse(IMAGENET_TEST)),
        image);
  }

  /**
   * The numbers of {@link #facts} that nobody has said, in a sentence; empty where all were.
   *
   * @param root where there are no data
   * @param others numbers besides, with their keys
   */
  Optional<String> assumed(String root, List<String> others) {
    List<String> numbers = new ArrayList<>();
    if (classes.isEmpty()) {
      numbers.add("classes " + IMAGENET_CLASSES);
    }
    if (train.isEmpty()) {
      numbers.add("trainExamples " + IMAGENET_TRAIN);
    }
    if (test.isEmpty()) {
      numbers.add("testExamples " + IMAGENET_TEST);
    }
    numbers.addAll(others);
    return numbers.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "There are no data at data.root, '%s', so ImageNet's numbers are assumed: %s."
                .formatted(root, String.join(", ", numbers)));
  }

  /**
   * Compares data with what was said of them.
   *
   * @param root what messages call them
   * @param there how many images each split has
   * @throws IOException if they are others, or have too many classes
   */
  void check(String root, int classesThere, Map<Split, Long> there) throws IOException {
    if (classesThere > DataRanges.MOST_CLASSES) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s holds %d classes, but there may be at most %d.",
              root,
              classesThere,
              DataRanges.MOST_CLASSES));
    }
    List<String> contradictions = new ArrayList<>();
    classes.ifPresent(n -> compare(root, "classes", "classes", n, classesThere, contradictions));
    compare(root, "trainExamples", train, there, Split.TRAIN, contradictions);
    compare(root, "validationExamples", validation, there, Split.VALIDATION, contradictions);
    compare(root, "testExamples", test, there, Split.TEST, contradictions);
    if (!contradictions.isEmpty()) {
      throw new IOException(String.join(" ", contradictions));
    }
  }

  private static void compare(
      String root,
      String key,
      Optional<Long> declared,
      Map<Split, Long> there,
      Split split,
      List<String> contradictions) {
    declared.ifPresent(
        n ->
            compare(
                root,
                key,
                "images of " + split.name().toLowerCase(Locale.ROOT),
                n,
                there.getOrDefault(split, 0L),
                contradictions));
  }

  private static void compare(
      String root,
      String key,
      String what,
      long declared,
      long found,
      List<String> contradictions) {
    if (declared != found) {
      contradictions.add(
          String.format(
              Locale.ROOT,
              "%s holds %d %s, but data.%s is %d. Set it to %d, or leave it out.",
              root,
              found,
              what,
              key,
              declared,
              found));
    }
  }
}
