package io.bagoftricks.engine;

import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.backends.spi.BackendUnavailableException;
import io.bagoftricks.engine.backend.BackendRegistry;
import io.bagoftricks.engine.internal.checkpoint.Checkpoint;
import io.bagoftricks.engine.internal.run.BadFiles;
import io.bagoftricks.engine.internal.run.FolderState;
import io.bagoftricks.engine.internal.run.RunFolder;
import io.bagoftricks.engine.internal.run.RunKeeper;
import io.bagoftricks.engine.internal.split.OutsideOfData;
import io.bagoftricks.engine.internal.storage.FolderLock;
import io.bagoftricks.engine.internal.storage.StorageProblems;
import io.bagoftricks.engine.internal.text.OneLine;
import io.bagoftricks.engine.internal.train.GradientExchange;
import io.bagoftricks.engine.internal.train.Inference;
import io.bagoftricks.engine.internal.train.ReplayCheck;
import io.bagoftricks.engine.internal.train.Steps;
import io.bagoftricks.engine.internal.train.TrainingRun;
import io.bagoftricks.engine.internal.weights.StartingWeights;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.problem.ProblemException;
import io.bagoftricks.engine.recipe.Recipe;
import io.bagoftricks.engine.run.RunResult;
import io.bagoftricks.engine.run.RunStoppedException;
import io.bagoftricks.engine.train.NoResultException;
import io.bagoftricks.engine.train.TrainingException;
import io.bagoftricks.engine.train.TrainingListener;
import io.bagoftricks.engine.train.TrainingResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Trains a recipe in a folder of its own, and goes on with what ended early. Runs of one process
 * may follow one another, or train beside each other in other folders and threads.
 */
public final class Training {
  private final Recipes recipes;
  private final TrainingOptions options;

  private Training(Recipes recipes, TrainingOptions options) {
    this.recipes = recipes;
    this.options = options;
  }

  /**
   * Trains a recipe from the beginning. A run of the same recipe that ended before its first
   * checkpoint begins again; one that has a checkpoint is gone on with if {@link
   * TrainingOptions#takesUp} says so.
   *
   * @param folder of the run, which is made
   * @throws IllegalArgumentException if the options name overrides, or a checkpoint where nothing
   *     is taken up: those are for {@link #resume}
   * @throws ProblemException if the recipe cannot be trained, or the folder holds something else
   * @throws RunStoppedException if somebody asked for it, or interrupted the thread; there is a
   *     checkpoint then
   * @throws NoResultException if training diverged or changed nothing
   * @throws TrainingException if an image could not be prepared (its cause is the failure), or a
   *     checkpoint or the result cannot be written
   * @throws BackendUnavailableException if the backend does not run here, with the reason
   * @throws IOException if the data or the folder cannot be read
   */
  public static RunResult start(
      Recipes recipes, Recipe recipe, Path folder, TrainingOptions options)
      throws IOException, BackendUnavailableException {
    checkForStart(options);
    return new Training(recipes, options)
        .start(
            recipe,
            () -> recipes.plan(recipe),
            RunFolder.at(options.disk(), folder, recipes.plugins().folders()));
  }

  /**
   * Trains a plan from the beginning, as {@link #start(Recipes, Recipe, Path, TrainingOptions)}
   * does with a recipe. A plan is a value: it may be started any number of times, to the same bits.
   *
   * @param recipes that have made the plan
   * @param folder of the run, which is made
   * @throws IllegalArgumentException if the recipes make another plan of the plan's recipe, such as
   *     where the learning rate was replaced, since a run is resumed by its recipe; also where a
   *     plugin's layer does not say when it is equal to another (records do); also if the options
   *     name overrides, or a checkpoint where nothing is taken up
   * @throws ProblemException if the plan cannot be trained, or the folder holds something else
   * @throws RunStoppedException if somebody asked for it, or interrupted the thread; there is a
   *     checkpoint then
   * @throws NoResultException if training diverged or changed nothing
   * @throws TrainingException if an image could not be prepared (its cause is the failure), or a
   *     checkpoint or the result cannot be written
   * @throws BackendUnavailableException if the backend does not run here, with the reason
   * @throws IOException if the data or the folder cannot be read
   */
  public static RunResult start(Recipes recipes, RunPlan plan, Path folder, TrainingOptions options)
      throws IOException, BackendUnavailableException {
    if (!recipes.plan(plan.recipe()).equals(plan)) {
      throw new IllegalArgumentException(
          "The plan is not the one that these recipes make of its recipe now: others have made it, a"
              + " value in it was replaced, the data or plugins have changed, or a layer of a plugin"
              + " has no equals. Start its recipe, plan.recipe(), instead.");
    }
    checkForStart(options);
    return new Training(recipes, options)
        .start(
            plan.recipe(),
            () -> plan,
            RunFolder.at(options.disk(), folder, recipes.plugins().folders()));
  }

  private static void checkForStart(TrainingOptions options) {
    if (!options.overrides().isEmpty()) {
      throw new IllegalArgumentException(
          "Overrides are for resume: read the recipe that is started with them, Recipes.read(file, overrides).");
    }
    if (options.from().isPresent() && !options.takesUp()) {
      throw new IllegalArgumentException(
          "A checkpoint is named (%s), but start begins a new run. Use resume, or takingUp(true)."
              .formatted(options.from().get()));
    }
  }

  /**
   * Goes on with the run in a folder, to the very bits that it would have ended in. One that has
   * ended gives its result again.
   *
   * @throws ProblemException if there is no run, or recipe, data, backend or files are not those
   *     that it was started with
   * @throws RunStoppedException if somebody asked for it, or interrupted the thread; there is a
   *     checkpoint then
   * @throws NoResultException if training diverged or changed nothing
   * @throws TrainingException if an image could not be prepared (its cause is the failure), or a
   *     checkpoint or the result cannot be written
   * @throws BackendUnavailableException if the backend does not run here, with the reason
   * @throws IOException if the data or the folder cannot be read
   */
  public static RunResult resume(Recipes recipes, Path folder, TrainingOptions options)
      throws IOException, BackendUnavailableException {
    RunFolder run = RunFolder.open(options.disk(), folder, recipes.plugins().folders());
    run.checkBegun();
    Training training = new Training(recipes, options);
    Optional<RunResult> finished = training.finished(run, true);
    return finished.isPresent()
        ? finished.get()
        : training.goOn(run, () -> recipes.plan(recipes.ofRun(run, options.overrides())));
  }

  /**
   * Makes single steps of a plan, without a folder, checkpoints or evaluation: for measurements and
   * searches. The network begins with its starting weights.
   *
   * @throws ProblemException if the backend cannot store what the recipe asks for, or the starting
   *     weights do not fit
   */
  public static Steps steps(RunPlan plan, Backend backend) {
    Steps steps = Steps.of(plan, backend, GradientExchange.alone());
    try {
      StartingWeights.load(plan, steps.memory().weights(), List.of());
      return steps;
    } catch (RuntimeException | Error e) {
      try (steps) {
        throw e;
      }
    }
  }

  /**
   * Makes a network with its starting weights that is evaluated and never trained: for
   * measurements. It has no memory for gradients and optimizer state.
   *
   * @throws ProblemException if the backend cannot store what the recipe asks for, or the starting
   *     weights do not fit
   */
  public static Inference inference(RunPlan plan, Backend backend) {
    Inference inference = Inference.untrained(plan, backend);
    try {
      StartingWeights.load(plan, inference.weights(), List.of());
      return inference;
    } catch (RuntimeException | Error e) {
      try (inference) {
        throw e;
      }
    }
  }

  private RunResult start(Recipe recipe, Supplier<RunPlan> plan, RunFolder folder)
      throws IOException, BackendUnavailableException {
    return switch (FolderState.of(folder)) {
      case FREE -> begin(plan.get(), folder);
      case BEGUN -> {
        RunStart.checkSame(recipes, folder, recipe);
        yield goOn(folder, plan);
      }
      case INTERRUPTED, FINISHED -> {
        if (!options.takesUp()) {
          throw folder.inUse();
        }
        RunStart.checkSame(recipes, folder, recipe);
        Optional<RunResult> finished = finished(folder, false);
        yield finished.isPresent() ? finished.get() : goOn(folder, plan);
      }
      case OTHER -> {
        folder.checkCheckpoints();
        throw folder.inUse();
      }
    };
  }

  private RunResult begin(RunPlan plan, RunFolder folder)
      throws IOException, BackendUnavailableException {
    RunStart start = prepare(plan, folder, options.backend());
    OutsideOfData.check(plan.recipe().data().made(), folder.path(), "with --output");
    replay(start);
    try (TrainingRun run = TrainingRun.of(start.plan(), start.backend())) {
      Optional<String> weights =
          StartingWeights.load(start.plan(), run.weights(), recipes.plugins().folders());
      folder.make();
      try (FolderLock lock = FolderLock.take(folder.path())) {
        lock.warning().ifPresent(this::warn);
        start.anew(folder, run);
        weights.ifPresent(this::say);
        return train(start, run, folder);
      }
    }
  }

  /** The result, where there is nothing left to do. */
  private Optional<RunResult> finished(RunFolder folder, boolean alone) throws IOException {
    Optional<String> result = folder.ending().result();
    if (result.isEmpty()) {
      return Optional.empty();
    }
    if (alone) {
      checkNothingIsAsked(folder);
    }
    checkBackend(folder);
    folder.ending().check();
    say(folder.path() + " is finished; there is nothing left to do");
    return Optional.of(RunResult.parse(result.get()).in(folder.path().toString()));
  }

  private void checkBackend(RunFolder folder) {
    options.backend().ifPresent(named -> RunStart.checkBackend(folder, named));
  }

  private void checkNothingIsAsked(RunFolder folder) {
    if (options.from().isPresent() || !options.overrides().isEmpty()) {
      throw folder.refusal(
          "run/finished",
          "The run is finished, so %s would do nothing. Leave it out to see the result, or start a new run: %s --set ..."
              .formatted(
                  options.from().isPresent()
                      ? "--from " + options.from().get()
                      : "--set " + options.overrides().get(0),
                  folder.advice().again()));
    }
  }

  /** From a checkpoint, or from the beginning where there is none. */
  private RunResult goOn(RunFolder folder, Supplier<RunPlan> plan)
      throws IOException, BackendUnavailableException {
    try (FolderLock lock = FolderLock.take(folder.path())) {
      lock.warning().ifPresent(this::warn);
      folder.checkpoints().clean();
      folder.checkCheckpoints();
      return FolderState.of(folder) == FolderState.BEGUN && options.from().isEmpty()
          ? beginAgain(plan.get(), folder)
          : goOnFromCheckpoint(plan, folder);
    }
  }

  private RunResult beginAgain(RunPlan plan, RunFolder folder)
      throws IOException, BackendUnavailableException {
    RunStart start =
        prepare(plan, folder, options.backend().or(() -> RunStart.backendBefore(folder)));
    replay(start);
    try (TrainingRun run = TrainingRun.of(start.plan(), start.backend())) {
      Optional<String> weights =
          StartingWeights.load(start.plan(), run.weights(), recipes.plugins().folders());
      say(folder.path() + " has a run that ended before its first checkpoint; it begins again");
      start.anew(folder, run);
      weights.ifPresent(this::say);
      return train(start, run, folder);
    }
  }

  private RunResult goOnFromCheckpoint(Supplier<RunPlan> plan, RunFolder folder)
      throws IOException, BackendUnavailableException {
    Checkpoint checkpoint = folder.checkpoints().open(options.checkpoint());
    checkBackend(folder);
    RunStart start = prepare(plan.get(), folder, Optional.of(RunStart.backendOf(folder)));
    try (TrainingRun run = TrainingRun.of(start.plan(), start.backend())) {
      start
          .goOn(folder, checkpoint, run)
          .forEach(difference -> warn("the result may differ: " + difference));
      say(
          String.format(
              Locale.ROOT,
              "going on after step %d of %d (%s)",
              checkpoint.progress().updates(),
              start.plan().facts().totalSteps(),
              checkpoint.name()));
      return train(start, run, folder);
    }
  }

  private RunStart prepare(RunPlan plan, RunFolder folder, Optional<String> backend)
      throws BackendUnavailableException {
    RunStart.checkTeachers(plan, folder);
    if (folder.hasManifest()) {
      RunStart.checkTeachersAreThere(plan, folder);
    }
    plan.notes().forEach(note -> options.messages().accept(note.toString()));
    options.planned().accept(plan);
    return new RunStart(
        recipes,
        plan,
        BackendRegistry.of(Training.class.getClassLoader()).open(backend, options.messages()),
        recipes.resultKey(plan.recipe()));
  }

  /** In a strict run, finds what tricks keep outside their state before anything is trained. */
  private void replay(RunStart start) throws IOException {
    if (start.plan().recipe().training().strict()) {
      new ReplayCheck(start.plan(), start.backend()).run();
    }
  }

  private RunResult train(RunStart start, TrainingRun run, RunFolder folder) throws IOException {
    RunPlan plan = start.plan();
    TrainingListener told =
        options.listener().listenTo(new BegunRun(plan, start.backend(), folder, run));
    try (RunKeeper keeper = new RunKeeper(folder, plan, start.resultKey(), options.stop())) {
      TrainingResult result = run.train(told.and(new MetricsListener(folder, told)), keeper);
      String weights = run.withEvaluatedWeights(folder.ending()::save);
      RunResult ended =
          RunResult.of(
              folder.path().toString(),
              start.backend().id(),
              weights,
              result,
              badFiles(folder, result.faults()));
      folder.ending().write(ended.toJson());
      tell("receipts.csv", folder, () -> folder.writeReceipts(plan, run.progress()));
      tell("metrics.csv", folder, () -> folder.completeMetrics(result.test()));
      return ended;
    }
  }

  /** Those of this process, and those that an earlier one has met before it was stopped. */
  private List<String> badFiles(RunFolder folder, List<String> faults) {
    Set<String> all = new TreeSet<>(faults);
    try {
      all.addAll(BadFiles.read(folder.path()));
    } catch (IOException e) {
      warn(StorageProblems.words(e));
    }
    return List.copyOf(all);
  }

  private interface Writing {
    void run() throws IOException;
  }

  /** The run has its result: what only tells about it cannot take that away. */
  private void tell(String file, RunFolder folder, Writing writing) {
    try {
      writing.run();
    } catch (IOException e) {
      warn(folder.advice().untold(file, StorageProblems.words(e)));
    } catch (RuntimeException e) {
      warn(folder.advice().untold(file, e.toString()));
    }
  }

  private void warn(String message) {
    say("warning: " + message);
  }

  private void say(String message) {
    options.messages().accept(OneLine.of(message));
  }
}
