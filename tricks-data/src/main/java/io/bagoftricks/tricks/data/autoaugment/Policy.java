package io.bagoftricks.tricks.data.autoaugment;

import io.bagoftricks.tricks.data.Operation;
import java.util.List;
import java.util.Locale;

/**
 * The pairs of operations that were found for a data set (Cubuk et al. 2019, arXiv:1805.09501,
 * tables 7, 8 and 9).
 */
public enum Policy {
  /** Photographs. */
  IMAGENET(
      """
      posterize 0.4 8, rotate 0.6 9
      solarize 0.6 5, auto-contrast 0.6 0
      equalize 0.8 0, equalize 0.6 0
      posterize 0.6 7, posterize 0.6 6
      equalize 0.4 0, solarize 0.2 4
      equalize 0.4 0, rotate 0.8 8
      solarize 0.6 3, equalize 0.6 0
      posterize 0.8 5, equalize 1.0 0
      rotate 0.2 3, solarize 0.6 8
      equalize 0.6 0, posterize 0.4 6
      rotate 0.8 8, color 0.4 0
      rotate 0.4 9, equalize 0.6 0
      equalize 0.0 0, equalize 0.8 0
      invert 0.6 0, equalize 1.0 0
      color 0.6 4, contrast 1.0 8
      rotate 0.8 8, color 1.0 2
      color 0.8 8, solarize 0.8 7
      sharpness 0.4 7, invert 0.6 0
      shear-x 0.6 5, equalize 1.0 0
      color 0.4 0, equalize 0.6 0
      equalize 0.4 0, solarize 0.2 4
      solarize 0.6 5, auto-contrast 0.6 0
      invert 0.6 0, equalize 1.0 0
      color 0.6 4, contrast 1.0 8
      equalize 0.8 0, equalize 0.6 0
      """),
  /** Small pictures of things. */
  CIFAR10(
      """
      invert 0.1 0, contrast 0.2 6
      rotate 0.7 2, translate-x 0.3 9
      sharpness 0.8 1, sharpness 0.9 3
      shear-y 0.5 8, translate-y 0.7 9
      auto-contrast 0.5 0, equalize 0.9 0
      shear-y 0.2 7, posterize 0.3 7
      color 0.4 3, brightness 0.6 7
      sharpness 0.3 9, brightness 0.7 9
      equalize 0.6 0, equalize 0.5 0
      contrast 0.6 7, sharpness 0.6 5
      color 0.7 7, translate-x 0.5 8
      equalize 0.3 0, auto-contrast 0.4 0
      translate-y 0.4 3, sharpness 0.2 6
      brightness 0.9 6, color 0.2 8
      solarize 0.5 2, invert 0.0 0
      equalize 0.2 0, auto-contrast 0.6 0
      equalize 0.2 0, equalize 0.6 0
      color 0.9 9, equalize 0.6 0
      auto-contrast 0.8 0, solarize 0.2 8
      brightness 0.1 3, color 0.7 0
      solarize 0.4 5, auto-contrast 0.9 0
      translate-y 0.9 9, translate-y 0.7 9
      auto-contrast 0.9 0, solarize 0.8 3
      equalize 0.8 0, invert 0.1 0
      translate-y 0.7 9, auto-contrast 0.9 0
      """),
  /** House numbers. */
  SVHN(
      """
      shear-x 0.9 4, invert 0.2 0
      shear-y 0.9 8, invert 0.7 0
      equalize 0.6 0, solarize 0.6 6
      invert 0.9 0, equalize 0.6 0
      equalize 0.6 0, rotate 0.9 3
      shear-x 0.9 4, auto-contrast 0.8 0
      shear-y 0.9 8, invert 0.4 0
      shear-y 0.9 5, solarize 0.2 6
      invert 0.9 0, auto-contrast 0.8 0
      equalize 0.6 0, rotate 0.9 3
      shear-x 0.9 4, solarize 0.3 3
      shear-y 0.8 8, invert 0.7 0
      equalize 0.9 0, translate-y 0.6 6
      invert 0.9 0, equalize 0.6 0
      contrast 0.3 3, rotate 0.8 4
      invert 0.8 0, translate-y 0.0 2
      shear-y 0.7 6, solarize 0.4 8
      invert 0.6 0, rotate 0.8 4
      shear-y 0.3 7, translate-x 0.9 3
      shear-x 0.1 6, invert 0.6 0
      solarize 0.7 2, translate-y 0.6 7
      shear-y 0.8 4, invert 0.8 0
      shear-x 0.7 9, translate-y 0.8 3
      shear-y 0.8 5, auto-contrast 0.7 0
      shear-x 0.7 2, invert 0.1 0
      """);

  @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable list of records
  private final List<Pair> pairs;

  /** Each line: two operations, each with its probability and its magnitude, 0 to 9. */
  Policy(String table) {
    this.pairs = table.strip().lines().map(Policy::pair).toList();
  }

  /** One operation after another. */
  record Pair(Part first, Part second) {}

  /**
   * An operation that may act.
   *
   * @param probability with which it acts
   * @param magnitude from 0 to 9
   */
  record Part(Operation operation, double probability, int magnitude) {}

  /** The 25 pairs, one of which is drawn for each image. */
  List<Pair> pairs() {
    return pairs;
  }

  private static Pair pair(String line) {
    int comma = line.indexOf(',');
    return new Pair(part(line.substring(0, comma)), part(line.substring(comma + 1)));
  }

  private static Part part(String text) {
    String[] words = text.strip().split(" ", 3);
    return new Part(
        Operation.valueOf(words[0].toUpperCase(Locale.ROOT).replace('-', '_')),
        Double.parseDouble(words[1]),
        Integer.parseInt(words[2]));
  }
}
