package io.bagoftricks.engine.export;

import io.bagoftricks.api.Moment;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.network.Normalization;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.engine.internal.loader.Loader;
import io.bagoftricks.engine.internal.loader.LoaderBatch;
import io.bagoftricks.engine.internal.loader.LoaderPass;
import io.bagoftricks.engine.internal.loader.LoaderSpec;
import io.bagoftricks.engine.internal.train.Inference;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.problem.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How far an exported model's logits are from ours, on real images.
 *
 * @param images compared
 * @param largestDifference of two logits
 * @param largestLogit of ours, without its sign
 * @param sameClass images to which both give the same class
 */
public record OnnxCheck(int images, double largestDifference, double largestLogit, int sameClass) {
  private static final double MOST_APART = 1e-3;
  private static final Moment ANY = new Moment(0, 0, 1);

  /**
   * Runs the first images that the run is judged by through both.
   *
   * @param inference with the exported weights in place, in float32
   * @throws IOException if the run's data are not there
   */
  public static OnnxCheck of(
      RunPlan plan, Inference inference, OnnxRunner runner, Path model, int most)
      throws IOException {
    try (Dataset test = plan.recipe().data().made().open(plan.roles().judged())) {
      return of(plan, test, inference, runner, model, most);
    }
  }

  private static OnnxCheck of(
      RunPlan plan, Dataset test, Inference inference, OnnxRunner runner, Path model, int most)
      throws IOException {
    int images = Math.min(most, test.size());
    Shape input = plan.facts().input();
    Normalization none = Normalization.none(input.channels());
    double[] ours;
    float[] theirs;
    try (LoaderPass pass = pass(plan, test, images, plan.settings().normalization())) {
      ours = inference.logits(pass.next());
    }
    try (LoaderPass pass = pass(plan, test, images, none)) {
      LoaderBatch batch = pass.next();
      theirs =
          runner.logits(
              model, batch.inputs(), batch.size(), input.channels(), input.height(), input.width());
    }
    return compare(ours, theirs, images);
  }

  /**
   * The verdict: two programs that compute the same network in float32 differ by rounding alone.
   *
   * @param model the file
   */
  public Optional<Problem> problem(Path model) {
    // Where it is not finite, no difference could be too large.
    double most = Double.isFinite(largestLogit) ? MOST_APART * Math.max(1, largestLogit) : 0;
    return largestDifference <= most && Double.isFinite(largestLogit)
        ? Optional.empty()
        : Optional.of(
            Problem.error(
                "export/differs",
                model.toString(),
                String.format(
                    Locale.ROOT,
                    "The model, which is in its place, does not compute what the run computes: logits differ by up to %.3g, and rounding explains no more than %.3g. Do not use it; tell of it, with the recipe.",
                    largestDifference,
                    most)));
  }

  static OnnxCheck compare(double[] ours, float[] theirs, int images) {
    if (ours.length != theirs.length) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT, "The model gave %d logits instead of %d", theirs.length, ours.length));
    }
    double difference = 0;
    double largest = 0;
    int same = 0;
    int classes = ours.length / images;
    for (int row = 0; row < images; row++) {
      int ourBest = row * classes;
      int theirBest = row * classes;
      for (int i = row * classes; i < (row + 1) * classes; i++) {
        // NaN must not pass for small.
        double apart = Math.abs(ours[i] - theirs[i]);
        difference = Double.isNaN(apart) ? Double.POSITIVE_INFINITY : Math.max(difference, apart);
        largest = Math.max(largest, Math.abs(ours[i]));
        ourBest = ours[i] > ours[ourBest] ? i : ourBest;
        theirBest = theirs[i] > theirs[theirBest] ? i : theirBest;
      }
      same += ourBest == theirBest ? 1 : 0;
    }
    return new OnnxCheck(images, difference, largest, same);
  }

  private static LoaderPass pass(
      RunPlan plan, Dataset images, int batch, Normalization normalization) {
    LoaderSpec spec =
        LoaderSpec.evaluation(
            batch, plan.recipe().training().loaderThreads(), normalization, List.of());
    return new Loader(images, spec, Draws.of(0)).pass(ANY, plan.facts().input().size());
  }
}
