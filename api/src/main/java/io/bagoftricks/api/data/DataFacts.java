package io.bagoftricks.api.data;

import io.bagoftricks.api.network.Shape;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * The numbers of a data set, known without reading its images.
 *
 * @param classes number of labels
 * @param examples images of each split; a split that is not there has none
 * @param image the shape that the network receives
 * @since 0.1
 */
public record DataFacts(int classes, Map<Split, Long> examples, Shape image) {
  /**
   * Checks that counts are not negative; whether they are enough to train with is not asked.
   *
   * @param classes not negative
   * @param examples none of them negative; copied
   * @param image the shape that the network receives
   */
  public DataFacts {
    Map<Split, Long> counts = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      counts.put(split, examples.getOrDefault(split, 0L));
    }
    examples = Collections.unmodifiableMap(counts);
    if (classes < 0 || examples.values().stream().anyMatch(count -> count < 0)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "Counts are not negative: %d classes, %s images", classes, examples));
    }
  }

  /**
   * Of data with images to learn from and images to be judged by, and none to choose by.
   *
   * @param classes not negative
   * @param trainExamples images to learn from
   * @param testExamples images to be judged by
   * @param image the shape that the network receives
   */
  public DataFacts(int classes, long trainExamples, long testExamples, Shape image) {
    this(classes, Map.of(Split.TRAIN, trainExamples, Split.TEST, testExamples), image);
  }

  /**
   * {@return the number of images of a split}
   *
   * @param split the part
   */
  public long examples(Split split) {
    return examples.getOrDefault(split, 0L);
  }

  /** {@return images to learn from} */
  public long trainExamples() {
    return examples(Split.TRAIN);
  }

  /** {@return images to choose by; 0 where the data have no such part} */
  public long validationExamples() {
    return examples(Split.VALIDATION);
  }

  /** {@return images to be judged by} */
  public long testExamples() {
    return examples(Split.TEST);
  }
}
