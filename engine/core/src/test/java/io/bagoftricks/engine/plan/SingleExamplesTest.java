package io.bagoftricks.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bagoftricks.api.data.DataFacts;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.engine.internal.model.CifarResNet;
import io.bagoftricks.engine.plugin.TrickRegistry;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.problem.ProblemException;
import io.bagoftricks.engine.recipe.Recipe;
import io.bagoftricks.engine.recipe.TrainingConfig;
import io.bagoftricks.engine.toys.ToyRecipes;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SingleExamplesTest {
  /** A small residual network, whose maps shrink to a quarter of the input, rounded up. */
  private static Recipe recipe(
      Shape image, int images, int batch, int microBatch, boolean dropLast) {
    return ToyRecipes.recipe(
        "tiny",
        new ToyRecipes.Facts(new DataFacts(10, images, 10, image)),
        new CifarResNet(8, 1),
        new TrainingConfig(1, batch, microBatch, 42, dropLast, 1, 1),
        List.of());
  }

  private static RunPlan plan(Recipe recipe) {
    return new RunPlanner(TrickRegistry.of(List.of())).plan(recipe);
  }

  private static String refusal(Recipe recipe) {
    List<Problem> problems =
        catchThrowableOfType(ProblemException.class, () -> plan(recipe)).problems().stream()
            .filter(problem -> problem.severity() == Problem.Severity.ERROR)
            .toList();
    assertThat(problems).hasSize(1);
    return problems.get(0).toString();
  }

  @Test
  void saysWhichForwardsMeetWhichLayer() {
    assertThat(refusal(recipe(new Shape(1, 4, 4), 101, 20, 8, false)))
        .isEqualTo(
            "tiny.json: [recipe/single-example] 101 images in batches of 20, 8 at a time, dropLast"
                + " false, give forwards of [1, 4, 8] images; at input 4x4 the batch norm"
                + " 'layer3.0.bn1' sees 1x1 maps and so needs more than one image. Choose another"
                + " batchSize or microBatch, or write \"dropLast\": true.");
  }

  @Test
  void namesOnlyForwardsThatOccur() {
    assertThat(refusal(recipe(new Shape(1, 4, 4), 1, 4, 0, false)))
        .contains("give forwards of [1] images");
  }

  @Test
  void aBatchThatIsCutEvenlyHasNoRest() {
    assertThat(refusal(recipe(new Shape(1, 4, 4), 101, 20, 5, false)))
        .contains("give forwards of [1, 5] images");
  }

  @ParameterizedTest
  @CsvSource({
    "4, 4, 1, true", // the only batch, a whole one
    "10, 1, 0, true", // every batch
    "10, 4, 1, true", // every micro-batch
    "10, 5, 2, true", // the rest of every batch: 2, 2, 1
    "9, 4, 0, false", // the last batch
    "11, 8, 2, false", // the rest of the last batch: 2, 1
    "1, 4, 0, false", // the only batch
  })
  void refusesEveryWayToOneImage(int images, int batch, int microBatch, boolean dropLast) {
    assertThat(refusal(recipe(new Shape(1, 4, 4), images, batch, microBatch, dropLast)))
        .contains("[recipe/single-example]");
  }

  @ParameterizedTest
  @CsvSource({
    "10, 2, 0, true",
    "9, 4, 0, true", // the one left over is left out
    "10, 4, 2, false",
    "3, 4, 3, false", // 3 only: there is no whole batch, whose rest would be 1
  })
  void acceptsForwardsOfTwo(int images, int batch, int microBatch, boolean dropLast) {
    assertThat(plan(recipe(new Shape(1, 4, 4), images, batch, microBatch, dropLast)).notes())
        .noneMatch(note -> note.id().equals("recipe/single-example"));
  }

  @Test
  void acceptsOneImageWhereMapsHaveMorePixels() {
    assertThat(plan(recipe(new Shape(1, 5, 4), 10, 1, 0, true)).notes()).isEmpty();
    assertThat(plan(recipe(new Shape(1, 4, 5), 10, 1, 0, true)).notes()).isEmpty();
  }
}
