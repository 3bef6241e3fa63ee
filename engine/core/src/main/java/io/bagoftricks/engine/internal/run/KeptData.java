package io.bagoftricks.engine.internal.run;

import io.bagoftricks.api.data.DataFacts;
import io.bagoftricks.api.data.DataSource;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Split;
import io.bagoftricks.engine.recipe.Recipe;
import io.bagoftricks.engine.run.Manifest;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * The data of a kept run, as its manifest describes them: the run can be used wherever its data are
 * now, whatever lies in their place. The data themselves are opened only where images are needed.
 */
public record KeptData(DataSource original, Manifest.Facts known) implements DataSource {
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
    if (!areTheSame()) {
      throw new IOException(
          "[run/data-changed] The data are not those that the run was trained on, %s images of %s classes: %s to train on, %s for validation, %s for the test. Name the folder of those with --set data.root=DIR."
              .formatted(
                  known.trainExamples() + known.validationExamples() + known.testExamples(),
                  known.classes(),
                  known.trainExamples(),
                  known.validationExamples(),
                  known.testExamples()));
    }
    return original.open(split);
  }

  private boolean areTheSame() {
    try {
      return original.facts().equals(facts());
    } catch (IOException e) {
      return false; // they contradict the run's recipe
    }
  }
}
