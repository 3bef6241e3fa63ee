package io.bagoftricks.engine.internal.teacher;

import io.bagoftricks.api.Teacher;
import io.bagoftricks.engine.frozen.FrozenNetwork;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A teacher as a trick holds it: from its constructor on, and of use while the run trains. */
public final class LiveTeacher implements Teacher, AutoCloseable {
  private @Nullable FrozenNetwork network;
  private @Nullable InputConversion conversion;

  /** The network is there from now on; it is freed with this. */
  public void open(FrozenNetwork built, InputConversion fromStudent) {
    network = built;
    conversion = fromStudent;
  }

  @Override
  public INDArray logits(INDArray inputs) {
    if (network == null || conversion == null) {
      throw notTraining();
    }
    return network.logits(conversion.apply(inputs));
  }

  static IllegalStateException notTraining() {
    return new IllegalStateException(
        "A teacher computes only while the run trains: between its first and its last step");
  }

  @Override
  public void close() {
    if (network != null) {
      network.close();
      network = null;
    }
    if (conversion != null) {
      conversion.close();
      conversion = null;
    }
  }
}
