package io.bagoftricks.engine.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.data.DataFacts;
import io.bagoftricks.api.data.DataSource;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Split;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.engine.recipe.ModelStart;
import io.bagoftricks.engine.recipe.Recipe;
import io.bagoftricks.engine.toys.ToyRecipes;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class BenchDataTest {
  private static final DataSource MISSING =
      new ToyRecipes.Facts(new DataFacts(10, 1_000, 100, new Shape(3, 28, 20)));

  @Test
  void allEpochsHaveWholeBatchesOnly() throws IOException {
    assertThat(facts(64, OptionalInt.empty()).trainExamples()).isEqualTo(15 * 64);
  }

  @Test
  void aBatchMayBeLargerThanTheData() throws IOException {
    assertThat(facts(4_096, OptionalInt.empty()).trainExamples()).isEqualTo(4_096);
  }

  @Test
  void imagesHaveTheSizeOfTheDataUnlessToldOtherwise() throws IOException {
    assertThat(facts(64, OptionalInt.empty()).image()).isEqualTo(new Shape(3, 28, 20));
    assertThat(facts(64, OptionalInt.of(32)).image()).isEqualTo(new Shape(3, 32, 32));
  }

  @Test
  void imagesAreThereThoughTheDataAreNot() throws IOException {
    Dataset images = new BenchData(MISSING, 16, OptionalInt.of(8)).open(Split.TRAIN);

    assertThat(images.size()).isEqualTo(16);
    assertThat(images.label(13)).isEqualTo(3);
    Dataset.Image image = images.read(13);
    assertThat(image.size()).isEqualTo(Size.of(8));
    assertThat(image.planes()).hasDimensions(3, 64);
    for (float value : image.planes()[2]) {
      assertThat(value).isBetween(0f, 255f);
    }
    assertThat(image.planes()[0]).isNotEqualTo(images.read(14).planes()[0]);
  }

  @Test
  void theFileThatWeightsStartFromNeedNotBeThere() {
    Recipe recipe =
        ToyRecipes.small(List.of())
            .withStart(
                new ModelStart(Optional.of("none.safetensors"), List.of("fc"), Optional.of(false)));

    assertThat(BenchData.replaceIn(recipe, OptionalInt.empty()).start())
        .isEqualTo(new ModelStart(Optional.empty(), List.of("fc"), Optional.of(false)));
  }

  private static DataFacts facts(int batchSize, OptionalInt side) throws IOException {
    return new BenchData(MISSING, batchSize, side).facts();
  }
}
