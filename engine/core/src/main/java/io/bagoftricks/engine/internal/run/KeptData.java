package io.bagoftricks.engine.internal.run;

import io.bagoftricks.api.data.DataFacts;
import io.bagoftricks.api.data.DataSource;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Split;
import io.bagoftricks.engine.internal.split.KnownSource;
import io.bagoftricks.engine.internal.storage.DataException;
import io.bagoftricks.engine.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The data of a kept run, as its manifest describes them: the run can be used wherever its data are
 * now, whatever lies in their place. The data themselves are opened only where images are needed.
 */
public record KeptData(DataSource original, Manifest.Facts known)
    implements DataSource, KnownSource {
  /** The recipe of a run, with the facts of its manifest in place of what the data say now. */
  public static Recipe in(Recipe recipe, Manifest.Facts known) {
    return recipe.withData(new KeptData(recipe.data().made(), known));
  }

  @Override
  public DataFacts facts() {
    Map<Split, Long> examples =
        Map.of(
            Split.TRAIN, known.trainExamples(),
            Split.VALIDATION, known.validationExamples(),
            Split.TEST, known.testExamples());
    return new DataFacts(known.classes(), examples, known.input());
  }

  @Override
  public List<String> labelNames() {
    return known.labels();
  }

  /**
   * {@inheritDoc}
   *
   * @throws IOException if the data are not there, or are others than the run's
   */
  @Override
  public Dataset open(Split split) throws IOException {
    Optional<String> otherwise = otherwise();
    if (otherwise.isPresent()) {
      throw new DataException(
          "run/data-changed",
          "The data are not those that the run was trained on, %s. %s Name the folder of those with --set data.root=DIR."
              .formatted(counts(facts()), otherwise.get()),
          null);
    }
    return original.open(split);
  }

  /** {@inheritDoc} Whoever trained the run was told. */
  @Override
  public List<String> untaughtClasses() {
    return List.of();
  }

  /** {@inheritDoc} Whoever trained the run was told. */
  @Override
  public List<String> unusedFolders() {
    return List.of();
  }

  /** {@inheritDoc} The manifest says all numbers. */
  @Override
  public Optional<String> assumed() {
    return Optional.empty();
  }

  @Override
  public List<Path> places() throws IOException {
    return KnownSource.of(original).places();
  }

  @Override
  public boolean wouldTake(Path folder) throws IOException {
    return KnownSource.of(original).wouldTake(folder);
  }

  /** The data in the place of the run's own, in a sentence; empty where it is they. */
  private Optional<String> otherwise() {
    try {
      DataFacts now = original.facts();
      Optional<String> otherwise =
          now.equals(facts())
              ? otherClass(original.labelNames())
              : Optional.of("In their place are %s.".formatted(counts(now)));
      if (otherwise.isPresent()) {
        // A source may say what its settings declare, where there is nothing: who opens it is told.
        original.open(Split.TRAIN).close();
      }
      return otherwise;
    } catch (IOException e) {
      return Optional.of(DataException.of(e).problem().message());
    }
  }

  /** The first class that has another name, in a sentence; empty where there is none. */
  private Optional<String> otherClass(List<String> now) {
    return IntStream.range(0, Math.min(now.size(), known.labels().size()))
        .filter(label -> !now.get(label).equals(known.labels().get(label)))
        .mapToObj(
            label ->
                "In their place are as many of other classes: class %s is '%s', and was '%s'."
                    .formatted(label, now.get(label), known.labels().get(label)))
        .findFirst();
  }

  private static String counts(DataFacts facts) {
    return "%s images of %sx%s in %s classes: %s to train on, %s for validation, %s for the test"
        .formatted(
            facts.trainExamples() + facts.validationExamples() + facts.testExamples(),
            facts.image().height(),
            facts.image().width(),
            facts.classes(),
            facts.trainExamples(),
            facts.validationExamples(),
            facts.testExamples());
  }
}
