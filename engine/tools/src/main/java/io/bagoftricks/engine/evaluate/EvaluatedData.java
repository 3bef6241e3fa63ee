package io.bagoftricks.engine.evaluate;

import io.bagoftricks.api.data.DataFacts;
import io.bagoftricks.api.data.DataSource;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Split;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.problem.ProblemException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The images that a run is evaluated on. Who opens them closes them.
 *
 * @param split whose they are
 */
public record EvaluatedData(Split split, Dataset images) implements AutoCloseable {
  private static final int MOST_NAMES = 5;

  /**
   * Opens the images of a split of the run's data.
   *
   * @param asked empty for those that the run is judged by; validation is what the run validates on
   * @param where for messages
   * @throws ProblemException if the data have no such images
   * @throws IOException if the data are not there or not those of the run
   */
  public static EvaluatedData of(RunPlan plan, Optional<Split> asked, String where)
      throws IOException {
    Split wanted = asked.orElse(plan.roles().judged());
    return open(plan.recipe().data().made(), List.of(ofTheRun(plan, wanted)), where);
  }

  /**
   * Opens the images of other data. A folder of images may have fewer splits than the run's data:
   * where no split is asked for and there are none of that which the run is judged by, the images
   * for the test are opened, else those for validation, else those to train on.
   *
   * @param asked empty for those that the run is judged by, or what there is
   * @param where for messages
   * @throws ProblemException if they have other classes than the run, or no such images
   * @throws IOException if the data are not there
   */
  public static EvaluatedData other(
      RunPlan plan, DataSource other, Optional<Split> asked, String where) throws IOException {
    List<String> names = plan.recipe().data().made().labelNames();
    if (!other.labelNames().equals(names)
        || other.facts().image().channels() != plan.facts().input().channels()) {
      checkPresent(other);
      throw problem(
          "eval/other-classes",
          where,
          "The data have the classes %s in images of %s, but the run has %s in images of %s. Name data of the same classes and channels."
              .formatted(
                  few(other.labelNames()),
                  other.facts().image(),
                  few(names),
                  plan.facts().input()));
    }
    return open(
        other,
        asked
            .map(split -> List.of(split, ofTheRun(plan, split)))
            .orElseGet(
                () -> List.of(plan.roles().judged(), Split.TEST, Split.VALIDATION, Split.TRAIN)),
        where);
  }

  /** A source may say what its settings declare, where there is nothing: who opens it is told. */
  private static void checkPresent(DataSource source) throws IOException {
    for (Split split : Split.values()) {
      if (source.facts().examples(split) > 0) {
        source.open(split).close();
        return;
      }
    }
  }

  private static Split ofTheRun(RunPlan plan, Split split) {
    return split == Split.VALIDATION ? plan.roles().validation() : split;
  }

  /** The first of the splits that has images. */
  private static EvaluatedData open(DataSource source, List<Split> splits, String where)
      throws IOException {
    DataFacts facts = source.facts();
    for (Split split : splits) {
      if (facts.examples(split) > 0) {
        return new EvaluatedData(split, source.open(split));
      }
    }
    throw problem(
        "eval/empty-split",
        where,
        String.format(
            Locale.ROOT,
            "The data have no images of the split '%s': they have %d to train on, %d for validation and %d for the test. Name another with --split.",
            splits.get(0).name().toLowerCase(Locale.ROOT),
            facts.trainExamples(),
            facts.validationExamples(),
            facts.testExamples()));
  }

  private static ProblemException problem(String id, String where, String message) {
    return new ProblemException(List.of(Problem.error(id, where, message)));
  }

  private static String few(List<String> names) {
    return names.size() <= MOST_NAMES
        ? String.join(", ", names)
        : "%s, ... (%s)".formatted(String.join(", ", names.subList(0, MOST_NAMES)), names.size());
  }

  @Override
  public void close() {
    images.close();
  }

  /** The split's name as people write it. */
  public String name() {
    return split.name().toLowerCase(Locale.ROOT);
  }
}
