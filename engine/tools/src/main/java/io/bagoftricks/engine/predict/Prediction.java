package io.bagoftricks.engine.predict;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The classes that a network finds in an image, with their probabilities.
 *
 * @param image the file
 * @param classes the most probable first
 */
public record Prediction(String image, List<Scored> classes) {
  /** Copies the list. */
  public Prediction {
    classes = List.copyOf(classes);
  }

  /** A class and its probability. */
  public record Scored(String name, int label, double probability) {}

  /** Whether it says anything: the network's output on the image is finite. */
  public boolean hasNumbers() {
    return classes.stream().allMatch(scored -> Double.isFinite(scored.probability()));
  }

  static Prediction of(String image, List<Double> probabilities, List<String> names, int most) {
    return new Prediction(
        image,
        IntStream.range(0, probabilities.size())
            .mapToObj(label -> new Scored(names.get(label), label, probabilities.get(label)))
            .sorted(Comparator.comparingDouble(Scored::probability).reversed())
            .limit(most)
            .toList());
  }
}
