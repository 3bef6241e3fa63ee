package io.bagoftricks.engine.internal.train.memory;

import io.bagoftricks.api.network.Precision;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.engine.internal.loader.LoaderBatch;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager.Location;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * From what loader threads prepared to arrays, on the training thread. There is one array for each
 * shape, filled again for every batch: no step allocates one.
 */
public final class BatchArrays implements AutoCloseable {
  private final Backend backend;
  private final Precision masters;
  private final Map<String, INDArray> inputs = new HashMap<>();
  private final Map<String, INDArray> targets = new HashMap<>();

  /**
   * No arrays yet.
   *
   * @param backend that they are inputs of
   * @param masters precision of the weights' masters
   */
  public BatchArrays(Backend backend, Precision masters) {
    this.backend = backend;
    this.masters = masters;
  }

  /** Shape [batch, channels, height, width]; valid until the next batch of that shape. */
  public INDArray inputs(LoaderBatch batch, Shape image) {
    long[] shape = {batch.size(), image.channels(), image.height(), image.width()};
    INDArray array = array(inputs, shape);
    fill(array, batch.inputs());
    return array;
  }

  /** Shape [batch, classes]: one at the label; valid until the next batch of that size. */
  public INDArray oneHot(LoaderBatch batch, int classes) {
    float[] values = new float[Math.multiplyExact(batch.size(), classes)];
    for (int row = 0; row < batch.size(); row++) {
      values[row * classes + batch.labels()[row]] = 1;
    }
    INDArray array = array(targets, batch.size(), classes);
    fill(array, values);
    return array;
  }

  @Override
  public void close() {
    inputs.values().forEach(INDArray::close);
    targets.values().forEach(INDArray::close);
  }

  private INDArray array(Map<String, INDArray> arrays, long... shape) {
    return arrays.computeIfAbsent(
        Arrays.toString(shape), key -> backend.inputArray(masters, shape));
  }

  /** One copy of the whole, and a word to a GPU that it is the host's values that count. */
  private static void fill(INDArray array, float[] values) {
    int length = Math.toIntExact(array.length());
    if (array.dataType() == DataType.DOUBLE) {
      double[] wide = new double[length];
      Arrays.setAll(wide, i -> values[i]);
      new DoublePointer(array.data().pointer()).put(wide, 0, length);
    } else {
      new FloatPointer(array.data().pointer()).put(values, 0, length);
    }
    Nd4j.getAffinityManager().tagLocation(array, Location.HOST);
  }
}
