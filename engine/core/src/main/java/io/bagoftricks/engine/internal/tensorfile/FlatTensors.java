package io.bagoftricks.engine.internal.tensorfile;

import io.bagoftricks.api.network.Network;
import io.bagoftricks.backends.spi.ParameterLayout;
import io.bagoftricks.backends.spi.ParameterLayout.Slice;
import io.bagoftricks.backends.spi.ParameterLayout.StatisticsSlice;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The flat arrays of a run as named arrays: views, so that writing one writes the other. Parameters
 * and running statistics have the names that timm gives them.
 */
public final class FlatTensors {
  private FlatTensors() {}

  /**
   * Parameters and running statistics, in the order of the network.
   *
   * @param masters flat, by the layout
   * @param statistics flat, by the layout
   */
  public static Map<String, INDArray> of(
      Network network, ParameterLayout layout, INDArray masters, INDArray statistics) {
    Map<String, INDArray> tensors = new LinkedHashMap<>();
    for (Network.Vertex vertex : network.vertices()) {
      vertex.parameters().forEach(p -> tensors.put(p.name(), parameter(layout, masters, p.name())));
      StatisticsSlice slice = layout.statistics().get(vertex.name());
      if (slice != null) {
        int channels = slice.channels();
        tensors.put(vertex.name() + ".running_mean", view(statistics, slice.offset(), channels));
        tensors.put(
            vertex.name() + ".running_var", view(statistics, slice.offset() + channels, channels));
      }
    }
    return tensors;
  }

  /** The part of a flat array that belongs to a parameter, in the parameter's shape. */
  public static INDArray parameter(ParameterLayout layout, INDArray flat, String name) {
    Slice slice = layout.slice(name);
    long[] shape = slice.parameter().shape().stream().mapToLong(Integer::longValue).toArray();
    return view(flat, slice.offset(), slice.parameter().elements()).reshape('c', shape);
  }

  private static INDArray view(INDArray flat, long from, long length) {
    return flat.get(NDArrayIndex.interval(from, from + length));
  }
}
