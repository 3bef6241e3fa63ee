package io.bagoftricks.engine.preview;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.data.DataFacts;
import io.bagoftricks.api.data.DataSource;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Split;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.engine.internal.model.CifarResNet;
import io.bagoftricks.engine.plan.RunPlanner;
import io.bagoftricks.engine.plugin.TrickRegistry;
import io.bagoftricks.engine.preview.ContactSheet.Card;
import io.bagoftricks.engine.recipe.TrainingConfig;
import io.bagoftricks.engine.toys.ToyRecipes;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PreviewTest {
  /** Four images of 400 x 200 pixels, which are shown smaller. */
  private record Large() implements DataSource {
    private static final Size SIZE = new Size(200, 400);

    @Override
    public DataFacts facts() {
      return new DataFacts(2, 4, 4, new Shape(1, 8, 8));
    }

    @Override
    public Dataset open(Split split) {
      return new Dataset() {
        @Override
        public int size() {
          return 4;
        }

        @Override
        public int label(int index) {
          return index % 2;
        }

        @Override
        public Image read(int index) {
          return new Image(SIZE, new float[][] {new float[SIZE.height() * SIZE.width()]});
        }
      };
    }
  }

  @Test
  void knowsHowLargeAnImageWasThatIsShownSmaller() throws IOException {
    RunPlanner planner = new RunPlanner(TrickRegistry.of(List.of()));
    List<Card> cards =
        Preview.of(
                planner.plan(
                    ToyRecipes.recipe(
                        "large",
                        new Large(),
                        new CifarResNet(8, 1),
                        new TrainingConfig(1, 2, 0, 42, true, 1, 1),
                        List.of())),
                0,
                3)
            .cards();
    assertThat(cards)
        .hasSize(3)
        .allSatisfy(card -> assertThat(card.original()).isEqualTo(Large.SIZE))
        .allSatisfy(card -> assertThat(card.before().getWidth()).isEqualTo(ContactSheet.SIDE));
  }
}
