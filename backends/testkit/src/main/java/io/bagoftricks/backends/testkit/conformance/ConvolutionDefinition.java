package io.bagoftricks.backends.testkit.conformance;

import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.Shape;

/** A convolution of a batch by the definition of the word: sums over windows, in 64 bits. */
final class ConvolutionDefinition {
  /** A product that the convolution sums: its places in input, weight and output. */
  private interface Product {
    void at(int input, int weight, int output);
  }

  private final Conv2d layer;
  private final int batch;
  private final Shape input;
  private final Shape output;

  ConvolutionDefinition(Conv2d layer, int batch, Shape input, Shape output) {
    this.layer = layer;
    this.batch = batch;
    this.input = input;
    this.output = output;
  }

  double[] output(double[] values, double[] weight, double[] bias) {
    double[] sums = new double[Math.toIntExact(batch * output.elements())];
    int area = output.height() * output.width();
    for (int i = 0; i < sums.length; i++) {
      sums[i] = bias.length == 0 ? 0 : bias[i / area % bias.length];
    }
    eachProduct((in, by, out) -> sums[out] += values[in] * weight[by]);
    return sums;
  }

  double[] inputGradient(double[] weight, double[] ofOutput) {
    double[] sums = new double[Math.toIntExact(batch * input.elements())];
    eachProduct((in, by, out) -> sums[in] += weight[by] * ofOutput[out]);
    return sums;
  }

  double[] weightGradient(double[] values, double[] ofOutput) {
    double[] sums =
        new double
            [output.channels()
                * inputsOfGroup()
                * layer.kernel().height()
                * layer.kernel().width()];
    eachProduct((in, by, out) -> sums[by] += values[in] * ofOutput[out]);
    return sums;
  }

  private void eachProduct(Product product) {
    for (int image = 0; image < batch; image++) {
      for (int to = 0; to < output.channels(); to++) {
        int first = to / (output.channels() / layer.groups()) * inputsOfGroup();
        for (int from = first; from < first + inputsOfGroup(); from++) {
          for (int row = 0; row < output.height(); row++) {
            for (int column = 0; column < output.width(); column++) {
              window(product, image, to, from, row, column);
            }
          }
        }
      }
    }
  }

  /** Input channels that one output channel sees. */
  private int inputsOfGroup() {
    return input.channels() / layer.groups();
  }

  private void window(Product product, int image, int to, int from, int row, int column) {
    int out = ((image * output.channels() + to) * output.height() + row) * output.width() + column;
    for (int i = 0; i < layer.kernel().height(); i++) {
      int y =
          row * layer.stride().height() - layer.padding().height() + i * layer.dilation().height();
      for (int j = 0; j < layer.kernel().width(); j++) {
        int x =
            column * layer.stride().width()
                - layer.padding().width()
                + j * layer.dilation().width();
        if (y >= 0 && y < input.height() && x >= 0 && x < input.width()) {
          product.at(
              ((image * input.channels() + from) * input.height() + y) * input.width() + x,
              ((to * inputsOfGroup() + from % inputsOfGroup()) * layer.kernel().height() + i)
                      * layer.kernel().width()
                  + j,
              out);
        }
      }
    }
  }
}
