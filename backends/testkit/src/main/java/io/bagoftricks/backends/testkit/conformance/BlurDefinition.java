package io.bagoftricks.backends.testkit.conformance;

import io.bagoftricks.api.network.BlurPool2d;
import io.bagoftricks.api.network.Shape;
import java.util.List;

/** A blur of one example as a sum of nine products for each value. */
final class BlurDefinition {
  private static final int[] WINDOW = {1, 2, 1};

  private final BlurPool2d blur;
  private final Shape input;
  private final Shape output;

  BlurDefinition(BlurPool2d blur, Shape input) {
    this.blur = blur;
    this.input = input;
    this.output = blur.output(List.of(input));
  }

  private interface Product {
    void add(int from, int to, double weight);
  }

  double[] forward(double[] values) {
    double[] result = new double[Math.toIntExact(output.elements())];
    each((from, to, weight) -> result[to] += weight * values[from]);
    return result;
  }

  double[] backward(double[] ofOutput) {
    double[] result = new double[Math.toIntExact(input.elements())];
    each((from, to, weight) -> result[from] += weight * ofOutput[to]);
    return result;
  }

  private void each(Product product) {
    int to = 0;
    for (int channel = 0; channel < output.channels(); channel++) {
      for (int row = 0; row < output.height(); row++) {
        for (int column = 0; column < output.width(); column++) {
          window(channel, row, column, to, product);
          to++;
        }
      }
    }
  }

  private void window(int channel, int row, int column, int to, Product product) {
    for (int y = 0; y < WINDOW.length; y++) {
      int fromRow = reflected(row * blur.stride().height() + y - 1, input.height());
      for (int x = 0; x < WINDOW.length; x++) {
        int fromColumn = reflected(column * blur.stride().width() + x - 1, input.width());
        int from = (channel * input.height() + fromRow) * input.width() + fromColumn;
        product.add(from, to, WINDOW[y] * WINDOW[x] / 16.0);
      }
    }
  }

  private static int reflected(int place, int extent) {
    int inside = Math.abs(place);
    return inside < extent ? inside : 2 * (extent - 1) - inside;
  }
}
