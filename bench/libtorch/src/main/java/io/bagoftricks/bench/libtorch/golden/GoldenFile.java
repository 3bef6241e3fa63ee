package io.bagoftricks.bench.libtorch.golden;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The contents of a golden file; the file explains its formulas itself.
 *
 * @param inputShape [batch, channels, height, width]
 * @param optimizer in words; its numbers are read from them
 */
@JsonIgnoreProperties({"fill", "input", "targets", "batchNorm"}) // formulas in words, for people
record GoldenFile(
    String model,
    int classes,
    List<Integer> inputShape,
    String optimizer,
    List<Filled> parameters,
    List<Double> evalLogits,
    List<Double> trainLogits,
    Map<String, Summary> gradients,
    Map<String, List<Double>> runningAfterOneForward,
    List<Double> losses,
    Map<String, Double> weightNormsAfterSixSteps,
    List<Double> evalLogitsAfterSixSteps) {
  private static final Pattern NUMBERS = Pattern.compile("lr (\\S+),.* mu (\\S+), wd (\\S+)$");

  /** How a parameter is filled: {@code offset + scale * u(position, index)}. */
  record Filled(String name, List<Integer> shape, double scale, double offset, boolean decay) {}

  /** A summary of a gradient: its norm, its sum and its first values. */
  record Summary(double l2, double sum, List<Double> first) {}

  static GoldenFile read(Path file) throws IOException {
    return new ObjectMapper().readValue(Files.readString(file), GoldenFile.class);
  }

  /** Of a step; from the third on it is a tenth. */
  double learningRate(int step) {
    return number(1) * (step < 2 ? 1 : 0.1);
  }

  double momentum() {
    return number(2);
  }

  double weightDecay(String parameter) {
    return parameters.stream().anyMatch(p -> p.name().equals(parameter) && p.decay())
        ? number(3)
        : 0;
  }

  private double number(int group) {
    Matcher matcher = NUMBERS.matcher(optimizer);
    if (!matcher.find()) {
      throw new IllegalArgumentException("The optimizer is not NAG with its numbers: " + optimizer);
    }
    MatchResult found = matcher.toMatchResult();
    return Double.parseDouble(found.group(group));
  }
}
