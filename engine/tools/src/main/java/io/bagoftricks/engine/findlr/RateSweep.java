package io.bagoftricks.engine.findlr;

import io.bagoftricks.api.Moment;
import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Split;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.engine.Training;
import io.bagoftricks.engine.internal.loader.Loader;
import io.bagoftricks.engine.internal.loader.LoaderPass;
import io.bagoftricks.engine.internal.train.DataFaults;
import io.bagoftricks.engine.internal.train.Steps;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plugin.TrickException;
import io.bagoftricks.engine.train.NoResultException;
import io.bagoftricks.engine.train.UpdateReport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Leslie Smith's learning rate range test (<a href="https://arxiv.org/abs/1506.01186">Cyclical
 * Learning Rates for Training Neural Networks</a>, section 3.3), with the exponential sweep and the
 * smoothing of fastai: the rate rises by the same factor each step, on the recipe's own data,
 * batches and tricks, until the smoothed loss is four times its best or the sweep is done. Trains
 * weights of its own and keeps none.
 *
 * @param from the first rate
 * @param to the last rate
 * @param updates steps of the whole sweep
 */
public record RateSweep(double from, double to, int updates) {
  private static final double BETA = 0.98;
  private static final double RUN_AWAY = 4;

  /** Checks that the rates rise and there are enough steps for a curve. */
  public RateSweep {
    if (!(from > 0 && to > from && to < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "The rates of a sweep rise from above 0: from %s to %s".formatted(from, to));
    }
    if (updates < 20) {
      throw new IllegalArgumentException("A sweep has at least 20 steps, not " + updates);
    }
  }

  /** The rate of a step, counted from 0. */
  double rate(long update) {
    double done = (double) update / (updates - 1);
    return Math.pow(from, 1 - done) * Math.pow(to, done); // to / from may be no number
  }

  /**
   * Sweeps.
   *
   * @param warnings are told which files of the data could not be read
   * @return losses that are finite: with the first that is not the sweep ends
   * @throws NoResultException if the very first loss is not finite
   * @throws IOException if the data are not there
   */
  public RateCurve run(RunPlan plan, Backend backend, Consumer<String> warnings)
      throws IOException {
    RunPlan swept = plan.withLearningRate(this::rate);
    try (Steps steps = Training.steps(swept, backend);
        Dataset images = plan.recipe().data().made().open(Split.TRAIN)) {
      RateCurve curve = new Sweep(swept, steps, steps.loader(images)).run();
      DataFaults.named(images.faults()).forEach(warnings);
      if (curve.points().isEmpty()) {
        throw new NoResultException(
            String.format(
                Locale.ROOT,
                "[find-lr/no-curve] At the first rate, %.3g, %s. Begin lower (--from), or look at"
                    + " the data and the tricks: at so small a rate training ought not to diverge.",
                from,
                curve.end()));
      }
      return curve;
    }
  }

  private final class Sweep {
    private final RunPlan plan;
    private final Steps steps;
    private final Loader loader;
    private final List<RateCurve.Point> points = new ArrayList<>();
    private final SmoothedLoss smoothed = new SmoothedLoss(BETA);
    private double best = Double.POSITIVE_INFINITY;

    Sweep(RunPlan plan, Steps steps, Loader loader) {
      this.plan = plan;
      this.steps = steps;
      this.loader = loader;
    }

    RateCurve run() {
      RunFacts facts = plan.facts();
      try {
        for (int epoch = 0; points.size() < updates; epoch++) {
          Moment start = new Moment(epoch, epoch * facts.stepsPerEpoch(), updates);
          try (LoaderPass pass = loader.pass(start, plan.settings().inputSize(0))) {
            while (pass.hasNext() && points.size() < updates) {
              Optional<String> end = update(pass, epoch);
              if (end.isPresent()) {
                return new RateCurve(points, end.get());
              }
            }
          }
        }
        return new RateCurve(points, "the sweep was done");
      } catch (NoResultException e) {
        // At such a rate that is not a fault: it is what the sweep looks for.
        return new RateCurve(points, "training diverged");
      } catch (TrickException e) {
        if (e.getCause() instanceof NoResultException) { // in what the trick asked the engine for
          return new RateCurve(points, "training diverged");
        }
        throw e;
      }
    }

    /** Why the sweep ends with this step, if it does. */
    private Optional<String> update(LoaderPass pass, int epoch) {
      long done = points.size();
      UpdateReport report =
          steps.update(
              pass.next(),
              plan.settings().inputSize(0),
              new Moment(epoch, done, updates),
              null,
              false);
      if (!Double.isFinite(report.loss())) {
        return Optional.of("the loss was " + report.loss());
      }
      double rate = report.learningRate();
      if (!points.isEmpty() && !(rate > points.get(points.size() - 1).rate())) {
        return Optional.of(
            String.format(
                Locale.ROOT, "a trick held the rate at %.3g from step %d on", rate, done + 1));
      }
      double smooth = smoothed.add(report.loss());
      points.add(new RateCurve.Point(rate, report.loss(), smooth));
      best = Math.min(best, smooth);
      return smooth <= RUN_AWAY * best
          ? Optional.empty()
          : Optional.of(
              String.format(Locale.ROOT, "the smoothed loss was %.0f times its best", RUN_AWAY));
    }
  }
}
