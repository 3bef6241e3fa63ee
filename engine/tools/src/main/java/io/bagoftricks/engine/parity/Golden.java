package io.bagoftricks.engine.parity;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bagoftricks.engine.internal.storage.FiniteNumbers;
import io.bagoftricks.engine.internal.storage.JsonWords;
import io.bagoftricks.engine.internal.storage.StorageProblems;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reference values of one network: forward, gradients, running statistics and six optimizer steps,
 * on parameters and inputs that a formula makes.
 *
 * @param model names the network
 * @param inputShape [batch, channels, height, width]
 * @param optimizer in words; its numbers are read from them
 * @param evalLogits before any training forward, flat [batch, classes]
 * @param trainLogits of the first training forward
 * @param gradients of the first step, by parameter
 * @param runningAfterOneForward the first values of each running statistic
 * @param losses of six steps, each before its update
 * @param evalLogitsAfterSixSteps after six steps
 */
@JsonIgnoreProperties({"fill", "input", "targets", "batchNorm"}) // formulas in words, for people
public record Golden(
    String model,
    int classes,
    List<Integer> inputShape,
    String optimizer,
    List<FilledParameter> parameters,
    List<Double> evalLogits,
    List<Double> trainLogits,
    Map<String, GradientSummary> gradients,
    Map<String, List<Double>> runningAfterOneForward,
    List<Double> losses,
    Map<String, Double> weightNormsAfterSixSteps,
    List<Double> evalLogitsAfterSixSteps) {

  private static final Pattern OPTIMIZER =
      Pattern.compile(
          "NAG \\(paper, torch\\): .*; lr (\\S+), a tenth of it from the third step on; mu (\\S+), wd (\\S+)");

  /** Checks what can be checked without the network. */
  public Golden {
    inputShape = copy("inputShape", inputShape);
    parameters = copy("parameters", parameters);
    evalLogits = copy("evalLogits", evalLogits);
    trainLogits = copy("trainLogits", trainLogits);
    gradients = copy("gradients", gradients);
    runningAfterOneForward = copy("runningAfterOneForward", runningAfterOneForward);
    runningAfterOneForward.forEach((name, values) -> copy("runningAfterOneForward", values));
    losses = copy("losses", losses);
    weightNormsAfterSixSteps = copy("weightNormsAfterSixSteps", weightNormsAfterSixSteps);
    evalLogitsAfterSixSteps = copy("evalLogitsAfterSixSteps", evalLogitsAfterSixSteps);
    if (inputShape.size() != 4 || inputShape.stream().anyMatch(extent -> extent < 1)) {
      throw new IllegalArgumentException(
          "inputShape is %s, but must be [batch, channels, height, width], each positive"
              .formatted(inputShape));
    }
    if (classes < 2) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "classes is %d, but must be at least 2", classes));
    }
    long logits = (long) inputShape.get(0) * classes;
    checkSize("evalLogits", evalLogits, logits);
    checkSize("trainLogits", trainLogits, logits);
    checkSize("evalLogitsAfterSixSteps", evalLogitsAfterSixSteps, logits);
    if (losses.isEmpty()) {
      throw new IllegalArgumentException("losses is empty, but must have one for each step");
    }
    if (!OPTIMIZER.matcher(optimizer).matches()) {
      throw new IllegalArgumentException(
          "optimizer is '%s', but this check runs another one: %s".formatted(optimizer, OPTIMIZER));
    }
  }

  /** JSON may have null anywhere. */
  private static <T> List<T> copy(String name, @Nullable List<T> values) {
    if (values == null || values.stream().anyMatch(Objects::isNull)) {
      throw new IllegalArgumentException(name + " is null, or has one in it");
    }
    return List.copyOf(values);
  }

  private static <T> Map<String, T> copy(String name, @Nullable Map<String, T> values) {
    if (values == null || values.values().stream().anyMatch(Objects::isNull)) {
      throw new IllegalArgumentException(name + " is null, or has one in it");
    }
    return Map.copyOf(values);
  }

  private static void checkSize(String name, List<Double> values, long size) {
    if (values.size() != size) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s has %d values, but must have %d: batch times classes",
              name,
              values.size(),
              size));
    }
  }

  /**
   * NAG in the paper's form.
   *
   * @param learningRate of the first two steps; the other four take a tenth of it
   */
  record Optimizer(double learningRate, double momentum, double weightDecay) {}

  /** How a parameter is filled: {@code offset + scale * u(position, index)}. */
  public record FilledParameter(
      String name, List<Integer> shape, double scale, double offset, boolean decay) {
    /** Copies the list. */
    public FilledParameter {
      if (name == null) {
        throw new IllegalArgumentException("parameters has one without a name");
      }
      shape = copy("parameters", shape);
    }
  }

  /** A summary of a gradient: its norm, its sum and its first values. */
  public record GradientSummary(double l2, double sum, List<Double> first) {
    /** Copies the list. */
    public GradientSummary {
      first = copy("gradients", first);
    }
  }

  /**
   * Reads a file.
   *
   * @throws ProblemException if the file is missing or is not of this form
   */
  public static Golden read(Path file) {
    JsonMapper mapper =
        FiniteNumbers.mapper()
            .rebuild()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();
    try {
      return mapper.readValue(Files.readString(file), Golden.class);
    } catch (NoSuchFileException e) {
      throw problem(file, "golden/not-found", "There is no such file.");
    } catch (JsonProcessingException e) {
      throw problem(file, "golden/not-readable", JsonWords.of(e));
    } catch (IOException e) {
      throw problem(
          file,
          "golden/not-readable",
          "The golden file cannot be read: " + StorageProblems.words(e) + ".");
    }
  }

  /** The optimizer's numbers. */
  Optimizer nag() {
    Matcher matcher = OPTIMIZER.matcher(optimizer);
    if (!matcher.matches()) {
      throw new IllegalStateException("Checked when the file was read: " + optimizer);
    }
    return new Optimizer(
        Double.parseDouble(matcher.group(1)),
        Double.parseDouble(matcher.group(2)),
        Double.parseDouble(matcher.group(3)));
  }

  /** The formula's uniform number in [-1, 1): SplitMix64's finalizer of stream and index. */
  static double uniform(long stream, long index) {
    long z = (stream << 32) + index + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    z = z ^ (z >>> 31);
    return 2 * ((z >>> 11) * 0x1.0p-53) - 1;
  }

  private static ProblemException problem(Path file, String id, String message) {
    return new ProblemException(List.of(Problem.error(id, file.toString(), message)));
  }
}
