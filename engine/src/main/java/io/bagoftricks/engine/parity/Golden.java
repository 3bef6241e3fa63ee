package io.bagoftricks.engine.parity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bagoftricks.engine.recipe.Problem;
import io.bagoftricks.engine.recipe.RecipeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reference values of one network: forward, gradients, running statistics and six optimizer steps,
 * on parameters and inputs that a formula makes.
 *
 * @param model names the network
 * @param inputShape [batch, channels, height, width]
 * @param optimizer in words; the learning rate is read from it
 * @param evalLogits before any training forward, flat [batch, classes]
 * @param trainLogits of the first training forward
 * @param gradients of the first step, by parameter
 * @param runningAfterOneForward the first values of each running statistic
 * @param losses of six steps, each before its update
 * @param evalLogitsAfterSixSteps after six updates
 */
public record Golden(
    String model,
    int classes,
    List<Integer> inputShape,
    String fill,
    String input,
    String targets,
    String batchNorm,
    String optimizer,
    List<FilledParameter> parameters,
    List<Double> evalLogits,
    List<Double> trainLogits,
    Map<String, GradientSummary> gradients,
    Map<String, List<Double>> runningAfterOneForward,
    List<Double> losses,
    Map<String, Double> weightNormsAfterSixSteps,
    List<Double> evalLogitsAfterSixSteps) {

  private static final Pattern LEARNING_RATE = Pattern.compile("\\blr ([0-9.]+(?:[eE]-?\\d+)?)");

  /** How a parameter is filled: {@code offset + scale * u(position, index)}. */
  public record FilledParameter(
      String name, List<Integer> shape, double scale, double offset, boolean decay) {}

  /** What is known of a gradient: its norm, its sum and its first values. */
  public record GradientSummary(double l2, double sum, List<Double> first) {}

  /**
   * Reads a file.
   *
   * @throws RecipeException if the file is missing or is not of this form
   */
  public static Golden read(Path file) {
    ObjectMapper mapper =
        new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);
    try {
      return mapper.readValue(Files.readString(file), Golden.class);
    } catch (NoSuchFileException e) {
      throw problem(file, "golden/not-found", "There is no such file.");
    } catch (JsonProcessingException e) {
      throw problem(file, "golden/not-readable", e.getOriginalMessage());
    } catch (IOException e) {
      throw problem(file, "golden/not-readable", e.toString());
    }
  }

  /** The learning rate of the first two steps; the other four take a tenth of it. */
  public double learningRate() {
    Matcher matcher = LEARNING_RATE.matcher(optimizer);
    if (!matcher.find()) {
      throw new IllegalArgumentException(
          "The golden file's optimizer names no learning rate: " + optimizer);
    }
    return Double.parseDouble(matcher.group(1));
  }

  /** The formula's uniform number in [-1, 1): SplitMix64's finalizer of stream and index. */
  static double uniform(long stream, long index) {
    long z = (stream << 32) + index + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    z = z ^ (z >>> 31);
    return 2 * ((z >>> 11) * 0x1.0p-53) - 1;
  }

  private static RecipeException problem(Path file, String id, String message) {
    return new RecipeException(List.of(Problem.error(id, file.toString(), message)));
  }
}
