package io.bagoftricks.bench.ceilings;

import io.bagoftricks.api.network.Add;
import io.bagoftricks.api.network.BatchNorm2d;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Network.Vertex;
import io.bagoftricks.api.network.Relu;
import java.util.List;

/**
 * A batch norm and what runs as one with it: a residual sum, a ReLU.
 *
 * @param sum whether another activation is added
 * @param relu whether the result is rectified
 * @param gradients parts that the gradient of its output comes in: one for each reader, or two,
 *     where more are summed up before
 */
record NormUnit(Vertex norm, boolean sum, boolean relu, int gradients) {
  /**
   * The one of a name.
   *
   * @param last its last layer
   */
  static NormUnit of(Network network, String last) {
    Vertex vertex = network.find(last).orElseThrow();
    boolean sum = false;
    boolean relu = false;
    while (!(vertex.layer() instanceof BatchNorm2d)) {
      sum |= vertex.layer() instanceof Add;
      relu |= vertex.layer() instanceof Relu;
      List<Vertex> sources =
          vertex.inputs().stream().map(name -> network.find(name).orElseThrow()).toList();
      vertex =
          sources.stream()
              .filter(source -> source.layer() instanceof BatchNorm2d)
              .findFirst()
              .orElse(sources.get(0));
    }
    long readers =
        network.vertices().stream()
            .flatMap(reader -> reader.inputs().stream())
            .filter(last::equals)
            .count();
    return new NormUnit(vertex, sum, relu, (int) Math.max(1, Math.min(2, readers)));
  }

  /** Tensors that forward reads or writes: the input for the statistics and again, the result. */
  int tensorsForward() {
    int input = ((BatchNorm2d) norm.layer()).frozen() ? 1 : 2;
    return input + (sum ? 1 : 0) + 1;
  }

  /**
   * Tensors that backward reads or writes. First the sums over input and gradient, which needs the
   * output where its sign cannot be told from the input; what the sum's other side gets is stored
   * on the way, unless it is there already. Then input and gradient again, and the result.
   */
  int tensorsBackward() {
    boolean passesOn = sum && (relu || gradients > 1);
    return passesOn ? gradients + (relu ? 6 : 5) : 2 * gradients + 3;
  }

  /** Additions and multiplications for each value; about, as they never bound it. */
  int operations(Pass pass) {
    // Forward: mean 1, variance 3, normalization 2. Backward: normalized input 2, two sums 3, the
    // result 5.
    return (pass == Pass.FORWARD ? 6 : 10) + (sum ? 1 : 0);
  }
}
