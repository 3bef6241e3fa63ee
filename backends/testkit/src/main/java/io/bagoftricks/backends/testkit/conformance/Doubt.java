package io.bagoftricks.backends.testkit.conformance;

import io.bagoftricks.api.network.Layer;
import io.bagoftricks.api.network.MaxPool2d;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Network.Vertex;
import io.bagoftricks.api.network.Relu;
import io.bagoftricks.api.network.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds where a correct backend may have other gradients than the reference because it rounds
 * differently: a ReLU's input that is all but zero, or two all but equal candidates of a maximum.
 * An input that is exactly zero comes out of a ReLU or a zero scale; it is zero in every backend,
 * and there is no doubt about it.
 */
final class Doubt {
  private final Map<Tensor, double[]> exact;
  private final Agreement agreement;
  private final Map<String, Shape> shapes;

  private Doubt(Network network, Map<Tensor, double[]> exact, Agreement agreement) {
    this.exact = exact;
    this.agreement = agreement;
    this.shapes = network.shapes(network.input());
  }

  /**
   * The first layer in doubt in a forward that backward follows.
   *
   * @param exact outputs of all layers in 64 bits
   * @param agreement knows how far rounding carries them
   */
  static Optional<String> find(Network network, Map<Tensor, double[]> exact, Agreement agreement) {
    Doubt doubt = new Doubt(network, exact, agreement);
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
      return Arrays.stream(values(input)).anyMatch(x -> x != 0 && Math.abs(x) < margin);
    }
    return layer instanceof MaxPool2d pool && ties(pool, input, margin(input));
  }

  /** How far rounding may carry a value. */
  private double margin(Tensor tensor) {
    return Agreement.FACTOR * agreement.rounding(tensor);
  }

  private boolean ties(MaxPool2d pool, Tensor input, double margin) {
    Shape shape = shape(input.name());
    double[] values = values(input);
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

  private double[] values(Tensor tensor) {
    double[] values = exact.get(tensor);
    if (values == null) {
      throw new IllegalArgumentException("Nothing seen of " + tensor);
    }
    return values;
  }
}
