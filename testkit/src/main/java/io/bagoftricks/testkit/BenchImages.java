package io.bagoftricks.testkit;

import io.bagoftricks.api.data.DataFacts;
import io.bagoftricks.api.data.DataSource;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Split;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.api.random.Draws;

/** Images of noise in which each class is brighter at its own pixels. */
record BenchImages(int classes, int train, int test, int channels, int height, int width)
    implements DataSource {
  /** 16 images of 4 classes to learn from, and 8 to be judged by: gray, 8x8. */
  static BenchImages defaults() {
    return new BenchImages(4, 16, 8, 1, 8, 8);
  }

  @Override
  public DataFacts facts() {
    return new DataFacts(classes, train, test, new Shape(channels, height, width));
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
        return index % classes;
      }

      @Override
      public Image read(int index) {
        Draws noise = Draws.of(1).stream(split.name()).stream(index);
        float[][] planes = new float[channels][height * width];
        for (float[] plane : planes) {
          for (int i = 0; i < plane.length; i++) {
            plane[i] = (float) noise.uniform(0, 128) + (i % classes == label(index) ? 100 : 0);
          }
        }
        return new Image(new Size(height, width), planes);
      }
    };
  }
}
