package io.bagoftricks.engine.train;

import io.bagoftricks.api.network.Shape;
import io.bagoftricks.engine.data.LoaderBatch;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** From what loader threads prepared to arrays, on the training thread. */
final class BatchArrays {
  private BatchArrays() {}

  /** Shape [batch, channels, height, width]. */
  static INDArray inputs(LoaderBatch batch, Shape image) {
    return Nd4j.createFromArray(batch.inputs())
        .reshape(batch.size(), image.channels(), image.height(), image.width());
  }

  /** Shape [batch, classes]: one at the label. */
  static INDArray oneHot(LoaderBatch batch, int classes) {
    float[] values = new float[Math.multiplyExact(batch.size(), classes)];
    for (int row = 0; row < batch.size(); row++) {
      values[row * classes + batch.labels()[row]] = 1;
    }
    return Nd4j.createFromArray(values).reshape(batch.size(), classes);
  }
}
