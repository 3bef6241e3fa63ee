package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.data.DataSource;
import io.bagoftricks.api.data.Split;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.backends.spi.Plan;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.backends.testkit.conformance.AlteredBackend;
import io.bagoftricks.engine.Recipes;
import io.bagoftricks.engine.images.ImageRules;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.predict.Prediction;
import io.bagoftricks.engine.predict.PredictionListener;
import io.bagoftricks.engine.predict.Predictor;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.toys.TinyRuns;
import io.bagoftricks.engine.train.ClassMap;
import io.bagoftricks.engine.train.Inference;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The same file becomes the same tensor, whoever asks the network about it. */
final class OnePreparationTest {
  @TempDir private Path folder;

  /** Inputs are compared bit by bit, as evaluation and prediction hand them to the backend. */
  @Test
  void predictFeedsTheTensorsThatEvalFeeds() throws IOException {
    Random random = new Random(1);
    List<Path> files = new ArrayList<>();
    for (String part : List.of("train", "val")) {
      for (String name : List.of("cat", "dog")) {
        Path where = Files.createDirectories(folder.resolve(part).resolve(name));
        for (int i = 0; i < 3; i++) {
          int type = i == 2 ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB;
          BufferedImage image = new BufferedImage(31 + 40 * i, 90 - 17 * i, type);
          for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
              image.setRGB(x, y, random.nextInt());
            }
          }
          String ending = i == 2 ? "png" : "jpg";
          Path file = where.resolve(i + "." + ending);
          ImageIO.write(image, ending, file.toFile());
          if (part.equals("val")) {
            files.add(file);
          }
        }
      }
    }
    Recipes recipes = Recipes.load();
    RunPlan plan =
        recipes.plan(
            recipes.parse(
                """
                {
                  "name": "photos",
                  "data": {"type": "image-folder", "root": "%s", "imageSize": 24},
                  "model": {"type": "cifar-resnet", "depth": 8, "width": 4},
                  "optimizer": {"type": "nag"},
                  "training": {"epochs": 1, "batchSize": 4, "seed": 7, "loaderThreads": 2},
                  "tricks": [
                    {"trick": "normalize", "mean": [123.68, 116.779, 103.939],
                      "standardDeviation": [58.393, 57.12, 57.375]},
                    {"trick": "random-resized-crop"},
                    {"trick": "resize-center-crop", "interpolation": "bicubic"}
                  ]
                }
                """
                    .formatted(folder),
                "photos.json"));
    DataSource data = plan.recipe().data().made();

    Recording evaluated = new Recording();
    try (Inference inference =
        Inference.of(plan, new AlteredBackend(TinyRuns.backend(), evaluated), Precision.FLOAT)) {
      inference.evaluate(data.open(Split.VALIDATION));
    }
    Recording predicted = new Recording();
    try (Inference inference =
        Inference.of(plan, new AlteredBackend(TinyRuns.backend(), predicted), Precision.FLOAT)) {
      new Predictor(plan, inference, ImageRules.defaults()).predict(files, 1, new NoListener());
    }

    assertThat(evaluated.inputs).hasSize(6 * 3 * 24 * 24);
    assertThat(evaluated.inputs.stream().distinct().count()).isGreaterThan(1000);
    assertThat(predicted.inputs).isEqualTo(evaluated.inputs);
  }

  private static final class NoListener implements PredictionListener {
    @Override
    public void onPrediction(Path file, Prediction prediction, Optional<ClassMap> map) {}

    @Override
    public void onProblem(Problem problem) {
      throw new AssertionError(problem);
    }
  }

  /** Notes the bits of every input that a plan is handed. */
  private static final class Recording implements AlteredBackend.Alteration {
    private final List<Integer> inputs = new ArrayList<>();

    @Override
    public INDArray forward(Plan plan, Weights weights, INDArray input, Draws draws) {
      for (float value : input.dup().reshape(input.length()).toFloatVector()) {
        inputs.add(Float.floatToRawIntBits(value));
      }
      return plan.forward(input, draws);
    }
  }
}
