package io.bagoftricks.engine.toys;

import io.bagoftricks.api.data.DataFacts;
import io.bagoftricks.api.data.DataSource;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Split;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.api.random.Draws;

/**
 * Gray images in which each class is bright at its own place, for tests that train many times.
 *
 * @param train images to learn from
 * @param test images to be judged by
 */
public record SyntheticImages(int train, int test) implements DataSource {
  private static final int CLASSES = 10;
  private static final int SIDE = 12;

  @Override
  public DataFacts facts() {
    return new DataFacts(CLASSES, train, test, new Shape(1, SIDE, SIDE));
  }

  @Override
  public Dataset open(Split split) {
    int size = split == Split.TRAIN ? train : test;
    return new Dataset() {
      @Override
      public int size() {
        return size;
      }

      @Override
      public int label(int index) {
        return index % CLASSES;
      }

      @Override
      public Image read(int index) {
        Draws noise = Draws.of(1).stream(split.name()).stream(index);
        float[] pixels = new float[SIDE * SIDE];
        for (int i = 0; i < pixels.length; i++) {
          pixels[i] = (float) noise.uniform(0, 128) + (i % CLASSES == label(index) ? 100 : 0);
        }
        return new Image(Size.of(SIDE), new float[][] {pixels});
      }
    };
  }
}
