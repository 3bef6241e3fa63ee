package io.bagoftricks.engine.export;

import io.bagoftricks.api.network.BatchNorm2d;
import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Network.Vertex;
import java.util.HashMap;
import java.util.Map;

/** Which batch norms are folded into the convolutions before them, and how. */
final class FoldedNorms {
  private final Map<String, Vertex> normOfConvolution;

  private FoldedNorms(Map<String, Vertex> normOfConvolution) {
    this.normOfConvolution = normOfConvolution;
  }

  /**
   * A convolution's weight [out, in, height, width] and bias [out].
   *
   * @param weight row-major
   */
  @SuppressWarnings("ArrayRecordComponent") // buffers that are handed over, never compared
  record Folded(float[] weight, float[] bias) {}

  /** No norm. */
  static FoldedNorms none() {
    return new FoldedNorms(Map.of());
  }

  /** Every norm that alone reads a convolution. */
  static FoldedNorms all(Network network) {
    Map<String, Integer> readers = new HashMap<>();
    network
        .vertices()
        .forEach(v -> v.inputs().forEach(input -> readers.merge(input, 1, Integer::sum)));
    Map<String, Vertex> norms = new HashMap<>();
    for (Vertex vertex : network.vertices()) {
      String input = vertex.inputs().get(0);
      boolean alone = readers.getOrDefault(input, 0) == 1;
      if (vertex.layer() instanceof BatchNorm2d
          && alone
          && network.find(input).filter(v -> v.layer() instanceof Conv2d).isPresent()) {
        norms.put(input, vertex);
      }
    }
    return new FoldedNorms(norms);
  }

  /** Whether a norm is part of a convolution. */
  boolean isFolded(Vertex norm) {
    return normOfConvolution.containsValue(norm);
  }

  /**
   * A convolution with its norm: {@code w' = w g / s} and {@code b' = beta + (b - mean) g / s},
   * where {@code s = sqrt(variance + epsilon)}; without a norm as it is.
   */
  Folded fold(Vertex convolution, NamedArrays arrays) {
    float[] weight = arrays.values(convolution.name() + ".weight");
    boolean hasBias = convolution.layer() instanceof Conv2d conv && conv.bias();
    int channels = arrays.shape(convolution.name() + ".weight").get(0);
    float[] bias = hasBias ? arrays.values(convolution.name() + ".bias") : new float[channels];
    Vertex norm = normOfConvolution.get(convolution.name());
    if (norm == null || !(norm.layer() instanceof BatchNorm2d settings)) {
      return new Folded(weight, bias);
    }
    float[] gamma = arrays.values(norm.name() + ".weight");
    float[] beta = arrays.values(norm.name() + ".bias");
    float[] mean = arrays.values(norm.name() + ".running_mean");
    float[] variance = arrays.values(norm.name() + ".running_var");
    int perChannel = weight.length / channels;
    for (int channel = 0; channel < channels; channel++) {
      double factor = gamma[channel] / Math.sqrt(variance[channel] + settings.epsilon());
      for (int i = channel * perChannel; i < (channel + 1) * perChannel; i++) {
        weight[i] = (float) (weight[i] * factor);
      }
      bias[channel] = (float) (beta[channel] + (bias[channel] - mean[channel]) * factor);
    }
    return new Folded(weight, bias);
  }

  /** Whether a convolution has a bias, of its own or from its norm. */
  boolean hasBias(Vertex convolution) {
    return normOfConvolution.containsKey(convolution.name())
        || (convolution.layer() instanceof Conv2d conv && conv.bias());
  }

  /** The name under which others read a convolution. */
  String output(Vertex convolution) {
    Vertex norm = normOfConvolution.get(convolution.name());
    return norm == null ? convolution.name() : norm.name();
  }
}
