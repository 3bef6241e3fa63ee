package io.bagoftricks.engine.internal.split;

import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.engine.split.Validation;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Draws a part of labeled images in which each class has its share. How many images it has follows
 * from their number alone, so that a run can be planned without labels; how many of a class, from
 * the method of the largest remainder, with at least one image of each class on either side.
 */
final class StratifiedShare {
  private final int[] labels;
  private final int[] counts;

  private StratifiedShare(int[] labels, int[] counts) {
    this.labels = labels;
    this.counts = counts;
  }

  /** Reads the labels of images. */
  static StratifiedShare of(Dataset images, int classes) {
    int[] labels = IntStream.range(0, images.size()).map(images::label).toArray();
    int[] counts = new int[classes];
    for (int label : labels) {
      counts[label]++;
    }
    return new StratifiedShare(labels, counts);
  }

  /** A class that has one image, which cannot be on both sides; empty where there is none. */
  Optional<Integer> classOfOneImage() {
    return IntStream.range(0, counts.length)
        .filter(label -> counts[label] == 1)
        .boxed()
        .findFirst();
  }

  /** The indices of the images of the part. */
  BitSet draw(Validation.Share share) {
    int[] quotas = quotas(counts, share.of(labels.length));
    Draws draws = Draws.of(share.seed()).stream("validation");
    BitSet drawn = new BitSet(labels.length);
    for (int label = 0; label < counts.length; label++) {
      int current = label;
      int[] members = IntStream.range(0, labels.length).filter(i -> labels[i] == current).toArray();
      int[] order = draws.stream(label).permutation(members.length);
      for (int i = 0; i < quotas[label]; i++) {
        drawn.set(members[order[i]]);
      }
    }
    return drawn;
  }

  /**
   * How many images of each class are drawn.
   *
   * @param counts images of each class, none of them 1
   * @param drawn in all: at least one of each class, and as many left
   */
  static int[] quotas(int[] counts, long drawn) {
    long all = Arrays.stream(counts).asLongStream().sum();
    double[] exact =
        Arrays.stream(counts).mapToDouble(count -> (double) drawn * count / all).toArray();
    int[] quotas = new int[counts.length];
    for (int label = 0; label < counts.length; label++) {
      quotas[label] =
          counts[label] == 0 ? 0 : Math.max(1, Math.min(counts[label] - 1, (int) exact[label]));
    }
    long left = drawn - Arrays.stream(quotas).asLongStream().sum();
    int step = Long.signum(left);
    for (long i = 0; i < Math.abs(left); i++) {
      quotas[farthest(quotas, exact, counts, step)] += step;
    }
    return quotas;
  }

  /** The class that is farthest from what it should have, and can have one more or less. */
  private static int farthest(int[] quotas, double[] exact, int[] counts, int step) {
    return IntStream.range(0, quotas.length)
        .filter(label -> step > 0 ? quotas[label] < counts[label] - 1 : quotas[label] > 1)
        .boxed()
        .reduce(
            (one, other) ->
                step * (exact[other] - quotas[other]) > step * (exact[one] - quotas[one])
                    ? other
                    : one)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Not every class can have an image on both sides: " + Arrays.toString(counts)));
  }
}
