package io.bagoftricks.engine.internal.teacher;

import io.bagoftricks.api.Teacher;
import io.bagoftricks.api.TeacherWeights;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A teacher built as the student, which asks for its weights once in each step that uses it. */
public final class MeanTeacher implements Teacher, AutoCloseable {
  private final Supplier<TeacherWeights> weights;
  private @Nullable MovingNetwork network;
  private boolean current;

  /** A teacher that computes nothing yet. */
  public MeanTeacher(Supplier<TeacherWeights> weights) {
    this.weights = weights;
  }

  /** The network is there from now on; it is freed with this. */
  public void open(MovingNetwork built) {
    network = built;
  }

  /** Its weights may have moved. */
  public void beginUpdate() {
    current = false;
  }

  @Override
  public INDArray logits(INDArray inputs) {
    if (network == null) {
      throw LiveTeacher.notTraining();
    }
    if (!current) {
      network.put(weights.get());
      current = true;
    }
    return network.logits(inputs);
  }

  @Override
  public void close() {
    if (network != null) {
      network.close();
      network = null;
    }
  }
}
