package io.bagoftricks.recipes.conformance;

import io.bagoftricks.api.network.BatchNorm2d;
import io.bagoftricks.api.network.Layer;
import io.bagoftricks.api.network.MaxPool2d;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Network.Vertex;
import io.bagoftricks.api.network.Relu;
import io.bagoftricks.api.network.Shape;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds where a correct backend may differ from the reference because it rounds differently: a
 * ReLU's input that is all but zero, two all but equal candidates of a maximum, a channel all but
 * constant that a batch norm blows up, a batch norm behind another, which cancels the gradients of
 * the first. What is exactly zero comes out of a ReLU or a zero scale, is so for everyone, and is
 * no doubt.
 */
final class Doubt {
  /** Of a batch norm: rounding of values so much larger than their deviation passes the bound. */
  private static final double LARGEST_SHARPENING = 30;

  private final Map<Tensor, double[]> exact;
  private final Map<Tensor, double[]> single;
  private final Network network;
  private final Map<String, Shape> shapes;

  private Doubt(Network network, Map<Tensor, double[]> exact, Map<Tensor, double[]> single) {
    this.exact = exact;
    this.single = single;
    this.network = network;
    this.shapes = network.shapes(network.input());
  }

  /**
   * The first layer in doubt in a forward that backward follows, and why.
   *
   * @param exact outputs of all layers in 64 bits
   * @param single the same in 32 bits
   */
  static Optional<String> find(
      Network network, Map<Tensor, double[]> exact, Map<Tensor, double[]> single) {
    Doubt doubt = new Doubt(network, exact, single);
    return network.vertices().stream()
        .filter(vertex -> !vertex.inputs().get(0).equals(Network.INPUT))
        .filter(
            vertex ->
                doubt.at(vertex, Trial.TRAINING_OUTPUT) || doubt.at(vertex, Trial.LATER_OUTPUT))
        .map(Vertex::name)
        .findFirst();
  }

  private boolean at(Vertex vertex, String quantity) {
    Layer layer = vertex.layer();
    Tensor input = new Tensor(quantity, vertex.inputs().get(0));
    if (layer instanceof Relu) {
      double margin = margin(input);
      return Arrays.stream(values(exact, input)).anyMatch(x -> x != 0 && Math.abs(x) < margin);
    }
    if (layer instanceof BatchNorm2d norm) {
      return blowsUp(norm, input) || isNorm(input.name());
    }
    return layer instanceof MaxPool2d pool && ties(pool, input, margin(input));
  }

  private boolean isNorm(String name) {
    return network.find(name).filter(v -> v.layer() instanceof BatchNorm2d).isPresent();
  }

  private boolean blowsUp(BatchNorm2d norm, Tensor input) {
    double[] values = values(exact, input);
    Shape shape = shape(input.name());
    int plane = shape.height() * shape.width();
    for (int channel = 0; channel < shape.channels(); channel++) {
      DoubleSummaryStatistics sums = new DoubleSummaryStatistics();
      DoubleSummaryStatistics magnitudes = new DoubleSummaryStatistics();
      double squares = 0;
      for (int start = channel * plane; start < values.length; start += shape.channels() * plane) {
        for (int i = start; i < start + plane; i++) {
          sums.accept(values[i]);
          magnitudes.accept(Math.abs(values[i]));
          squares += values[i] * values[i];
        }
      }
      double variance = squares / sums.getCount() - sums.getAverage() * sums.getAverage();
      double deviation = Math.sqrt(Math.max(variance, 0) + norm.epsilon());
      if (magnitudes.getMax() > LARGEST_SHARPENING * deviation) {
        return true;
      }
    }
    return false;
  }

  /** How far a backend within bounds may be off. */
  private double margin(Tensor tensor) {
    double[] expected = values(exact, tensor);
    double scale = Arrays.stream(expected).map(Math::abs).max().orElse(0);
    double error = Agreement.largestDifference(expected, values(single, tensor));
    return Agreement.FACTOR * error + Agreement.SLACK * scale;
  }

  private boolean ties(MaxPool2d pool, Tensor input, double margin) {
    Shape shape = shape(input.name());
    double[] values = values(exact, input);
    Shape out = pool.output(List.of(shape));
    int plane = shape.height() * shape.width();
    for (int start = 0; start < values.length; start += plane) {
      for (int row = 0; row < out.height(); row++) {
        for (int column = 0; column < out.width(); column++) {
          int top = row * pool.stride().height() - pool.padding().height();
          int left = column * pool.stride().width() - pool.padding().width();
          double first = Double.NEGATIVE_INFINITY;
          double second = Double.NEGATIVE_INFINITY;
          for (int y = Math.max(top, 0);
              y < Math.min(top + pool.kernel().height(), shape.height());
              y++) {
            for (int x = Math.max(left, 0);
                x < Math.min(left + pool.kernel().width(), shape.width());
                x++) {
              double value = values[start + y * shape.width() + x];
              second = Math.max(second, Math.min(first, value));
              first = Math.max(first, value);
            }
          }
          if (first != 0 && first - second < margin) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private Shape shape(String name) {
    Shape shape = shapes.get(name);
    if (shape == null) {
      throw new IllegalArgumentException("No layer " + name);
    }
    return shape;
  }

  private static double[] values(Map<Tensor, double[]> of, Tensor tensor) {
    double[] values = of.get(tensor);
    if (values == null) {
      throw new IllegalArgumentException("Nothing seen of " + tensor);
    }
    return values;
  }
}
