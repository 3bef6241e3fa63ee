package io.bagoftricks.product.golden;

import io.bagoftricks.api.data.DataFacts;
import io.bagoftricks.api.data.DataSource;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Split;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.network.Size;

/** Images that a formula makes, the same in golden files and here; they say how. */
record FormulaImages(int train, int test, int channels, int side, int classes)
    implements DataSource {
  private static final long TRAIN_STREAM = 2000;
  private static final long TEST_STREAM = 3000;

  @Override
  public DataFacts facts() {
    return new DataFacts(classes, train, test, new Shape(channels, side, side));
  }

  @Override
  public Dataset open(Split split) {
    int size = split == Split.TRAIN ? train : test;
    long stream = split == Split.TRAIN ? TRAIN_STREAM : TEST_STREAM;
    return new Dataset() {
      @Override
      public int size() {
        return size;
      }

      @Override
      public int label(int index) {
        return labelOf(index, classes);
      }

      @Override
      public Image read(int index) {
        int plane = side * side;
        float[][] planes = new float[channels][plane];
        for (int i = 0; i < channels * plane; i++) {
          long at = (long) index * channels * plane + i;
          planes[i / plane][i % plane] = (float) Math.floor(128 * (Fill.of(stream, at) + 1));
        }
        return new Image(Size.of(side), planes);
      }
    };
  }

  static int labelOf(int image, int classes) {
    return (7 * image + 3) % classes;
  }
}
