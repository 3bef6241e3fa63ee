package io.bagoftricks.engine.predict;

import io.bagoftricks.api.Slot;
import io.bagoftricks.engine.data.Dataset.Image;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plugin.HookPoint;
import io.bagoftricks.engine.recipe.Problem;
import io.bagoftricks.engine.recipe.RecipeException;
import io.bagoftricks.engine.train.Inference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Predicts the classes of image files, prepared as in the run's evaluation. Where no trick prepares
 * images for evaluation, one that is larger than the network's input is shrunk to it.
 */
public final class Predictor {
  private final RunPlan plan;
  private final Inference inference;
  private final ImageDecoder decoder;

  /** A predictor with the weights that are in place. */
  public Predictor(RunPlan plan, Inference inference) {
    this.plan = plan;
    this.inference = inference;
    boolean prepared =
        plan.at(HookPoint.ON_EVALUATE).stream()
            .anyMatch(trick -> trick.writes(HookPoint.ON_EVALUATE).contains(Slot.EVALUATED_SAMPLE));
    this.decoder =
        new ImageDecoder(
            plan.facts().input().channels(),
            prepared ? Optional.empty() : Optional.of(plan.facts().input().size()));
  }

  /**
   * The most probable classes of each file, in order.
   *
   * @param most classes an image
   * @throws RecipeException naming every file that is not there or no image
   */
  public List<Prediction> predict(List<Path> files, int most) throws IOException {
    List<Problem> problems = new ArrayList<>();
    List<Image> images = new ArrayList<>();
    for (Path file : files) {
      decode(file, problems).ifPresent(images::add);
    }
    if (!problems.isEmpty()) {
      throw new RecipeException(problems);
    }
    List<String> names = plan.recipe().data().labelNames();
    List<List<Double>> probabilities = inference.probabilities(new ImageFiles(images));
    List<Prediction> predictions = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      predictions.add(Prediction.of(files.get(i).toString(), probabilities.get(i), names, most));
    }
    return predictions;
  }

  private Optional<Image> decode(Path file, List<Problem> problems) {
    if (!Files.isRegularFile(file)) {
      String message =
          Files.isDirectory(file)
              ? "This is a folder. Name the images in it, such as " + file.resolve("*.png") + "."
              : "There is no such file.";
      problems.add(Problem.error("predict/no-file", file.toString(), message));
      return Optional.empty();
    }
    try {
      return Optional.of(decoder.decode(file));
    } catch (IOException e) {
      problems.add(
          Problem.error("predict/no-image", file.toString(), String.valueOf(e.getMessage())));
      return Optional.empty();
    }
  }
}
