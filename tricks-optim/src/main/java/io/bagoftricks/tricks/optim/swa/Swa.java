package io.bagoftricks.tricks.optim.swa;

import io.bagoftricks.api.EvaluateHook;
import io.bagoftricks.api.Evaluation;
import io.bagoftricks.api.FlatValues;
import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Step;
import io.bagoftricks.api.StepHook;
import io.bagoftricks.api.StepResult;
import io.bagoftricks.api.TrickState;
import io.bagoftricks.api.Uses;
import jakarta.inject.Inject;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Evaluates the mean of the weights of the last epochs, with running statistics that are measured
 * for it.
 *
 * <p>Izmailov et al. 2018 (arXiv:1803.05407), algorithm 1, and the authors' code.
 */
public final class Swa implements StepHook, EvaluateHook {
  private static final String AVERAGE = "average";
  private static final String STATISTICS = "statistics";

  private final SwaConfig config;
  private final RunFacts facts;
  private final TrickState state;

  /** Builds the trick from its settings, facts of the run, and what it remembers. */
  @Inject
  public Swa(SwaConfig config, RunFacts facts, TrickState state) {
    this.config = config;
    this.facts = facts;
    this.state = state;
  }

  @Override
  @Uses(changes = Slot.STEP_RATE)
  public void onStep(Step step) {
    if (config.rate() > 0 && step.moment().step() >= start(config, facts)) {
      step.setLearningRate(config.rate());
    }
  }

  @Override
  @Uses(reads = Slot.WEIGHTS)
  public void afterStep(StepResult result) {
    long times = times(result.moment().step() + 1, config, facts);
    TrickState.Counter passed = state.counter("times", 0);
    if (times <= Math.max(passed.get(), models().get())) { // runs of before know the models alone
      return;
    }
    passed.set(times);
    double fraction = 1.0 / models().increment();
    result.lerpWeightsInto(state.flat(AVERAGE, result::weights), fraction);
  }

  @Override
  @Uses(replaces = Slot.EVALUATED_WEIGHTS)
  public void onEvaluate(Evaluation evaluation) {
    if (models().get() == 0) {
      return;
    }
    FlatValues average = state.flat(AVERAGE, Swa::missing);
    TrickState.Counter measured = state.counter("measured", 0);
    if (measured.get() != models().get()) {
      long examples = (long) Math.ceil(config.statisticsShare() * facts.trainExamples());
      try (INDArray statistics = evaluation.recomputeStatistics(average.values(), examples)) {
        state.array(STATISTICS, () -> statistics).assign(statistics);
      }
      measured.set(models().get());
    }
    evaluation.useWeights(average.values(), state.array(STATISTICS, Swa::missing));
  }

  /** The number of steps after which weights enter the average first: at the end of an epoch. */
  static long start(SwaConfig config, RunFacts facts) {
    long epoch = facts.stepsPerEpoch();
    return Math.max(1, (config.start().steps(facts) + epoch - 1) / epoch) * epoch;
  }

  /**
   * How many times to average have come after so many steps. Of several since the trick acted last
   * (it may act in some steps alone) one is left.
   */
  static long times(long steps, SwaConfig config, RunFacts facts) {
    long since = steps - start(config, facts);
    return since < 0 ? 0 : since / config.cycle().steps(facts) + 1;
  }

  private TrickState.Counter models() {
    return state.counter("models", 0);
  }

  private static INDArray missing() {
    throw new IllegalStateException("Weights were averaged, but the average is missing");
  }
}
