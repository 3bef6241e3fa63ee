package io.bagoftricks.engine.internal.train;

import io.bagoftricks.api.Metrics;
import io.bagoftricks.api.Moment;
import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.engine.evaluation.Evaluated;
import io.bagoftricks.engine.internal.loader.Loader;
import io.bagoftricks.engine.internal.loader.LoaderBatch;
import io.bagoftricks.engine.internal.loader.LoaderPass;
import io.bagoftricks.engine.internal.timing.StepProfiler;
import io.bagoftricks.engine.internal.timing.StepProfiler.Activity;
import io.bagoftricks.engine.plan.PlannedTrick;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plugin.HookPoint;
import io.bagoftricks.engine.problem.ProblemException;
import io.bagoftricks.engine.recipe.OnNonFinite;
import io.bagoftricks.engine.train.EpochReport;
import io.bagoftricks.engine.train.NoResultException;
import io.bagoftricks.engine.train.NonFinite;
import io.bagoftricks.engine.train.NonFiniteException;
import io.bagoftricks.engine.train.TrainingListener;
import io.bagoftricks.engine.train.TrainingResult;
import io.bagoftricks.engine.train.UpdateReport;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One training run on the recipe's data. Owns its steps and its images, and closes them. */
public final class TrainingRun implements AutoCloseable {
  private static final int MOST_ROLLBACKS = 3;

  private final RunPlan plan;
  private final Steps steps;
  private final RunData data;
  private final Loader trainLoader;
  private final DataFaults faults = new DataFaults();
  private RunProgress progress = RunProgress.start();

  private TrainingRun(RunPlan plan, Steps steps, RunData data) {
    this.plan = plan;
    this.steps = steps;
    this.data = data;
    trainLoader = steps.loader(data.train());
  }

  /**
   * Opens the data and allocates the memory of a run.
   *
   * @throws ProblemException if the backend cannot store what the recipe asks for, or a class is
   *     too small to be split
   * @throws IOException if the data are not there or cannot be read
   */
  public static TrainingRun of(RunPlan plan, Backend backend) throws IOException {
    return of(plan, backend, GradientExchange.alone());
  }

  /** A run that shares its gradients with others. */
  public static TrainingRun of(RunPlan plan, Backend backend, GradientExchange exchange)
      throws IOException {
    RunData data = RunData.open(plan.recipe().data().made(), plan.roles());
    try {
      return new TrainingRun(plan, Steps.of(plan, backend, exchange), data);
    } catch (RuntimeException | Error e) {
      try (data) {
        throw e;
      }
    }
  }

  /** The weights, as training leaves them. */
  public Weights weights() {
    return steps.weights();
  }

  /** Tells a profiler of everything from now on; {@code null} ends that. Not during a step. */
  public void profile(@Nullable StepProfiler profiler) {
    steps.profile(profiler);
  }

  /**
   * Tells the run's data from others.
   *
   * @throws IOException if an image cannot be read
   */
  public String fingerprint() throws IOException {
    return data.fingerprint();
  }

  /**
   * Tells the data of a plan from others, as a run of it would.
   *
   * @throws IOException if an image cannot be read
   */
  public static String fingerprint(RunPlan plan) throws IOException {
    try (RunData data = RunData.open(plan.recipe().data().made(), plan.roles())) {
      return data.fingerprint();
    }
  }

  /** How far the run is. */
  public RunProgress progress() {
    return progress;
  }

  /** All that steps change. */
  public RunMemory memory() {
    return steps.memory();
  }

  /**
   * Goes on where a run was whose memory this one has. Before training only.
   *
   * @param from how far that run was
   */
  public void goOn(RunProgress from) {
    progress = from;
    steps.goOn(from);
  }

  /** Trains all epochs that are left. */
  public TrainingResult train(TrainingListener listener) {
    return train(listener, UpdateBoundary.none());
  }

  /**
   * Trains all epochs that are left.
   *
   * @param boundary is told of every place where the run can be left
   * @throws NoResultException if training has diverged, no step has changed the weights, or the
   *     last evaluation is not finite
   */
  public TrainingResult train(TrainingListener listener, UpdateBoundary boundary) {
    boundary.begins(progress, memory());
    while (progress.epoch() < plan.facts().epochs()) {
      try {
        updates(listener, boundary);
        EpochReport report = evaluated(listener, boundary);
        listener.onEpoch(report);
        faults.tell(data.faults(), listener);
        boundary.reached(progress, memory());
      } catch (NonFiniteException e) {
        goBack(e, listener, boundary);
      }
    }
    steps.hooks().watch().checkUnwritten(end());
    for (String instance : steps.hooks().withoutEffect(trainLoader::touched)) {
      listener.onWarning(
          "Trick '" + instance + "' changed nothing in the whole run; check its settings.");
    }
    return result(listener);
  }

  /** The result of a run that has made all its steps, whose test images are looked at now. */
  private TrainingResult result(TrainingListener listener) {
    Metrics metrics = ResultCheck.metrics(progress);
    long began = System.nanoTime();
    Optional<Evaluated> test = data.test().map(images -> steps.evaluator().evaluate(end(), images));
    test.ifPresent(listener::onTested);
    faults.tell(data.faults(), listener);
    return new TrainingResult(
        plan.roles(),
        metrics,
        test.map(Evaluated::metrics),
        progress.epochs(),
        progress.seconds() + (test.isPresent() ? secondsSince(began) : 0),
        List.copyOf(data.faults()));
  }

  /** Evaluates the weights as they are now, on all images that the run is judged by. */
  public Metrics evaluate() {
    return steps.evaluator().evaluate(end(), data.test().orElse(data.validation())).metrics();
  }

  /**
   * Hands out the weights as they are evaluated: an average, for instance, instead of the last
   * ones. They are in place until the action returns.
   */
  public <T> T withEvaluatedWeights(Function<Weights, T> action) {
    return steps.withEvaluatedWeights(end(), pass -> action.apply(weights()));
  }

  private Moment end() {
    RunFacts facts = plan.facts();
    return new Moment(facts.epochs() - 1, facts.totalSteps(), facts.totalSteps());
  }

  @Override
  public void close() {
    try (data) {
      steps.close();
    }
  }

  /** The steps of the epoch under way that are left. */
  private void updates(TrainingListener listener, UpdateBoundary boundary) {
    RunFacts facts = plan.facts();
    int epoch = progress.epoch();
    long first = epoch * facts.stepsPerEpoch();
    int done = Math.toIntExact(progress.updates() - first);
    if (done == facts.stepsPerEpoch()) { // only the evaluation is left
      return;
    }
    Size size = plan.settings().inputSize(epoch);
    Moment start = new Moment(epoch, first, facts.totalSteps());
    try (LoaderPass pass = trainLoader.pass(start, size, done)) {
      while (pass.hasNext()) {
        long began = System.nanoTime();
        LoaderBatch batch = steps.spans().call(Activity.LOADER_WAIT, pass::next);
        double waited = secondsSince(began);
        Moment moment = new Moment(epoch, progress.updates(), facts.totalSteps());
        // The last step of an epoch counts zeros: a look now and then is enough.
        UpdateReport update =
            steps.update(
                batch, size, moment, progress.lastEvaluation().orElse(null), !pass.hasNext());
        boundary.computed();
        progress =
            progress.after(
                update,
                progress.totals().and(update, secondsSince(began), waited),
                effective(update.effective()),
                secondsSince(began));
        listener.onUpdate(update);
        update.remarks().forEach(listener::onWarning);
        update
            .nonFinite()
            .ifPresent(
                found -> {
                  boundary.nonFinite(found, images(found));
                  listener.onWarning(
                      String.format(
                          Locale.ROOT,
                          "Step %d is left out: %s. %s",
                          found.update() + 1,
                          found.what(),
                          found.origin()));
                });
        boundary.reached(progress, memory());
      }
    }
  }

  /** Goes back where the recipe asks for it and there is a place; ends the run otherwise. */
  private void goBack(
      NonFiniteException reason, TrainingListener listener, UpdateBoundary boundary) {
    boundary.nonFinite(reason.found(), images(reason.found()));
    int times = progress.rollbacks() + 1;
    if (plan.recipe().training().onNonFinite() != OnNonFinite.ROLLBACK) {
      throw reason;
    }
    if (times > MOST_ROLLBACKS) {
      throw new NoResultException(
          String.format(
              Locale.ROOT,
              "%s The run has gone back %d times, each time with half the rate, and does not go"
                  + " back again.",
              reason.getMessage(),
              MOST_ROLLBACKS),
          reason);
    }
    RunProgress before = boundary.rollBack(memory(), times).orElseThrow(() -> reason);
    goOn(before);
    listener.onWarning(
        String.format(
            Locale.ROOT,
            "%s Going back to step %d, with half the rate (%d of %d times).",
            reason.getMessage(),
            before.updates(),
            times,
            MOST_ROLLBACKS));
  }

  private List<Integer> images(NonFinite found) {
    return found.images() == 0
        ? List.of()
        : trainLoader.images(found.epoch(), found.firstPosition(), found.images());
  }

  /** Ends the epoch under way, with an evaluation where one is due. */
  private EpochReport evaluated(TrainingListener listener, UpdateBoundary boundary) {
    RunFacts facts = plan.facts();
    int epoch = progress.epoch();
    int every = plan.recipe().training().evaluateEvery();
    long began = System.nanoTime();
    Metrics evaluation = null;
    if ((epoch + 1) % every == 0 || epoch + 1 == facts.epochs()) {
      Moment moment = new Moment(epoch, progress.updates(), facts.totalSteps());
      Evaluated evaluated = steps.evaluator().evaluate(moment, data.validation());
      boundary.computed();
      evaluation = evaluated.metrics();
      if (!evaluated.isFinite()) {
        notFinite(evaluated, listener, boundary);
      }
      listener.onEvaluated(evaluated);
    }
    EpochReport report = progress.totals().report(epoch, evaluation);
    progress =
        progress.afterEpoch(report, effective(steps.hooks().effective()), secondsSince(began));
    return report;
  }

  /** Ends the run or goes back as the recipe says; where it skips, the run goes on. */
  private void notFinite(Evaluated evaluated, TrainingListener listener, UpdateBoundary boundary) {
    NonFinite found =
        new NonFinite(
            progress.epoch(),
            progress.updates() - 1,
            "the loss of the evaluation is " + evaluated.metrics().loss(),
            evaluated.nonFinite().orElseThrow(),
            Map.of(),
            progress.totals().learningRate(),
            progress.totals().lossScale(),
            0,
            0);
    if (plan.recipe().training().onNonFinite() != OnNonFinite.SKIP) {
      throw new NonFiniteException(found);
    }
    boundary.nonFinite(found, List.of());
    listener.onWarning(
        String.format(
            Locale.ROOT, "After epoch %d %s. %s", found.epoch() + 1, found.what(), found.origin()));
  }

  /** These, and those that have changed something in the loader's threads. */
  private Set<String> effective(Set<String> others) {
    Set<String> effective = new TreeSet<>(others);
    plan.at(HookPoint.ON_SAMPLE).stream()
        .map(PlannedTrick::instance)
        .filter(trainLoader::touched)
        .forEach(effective::add);
    return effective;
  }

  private static double secondsSince(long nanoTime) {
    return (System.nanoTime() - nanoTime) / 1e9;
  }
}
