package io.bagoftricks.engine.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.deser.std.NumberDeserializers.DoubleDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bagoftricks.api.Metrics;
import io.bagoftricks.api.data.Split;
import io.bagoftricks.engine.internal.storage.FiniteNumbers;
import io.bagoftricks.engine.train.EpochReport;
import io.bagoftricks.engine.train.TrainingResult;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a run ended: what {@code result.json} says, and the last line that {@code tricks train}
 * prints.
 *
 * @param run the run's folder
 * @param weightsSha256 of the run's {@code weights.safetensors}, in hexadecimal
 * @param split whose images the four numbers behind it are of: {@code validation}, or {@code test}
 *     where that is what the run validated on
 * @param top1 share of images, as is {@code top5}, in the last evaluation
 * @param loss mean cross-entropy on hard labels
 * @param calibrationError expected calibration error, 15 bins of equal width
 * @param test of the evaluation on the test split at the end; missing where {@code split} is it, or
 *     there is none
 * @param targetEntropy the floor of the training loss in the last epoch
 * @param overflows steps left out because the loss or a gradient was not finite
 * @param lossScale the factor on the loss in the last step
 * @param zeroGradients the share of zeros among the gradients of activations in the last step;
 *     missing where the backend does not count them
 * @param seconds of the whole run, evaluations included
 * @param imagesPerSecond training throughput, evaluations not counted
 * @param badFiles of the data, which could not be read; missing where there were none
 */
public record RunResult(
    String run,
    String backend,
    int epochs,
    String weightsSha256,
    String split,
    double top1,
    double top5,
    double loss,
    double calibrationError,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Metrics test,
    double targetEntropy,
    long overflows,
    double lossScale,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Double zeroGradients,
    double seconds,
    double imagesPerSecond,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable BadFileCount badFiles) {
  private static final String SPLIT = "split";
  private static final JsonMapper MAPPER =
      FiniteNumbers.mapper()
          .rebuild()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .addModule(
              new SimpleModule()
                  .addDeserializer(double.class, new DoubleDeserializer(Double.TYPE, Double.NaN)))
          .build();

  /**
   * The result of a run that has just ended.
   *
   * @param badFiles of the data, each with the reason
   */
  public static RunResult of(
      String run,
      String backend,
      String weightsSha256,
      TrainingResult result,
      List<String> badFiles) {
    EpochReport last = result.epochs().get(result.epochs().size() - 1);
    return new RunResult(
        run,
        backend,
        result.epochs().size(),
        weightsSha256,
        result.roles().validation().name().toLowerCase(Locale.ROOT),
        result.metrics().top1(),
        result.metrics().top5(),
        result.metrics().loss(),
        result.metrics().calibrationError(),
        result.test().orElse(null),
        last.targetEntropy(),
        result.overflows(),
        last.lossScale(),
        last.zeroGradients().isPresent() ? last.zeroGradients().getAsDouble() : null,
        result.seconds(),
        result.imagesPerSecond(),
        BadFileCount.of(badFiles));
  }

  /**
   * Reads what {@link #toJson} wrote, NaN where there is {@code null} or nothing.
   *
   * @throws IOException if it is not a result of a run
   */
  public static RunResult parse(String json) throws IOException {
    JsonNode tree = MAPPER.readTree(json);
    if (tree instanceof ObjectNode object && !object.has(SPLIT)) { // of an older version
      object.put(SPLIT, Split.TEST.name().toLowerCase(Locale.ROOT));
    }
    return MAPPER.treeToValue(tree, RunResult.class);
  }

  /** The same, in the folder where the run is now. */
  public RunResult in(String folder) {
    return new RunResult(
        folder,
        backend,
        epochs,
        weightsSha256,
        split,
        top1,
        top5,
        loss,
        calibrationError,
        test,
        targetEntropy,
        overflows,
        lossScale,
        zeroGradients,
        seconds,
        imagesPerSecond,
        badFiles);
  }

  /** One JSON object on one line; {@code null} for what is not finite. */
  public String toJson() {
    try {
      return MAPPER.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A record of numbers and texts is always JSON", e);
    }
  }
}
