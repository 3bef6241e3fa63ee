package io.bagoftricks.engine.train.internal.hook;

import io.bagoftricks.api.Batch;
import io.bagoftricks.api.Examples;
import io.bagoftricks.api.Moment;
import io.bagoftricks.api.Slot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The effective batch of one update. Owns the copies that tricks asked for. */
public final class BatchContext extends CallContext implements Batch, AutoCloseable {
  private final INDArray inputs;
  private final INDArray targets;
  private final long[] indices;
  private final List<INDArray> copies = new ArrayList<>();

  /**
   * A batch.
   *
   * @param indices of the images, one for each example
   */
  public BatchContext(Moment moment, INDArray inputs, INDArray targets, long[] indices) {
    super(moment);
    this.inputs = inputs;
    this.targets = targets;
    this.indices = indices.clone();
  }

  @Override
  public int size() {
    return (int) inputs.size(0);
  }

  @Override
  public long[] indices() {
    return indices.clone();
  }

  @Override
  public INDArray inputs() {
    return inputs;
  }

  @Override
  public INDArray targets() {
    return targets;
  }

  @Override
  public INDArray editInputs() {
    touch(Slot.INPUT);
    return inputs;
  }

  @Override
  public INDArray editTargets() {
    touch(Slot.TARGET);
    return targets;
  }

  @Override
  Optional<String> fault(Set<Slot> edited) {
    return edited.contains(Slot.TARGET) ? Distributions.fault(targets) : Optional.empty();
  }

  @Override
  public Examples reordered(int[] order) {
    if (order.length != size()) {
      throw new IllegalArgumentException(
          "An order has one row for each of the " + size() + " examples, not " + order.length);
    }
    return new Reordered(rows(inputs, order), rows(targets, order));
  }

  /** Frees the copies; the batch itself goes on into the network. */
  public void freeCopies() {
    copies.forEach(INDArray::close);
    copies.clear();
  }

  @Override
  public void close() {
    freeCopies();
  }

  private INDArray rows(INDArray from, int[] order) {
    INDArray flat = from.reshape(from.size(0), from.length() / from.size(0));
    INDArray copy = Nd4j.pullRows(flat, 1, order);
    copies.add(copy);
    return copy.reshape(from.shape());
  }

  private static final class Reordered implements Examples {
    private final INDArray inputs;
    private final INDArray targets;

    Reordered(INDArray inputs, INDArray targets) {
      this.inputs = inputs;
      this.targets = targets;
    }

    @Override
    public INDArray inputs() {
      return inputs;
    }

    @Override
    public INDArray targets() {
      return targets;
    }
  }
}
