package io.bagoftricks.engine.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.network.Shape;
import io.bagoftricks.engine.data.DataFacts;
import io.bagoftricks.engine.model.CifarResNet;
import io.bagoftricks.engine.plan.RunPlanner;
import io.bagoftricks.engine.plugin.TrickRegistry;
import io.bagoftricks.engine.recipe.Recipe;
import io.bagoftricks.engine.recipe.TrainingConfig;
import io.bagoftricks.engine.toys.ToyRecipes;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MemoryEstimateTest {
  // Depth 8, width 1, on 1x8x8, counted by hand.
  // Parameters: stem 9 + 2, stages 22, 68 and 248, linear 40 + 10: 399.
  // Outputs: stem 3 x 64, stages 7 x 64, 9 x 32 and 9 x 16, pool 4, logits 10: 1,086.
  private static final int PARAMETERS = 399;
  private static final int OUTPUTS = 1_086;

  @Test
  void countsEveryLargeArrayOfOneMicroBatch() {
    Recipe recipe =
        ToyRecipes.recipe(
            "tiny",
            new ToyRecipes.Facts(new DataFacts(10, 1_000, 100, new Shape(1, 8, 8))),
            new CifarResNet(8, 1),
            new TrainingConfig(1, 100, 25, 42, true, 1, 2),
            List.of());
    MemoryEstimate memory =
        MemoryEstimate.of(new RunPlanner(TrickRegistry.of(List.of())).plan(recipe));
    assertThat(memory)
        .isEqualTo(
            new MemoryEstimate(
                4.0 * PARAMETERS, 4.0 * PARAMETERS, 4.0 * PARAMETERS, 4.0 * 25 * OUTPUTS));
    assertThat(memory.total()).isEqualTo(4.0 * (3 * PARAMETERS + 25 * OUTPUTS));
  }
}
