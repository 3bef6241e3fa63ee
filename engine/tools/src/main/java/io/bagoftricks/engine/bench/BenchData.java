package io.bagoftricks.engine.bench;

import io.bagoftricks.api.data.DataFacts;
import io.bagoftricks.api.data.DataSource;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Split;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.engine.recipe.ModelStart;
import io.bagoftricks.engine.recipe.Recipe;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Noise in place of a recipe's data, which need not be there: one batch of images, with the classes
 * and channels of the data, in epochs of whole batches.
 *
 * @param original the recipe's data
 * @param batchSize images of a step
 * @param side height and width of the images, where they are not to be the data's
 */
public record BenchData(DataSource original, int batchSize, OptionalInt side)
    implements DataSource {
  private static final double BRIGHTEST = 255;

  /**
   * The recipe with noise in place of its data, and without the file that its weights start from.
   */
  public static Recipe replaceIn(Recipe recipe, OptionalInt side) {
    ModelStart start = recipe.start();
    return recipe
        .withData(new BenchData(recipe.data().made(), recipe.training().batchSize(), side))
        .withStart(new ModelStart(Optional.empty(), start.freeze(), start.freezeStatistics()));
  }

  @Override
  public DataFacts facts() throws IOException {
    DataFacts facts = original.facts();
    long batches = Math.max(1, facts.trainExamples() / batchSize);
    Size size = side.isPresent() ? Size.of(side.getAsInt()) : facts.image().size();
    Map<Split, Long> examples = new EnumMap<>(facts.examples());
    examples.put(Split.TRAIN, batches * batchSize);
    return new DataFacts(
        facts.classes(),
        examples,
        new Shape(facts.image().channels(), size.height(), size.width()));
  }

  @Override
  public Dataset open(Split split) throws IOException {
    return new Noise(facts(), batchSize);
  }

  private record Noise(DataFacts facts, int size) implements Dataset {
    @Override
    public int label(int index) {
      return index % facts.classes();
    }

    @Override
    public Image read(int index) {
      Draws draws = Draws.of(index);
      Shape image = facts.image();
      float[][] planes = new float[image.channels()][image.height() * image.width()];
      for (float[] plane : planes) {
        for (int i = 0; i < plane.length; i++) {
          plane[i] = (float) draws.uniform(0, BRIGHTEST);
        }
      }
      return new Image(image.size(), planes);
    }
  }
}
