package io.bagoftricks.engine.plan;

import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.data.DataFacts;
import io.bagoftricks.engine.internal.data.ClassNames;
import io.bagoftricks.engine.internal.split.KnownSource;
import io.bagoftricks.engine.internal.split.SplitData;
import io.bagoftricks.engine.internal.split.UntaughtClasses;
import io.bagoftricks.engine.internal.split.UnusedFolders;
import io.bagoftricks.engine.internal.storage.DataException;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.recipe.Recipe;
import io.bagoftricks.engine.recipe.TrainingConfig;
import io.bagoftricks.engine.split.SplitRoles;
import io.bagoftricks.engine.split.Validation;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Facts that are known of a run from its recipe and what the data say of themselves.
 *
 * @param data split as the recipe says
 */
record PlanningFacts(DataFacts data, RunFacts run) {
  /** The facts; empty, and a problem noted, where the data or the batch size rule a run out. */
  static Optional<PlanningFacts> of(Recipe recipe, ProblemList problems) {
    DataFacts data;
    List<String> faults;
    List<String> untaught;
    List<String> unused;
    List<Problem> unsplit;
    try {
      unsplit = recipe.data().made() instanceof SplitData split ? split.problems() : List.of();
      data = recipe.data().made().facts();
      untaught = KnownSource.of(recipe.data().made()).untaughtClasses();
      unused = KnownSource.of(recipe.data().made()).unusedFolders();
      faults = ClassNames.faults(recipe.data().made().labelNames(), data.classes());
    } catch (IOException e) {
      problems.add(DataException.of(e).problem(recipe.source()));
      return Optional.empty();
    }
    unsplit.forEach(problems::add);
    if (!unsplit.isEmpty()) {
      return Optional.empty();
    }
    long judged = data.examples(SplitRoles.of(data).judged());
    if (data.trainExamples() < 1 || judged < 1) {
      problems.add(
          Problem.error(
              "data/empty",
              recipe.source(),
              String.format(
                  Locale.ROOT,
                  "The data have %d images to train on and %d to be judged by; there must be at least one of each. %s",
                  data.trainExamples(),
                  judged,
                  data.trainExamples() < 1 ? "Name other data." : toBeJudgedBy(data))));
      return Optional.empty();
    }
    if (data.classes() < 2) {
      problems.add(
          Problem.error(
              "data/one-class",
              recipe.source(),
              String.format(
                  Locale.ROOT,
                  "The data have %d %s, so there is nothing to tell apart; there must be at least 2. Name other data.",
                  data.classes(),
                  data.classes() == 1 ? "class" : "classes")));
      return Optional.empty();
    }
    if (!untaught.isEmpty()) {
      problems.add(UntaughtClasses.warning(untaught, data.classes(), recipe.source()));
    }
    if (!unused.isEmpty()) {
      problems.add(UnusedFolders.warning(unused, recipe.source()));
    }
    faults.forEach(
        words -> problems.add(Problem.error("data/class-names", recipe.source(), words)));
    TrainingConfig training = recipe.training();
    long whole = data.trainExamples() / training.batchSize();
    boolean rest = data.trainExamples() % training.batchSize() > 0;
    long steps = whole + (rest && !training.dropLast() ? 1 : 0);
    if (steps == 0) {
      problems.add(
          Problem.error(
              "recipe/no-steps",
              recipe.source(),
              String.format(
                  Locale.ROOT,
                  ("training.batchSize is %d, but there are %d images to train on, and "
                      + "training.dropLast leaves the smaller batch out: an epoch would have no "
                      + "step. Lower the batch size, or keep the rest: --set "
                      + "training.dropLast=false."),
                  training.batchSize(),
                  data.trainExamples())));
      return Optional.empty();
    }
    int batch = (int) Math.min(training.batchSize(), data.trainExamples());
    if (batch < training.batchSize()) {
      problems.add(
          Problem.note(
              "recipe/batch-beyond-data",
              recipe.source(),
              String.format(
                  Locale.ROOT,
                  "training.batchSize is %d, but there are %d images to train on: a step has %d.",
                  training.batchSize(),
                  batch,
                  batch)));
    }
    RunFacts run =
        new RunFacts(
            data.classes(),
            data.trainExamples(),
            data.image(),
            training.epochs(),
            batch,
            steps,
            recipe.optimizer().made().learningRate(),
            recipe.optimizer().made().momentum(),
            training.seed(),
            Math.min(training.microBatchSize(), batch),
            Optional.empty());
    return Optional.of(new PlanningFacts(data, run));
  }

  /** Advice where there are images to train on alone. */
  private static String toBeJudgedBy(DataFacts data) {
    return Validation.Share.fitting(data.trainExamples(), data.classes())
        .map(
            share ->
                "Set some of the first apart: \"validation\": {\"share\": %1$s} in data, or --set data.validation.share=%1$s."
                    .formatted(share))
        .orElse(
            "The first are too few to set some of each class apart: add images, or name other data.");
  }
}
