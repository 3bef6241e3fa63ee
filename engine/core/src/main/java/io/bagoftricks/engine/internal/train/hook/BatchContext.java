package io.bagoftricks.engine.internal.train.hook;

import io.bagoftricks.api.Batch;
import io.bagoftricks.api.Examples;
import io.bagoftricks.api.Moment;
import io.bagoftricks.api.Slot;
import io.bagoftricks.engine.internal.metric.Rows;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The effective batch of one step. Owns the copies that tricks asked for. */
public final class BatchContext extends CallContext implements Batch, AutoCloseable {
  private final UnaryOperator<INDArray> network;
  private final List<INDArray> copies = new ArrayList<>();
  private INDArray inputs;
  private INDArray targets;
  private long[] indices;

  /**
   * A batch.
   *
   * @param indices of the images, one for each example
   * @param network from inputs to logits in evaluation mode, a new array
   */
  public BatchContext(
      Moment moment,
      INDArray inputs,
      INDArray targets,
      long[] indices,
      UnaryOperator<INDArray> network) {
    super(moment);
    this.inputs = inputs;
    this.targets = targets;
    this.indices = indices.clone();
    this.network = network;
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
  public INDArray logits() {
    INDArray logits = network.apply(inputs);
    copies.add(logits);
    return logits;
  }

  @Override
  public void keep(int[] rows) {
    checkAscending(rows);
    touch(Slot.INPUT);
    touch(Slot.TARGET);
    for (int to = 0; to < rows.length; to++) {
      if (rows[to] != to) { // a row moves up alone: what it overwrites was moved, or is left out
        Rows.slice(inputs, to, 1).assign(Rows.slice(inputs, rows[to], 1));
        Rows.slice(targets, to, 1).assign(Rows.slice(targets, rows[to], 1));
      }
    }
    inputs = Rows.slice(inputs, 0, rows.length);
    targets = Rows.slice(targets, 0, rows.length);
    long[] before = indices;
    indices = Arrays.stream(rows).mapToLong(row -> before[row]).toArray();
  }

  private void checkAscending(int[] rows) {
    int last = -1;
    for (int row : rows) {
      if (row <= last || row >= size()) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "The rows to keep are ascending rows of a batch of %d, not %s",
                size(),
                Arrays.toString(rows)));
      }
      last = row;
    }
    if (rows.length == 0) {
      throw new IllegalArgumentException("At least one row of a batch is kept");
    }
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
    INDArray copy;
    try {
      copy = Nd4j.pullRows(flat, 1, order);
    } finally {
      // ND4J forgets the view before native code has read where its values are.
      Reference.reachabilityFence(flat);
    }
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
