package io.bagoftricks.engine.export;

import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.Network.Vertex;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.engine.internal.tensorfile.FlatTensors;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The values that layers compute with: parameters and running statistics by name, copied on
 * request.
 */
final class NamedArrays {
  private final Map<String, INDArray> arrays;

  NamedArrays(Weights weights) {
    arrays =
        new HashMap<>(
            FlatTensors.of(
                weights.network(), weights.layout(), weights.masters(), weights.statistics()));
    for (Vertex vertex : weights.network().vertices()) {
      if (vertex.layer() instanceof Conv2d conv && conv.transform().isPresent()) {
        String name = vertex.name() + ".weight";
        INDArray effective = array(name).dup('c');
        conv.transform().get().forward(array(name), effective);
        arrays.put(name, effective);
      }
    }
  }

  /** A fresh copy, row-major. */
  float[] values(String name) {
    return OnnxTensors.values(array(name));
  }

  List<Integer> shape(String name) {
    return Arrays.stream(array(name).shape()).mapToObj(Math::toIntExact).toList();
  }

  private INDArray array(String name) {
    INDArray array = arrays.get(name);
    if (array == null) {
      throw new IllegalArgumentException("The network has no array '" + name + "'");
    }
    return array;
  }
}
