package io.bagoftricks.engine.internal.train;

import io.bagoftricks.api.Moment;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Split;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.api.optimizer.CustomRule;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.backends.spi.Weights.Part;
import io.bagoftricks.engine.internal.loader.Loader;
import io.bagoftricks.engine.internal.loader.LoaderBatch;
import io.bagoftricks.engine.internal.loader.LoaderPass;
import io.bagoftricks.engine.internal.train.watch.Checksum;
import io.bagoftricks.engine.internal.train.watch.EffectLog;
import io.bagoftricks.engine.internal.train.watch.TrickCall;
import io.bagoftricks.engine.plan.PlannedTrick;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plan.Schedule;
import io.bagoftricks.engine.plugin.HookPoint;
import io.bagoftricks.engine.train.UpdateReport;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A part of a run, with tricks, weights and optimizer state of its own, that writes down its
 * effects.
 */
final class ReplayedRun implements AutoCloseable {
  private final RunPlan plan;
  private final Steps steps;
  private final Dataset images;
  private final Loader loader;
  private final EffectLog log = new EffectLog();
  private RunProgress progress = RunProgress.start();

  ReplayedRun(RunPlan plan, Backend backend) throws IOException {
    this.plan = plan;
    steps = Steps.of(plan, backend, GradientExchange.alone());
    try {
      images = plan.recipe().data().made().open(Split.TRAIN);
    } catch (IOException | RuntimeException | Error e) {
      try (steps) {
        throw e;
      }
    }
    loader = steps.loader(images);
    steps.hooks().watch().record(log);
  }

  /** Goes on where another stands, as from a checkpoint: with new instances of all tricks. */
  void goOnFrom(ReplayedRun other, long updates) {
    RunMemory from = other.steps.memory();
    RunMemory to = steps.memory();
    to.weights()
        .edit(
            weights -> {
              weights.masters().assign(from.weights().masters());
              weights.statistics().assign(from.weights().statistics());
            });
    // No checkpoint has these; but what is compared is to begin the same.
    to.weights().gradients().assign(from.weights().gradients());
    to.weights().written(Part.GRADIENTS);
    for (int i = 0; i < to.optimizerState().size(); i++) {
      to.optimizerState().get(i).values().assign(from.optimizerState().get(i).values());
      to.optimizerState().get(i).written();
    }
    to.states()
        .forEach(
            (instance, state) ->
                state.copyFrom(Objects.requireNonNull(from.states().get(instance))));
    progress =
        new RunProgress(
            updates,
            other.progress.weightUpdates(),
            other.progress.leftOut(),
            other.progress.overflowsInARow(),
            EpochTotals.none(),
            List.of(),
            Optional.empty(),
            other.progress.effective(),
            0,
            0);
    steps.goOn(progress);
  }

  /** Makes steps, all of one epoch or of those that follow. */
  void make(long first, int count) {
    long perEpoch = plan.facts().stepsPerEpoch();
    long update = first;
    while (update < first + count) {
      int epoch = Math.toIntExact(update / perEpoch);
      Moment start = new Moment(epoch, epoch * perEpoch, plan.facts().totalSteps());
      Size size = plan.settings().inputSize(epoch);
      try (LoaderPass pass = loader.pass(start, size, Math.toIntExact(update - epoch * perEpoch))) {
        while (pass.hasNext() && update < first + count) {
          Moment moment = new Moment(epoch, update, plan.facts().totalSteps());
          LoaderBatch batch = pass.next();
          log.add(
              new EffectLog.Entry(
                  sampleTricks(),
                  HookPoint.ON_SAMPLE.method(),
                  TrickCall.at(moment),
                  Arrays.hashCode(batch.inputs()),
                  0));
          noteSchedules(moment);
          UpdateReport made = steps.update(batch, size, moment, null, false);
          noteFormula(moment);
          progress = progress.after(made, EpochTotals.none(), made.effective(), 0);
          update++;
        }
      }
    }
  }

  /** Calls what is called around an evaluation, without one. */
  void evaluate(long update) {
    int epoch = Math.toIntExact((update - 1) / plan.facts().stepsPerEpoch());
    steps.withEvaluatedWeights(
        new Moment(epoch, update, plan.facts().totalSteps()), pass -> update);
  }

  List<EffectLog.Entry> entries() {
    return log.entries();
  }

  private void noteSchedules(Moment moment) {
    for (Schedule schedule : List.of(plan.learningRate(), plan.momentum())) {
      schedule
          .owner(moment.step())
          .ifPresent(
              who ->
                  log.add(
                      new EffectLog.Entry(
                          who,
                          Schedule.PLACE,
                          TrickCall.at(moment),
                          Double.hashCode(schedule.at(moment.step())),
                          0)));
    }
  }

  /** A formula that a plugin brings is repeatable if the weights that it makes are. */
  private void noteFormula(Moment moment) {
    if (plan.recipe().optimizer().made().rule() instanceof CustomRule) {
      log.add(
          new EffectLog.Entry(
              plan.recipe().optimizer().type().id(),
              "update",
              TrickCall.at(moment),
              Checksum.of(steps.weights().masters()),
              0));
    }
  }

  private String sampleTricks() {
    return plan.at(HookPoint.ON_SAMPLE).stream()
        .map(PlannedTrick::instance)
        .collect(Collectors.joining("' or '"));
  }

  @Override
  public void close() {
    try (images) {
      steps.close();
    }
  }
}
