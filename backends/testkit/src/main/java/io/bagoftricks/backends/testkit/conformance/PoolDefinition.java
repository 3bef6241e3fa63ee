package io.bagoftricks.backends.testkit.conformance;

import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.network.Size;
import java.util.ArrayList;
import java.util.List;

/** Pooling of one example by the definition of the words, window by window. */
final class PoolDefinition {
  private final Size kernel;
  private final Size stride;
  private final Size padding;
  private final Shape input;
  private final Shape output;
  private final boolean countsPadding;

  PoolDefinition(Size kernel, Size stride, Size padding, Shape input, Shape output) {
    this(kernel, stride, padding, input, output, false);
  }

  /**
   * A definition.
   *
   * @param countsPadding whether a mean is over the whole window, with zeros outside the input
   */
  PoolDefinition(
      Size kernel, Size stride, Size padding, Shape input, Shape output, boolean countsPadding) {
    this.countsPadding = countsPadding;
    this.kernel = kernel;
    this.stride = stride;
    this.padding = padding;
    this.input = input;
    this.output = output;
  }

  /** The largest value of each window. */
  double[] maximum(double[] values) {
    return windows().stream().mapToDouble(window -> values[winner(window, values)]).toArray();
  }

  /** Gradients of the output, each given to the first maximum of its window. */
  double[] maximumGradient(double[] values, double[] ofOutput) {
    double[] ofInput = new double[values.length];
    List<int[]> windows = windows();
    for (int i = 0; i < ofOutput.length; i++) {
      ofInput[winner(windows.get(i), values)] += ofOutput[i];
    }
    return ofInput;
  }

  /** The mean of each window, or of what of it lies inside the input. */
  double[] mean(double[] values) {
    return windows().stream()
        .mapToDouble(
            window -> {
              double sum = 0;
              for (int index : window) {
                sum += values[index];
              }
              return sum / count(window);
            })
        .toArray();
  }

  /** Gradients of the output, each shared by its window. */
  double[] meanGradient(double[] ofOutput) {
    double[] ofInput = new double[Math.toIntExact(input.elements())];
    List<int[]> windows = windows();
    for (int i = 0; i < ofOutput.length; i++) {
      for (int index : windows.get(i)) {
        ofInput[index] += ofOutput[i] / count(windows.get(i));
      }
    }
    return ofInput;
  }

  private int count(int[] window) {
    return countsPadding ? kernel.height() * kernel.width() : window.length;
  }

  private static int winner(int[] window, double[] values) {
    int winner = window[0];
    for (int index : window) {
      if (values[index] > values[winner]) {
        winner = index;
      }
    }
    return winner;
  }

  /** For each output in row-major order, the indices it reads, in row-major order. */
  private List<int[]> windows() {
    List<int[]> windows = new ArrayList<>();
    for (int channel = 0; channel < output.channels(); channel++) {
      for (int row = 0; row < output.height(); row++) {
        for (int column = 0; column < output.width(); column++) {
          windows.add(window(channel, row, column));
        }
      }
    }
    return windows;
  }

  private int[] window(int channel, int row, int column) {
    int top = row * stride.height() - padding.height();
    int left = column * stride.width() - padding.width();
    List<Integer> indices = new ArrayList<>();
    for (int y = Math.max(top, 0); y < Math.min(top + kernel.height(), input.height()); y++) {
      for (int x = Math.max(left, 0); x < Math.min(left + kernel.width(), input.width()); x++) {
        indices.add((channel * input.height() + y) * input.width() + x);
      }
    }
    return indices.stream().mapToInt(Integer::intValue).toArray();
  }
}
