package io.bagoftricks.tricks.arch.blurpool;

import io.bagoftricks.api.network.CustomLayer;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.tricks.arch.HostValues;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A blur by the binomial window [1, 2, 1] / 4 down and across, of which only every so many values
 * are computed. Borders are reflected: the window of the first value is [2, 1, 2] on values 1, 0,
 * 1. It has no weights.
 *
 * @param stride the step of the window, down and across
 */
record Binomial(Size stride) implements CustomLayer {
  @Override
  public Shape output(List<Shape> inputs) {
    Shape in = inputs.get(0);
    if (in.height() < 2 || in.width() < 2) {
      throw new IllegalArgumentException(
          "A blur reflects borders, which takes 2 rows and columns, not " + in);
    }
    return new Shape(
        in.channels(), extent(in.height(), stride.height()), extent(in.width(), stride.width()));
  }

  /** Down first, over whole rows, so that the steps across are over few of them. */
  @Override
  public void forward(Forward pass) {
    INDArray output = pass.output();
    int height = (int) pass.input(0).size(2);
    int width = (int) pass.input(0).size(3);
    int[][] down = windows(height, stride.height());
    int[][] across = windows(width, stride.width());
    double[] from = HostValues.of(pass.input(0));
    double[] to = new double[Math.toIntExact(output.length())];
    double[] row = new double[width];
    for (int plane = 0, at = 0; at < to.length; plane += height * width) {
      for (int[] y : down) {
        int before = plane + y[0] * width;
        int center = plane + y[1] * width;
        int after = plane + y[2] * width;
        for (int x = 0; x < width; x++) {
          row[x] = 0.25 * (from[before + x] + from[after + x]) + 0.5 * from[center + x];
        }
        for (int[] x : across) {
          to[at++] = 0.25 * (row[x[0]] + row[x[2]]) + 0.5 * row[x[1]];
        }
      }
    }
    HostValues.write(to, output);
  }

  /** The transposed map: each value gives its gradient to the nine that it was made of. */
  @Override
  public void backward(Backward pass) {
    INDArray target = pass.inputGradient(0);
    int height = (int) target.size(2);
    int width = (int) target.size(3);
    int[][] down = windows(height, stride.height());
    int[][] across = windows(width, stride.width());
    double[] from = HostValues.of(pass.outputGradient());
    double[] to = new double[Math.toIntExact(target.length())];
    double[] row = new double[width];
    for (int plane = 0, at = 0; at < from.length; plane += height * width) {
      for (int[] y : down) {
        Arrays.fill(row, 0);
        for (int[] x : across) {
          double gradient = from[at++];
          row[x[0]] += 0.25 * gradient;
          row[x[1]] += 0.5 * gradient;
          row[x[2]] += 0.25 * gradient;
        }
        add(row, 0.25, to, plane + y[0] * width);
        add(row, 0.5, to, plane + y[1] * width);
        add(row, 0.25, to, plane + y[2] * width);
      }
    }
    HostValues.write(to, target);
  }

  private static void add(double[] row, double share, double[] to, int from) {
    for (int x = 0; x < row.length; x++) {
      to[from + x] += share * row[x];
    }
  }

  /** For each computed value the places before, at and after it; borders are reflected. */
  private static int[][] windows(int extent, int stride) {
    int[][] windows = new int[extent(extent, stride)][];
    for (int i = 0; i < windows.length; i++) {
      int center = i * stride;
      int after = center + 1 < extent ? center + 1 : extent - 2;
      windows[i] = new int[] {Math.abs(center - 1), center, after};
    }
    return windows;
  }

  private static int extent(int input, int stride) {
    return (input - 1) / stride + 1;
  }
}
