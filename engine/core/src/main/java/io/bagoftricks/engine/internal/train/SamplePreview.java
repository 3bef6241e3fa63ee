package io.bagoftricks.engine.internal.train;

import io.bagoftricks.api.Moment;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.engine.internal.loader.SampleStep;
import io.bagoftricks.engine.internal.loader.SampleTrace;
import io.bagoftricks.engine.internal.train.hook.SampleHooks;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plan.RunTricks;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A training image after the tricks of a run.
 *
 * @param index its place in the data set
 * @param after as it goes into a batch, but for normalization
 */
public record SamplePreview(int index, SampleTrace after) {
  /**
   * Prepares images as a run does in an epoch.
   *
   * @param epoch from 0, below the run's epochs
   * @param indices the places of the images
   * @throws IOException if an image cannot be read
   */
  public static List<SamplePreview> of(
      RunPlan plan, Dataset images, int epoch, List<Integer> indices) throws IOException {
    long step = epoch * plan.facts().stepsPerEpoch();
    Moment moment = new Moment(epoch, step, plan.facts().totalSteps());
    List<SamplePreview> previews = new ArrayList<>();
    try (RunTricks tricks = RunTricks.of(plan)) {
      List<SampleStep> steps = SampleHooks.of(tricks, Draws.of(plan.recipe().training().seed()));
      for (int index : indices) {
        SampleTrace after =
            SampleTrace.of(steps, images, index, moment, plan.settings().inputSize(epoch));
        previews.add(new SamplePreview(index, after));
      }
    }
    return previews;
  }
}
