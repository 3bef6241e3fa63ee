package io.bagoftricks.backends.onednn.internal.plan;

import io.bagoftricks.api.random.Draws;
import io.bagoftricks.backends.spi.CustomLayerRun;
import io.bagoftricks.backends.spi.ForwardDraws;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The ND4J arrays that a plan hands out: logits, taps, and those of plugins' layers. */
public final class PlanArrays implements AutoCloseable {
  private final long most;
  private final List<INDArray> arrays = new ArrayList<>();
  private final Map<String, INDArray> copies = new HashMap<>();
  private final List<CustomLayerRun> runs = new ArrayList<>();
  private ForwardDraws draws = ForwardDraws.of(Draws.of(0));

  /**
   * Arrays of one plan.
   *
   * @param most bytes that they may take
   */
  public PlanArrays(long most) {
    this.most = most;
  }

  /** Zeros, 32 bits, for as long as the plan lives. */
  public INDArray create(long... shape) {
    return create(DataType.FLOAT, shape);
  }

  /**
   * Zeros of a type, for as long as the plan lives.
   *
   * @throws OutOfMemoryError if all would take more than they may; the system might end the process
   *     instead
   */
  public INDArray create(DataType type, long... shape) {
    long bytes = LongStream.of(shape).reduce(type.width(), Math::multiplyExact);
    if (bytes > most - bytes()) {
      throw new OutOfMemoryError("The arrays of a plan take more memory than is free");
    }
    INDArray array = Nd4j.create(type, shape);
    arrays.add(array);
    return array;
  }

  /** A dense copy, valid until another array of that shape is copied. */
  public INDArray copy(INDArray array) {
    String shape = Arrays.toString(array.shape());
    return copies.computeIfAbsent(shape, key -> create(array.shape())).assign(array);
  }

  /** Takes over what a plugin's layer keeps. */
  public CustomLayerRun own(CustomLayerRun run) {
    runs.add(run);
    return run;
  }

  /** Sets the draws of plugins' layers for the next forward pass. */
  public void draws(ForwardDraws newDraws) {
    draws = newDraws;
  }

  public ForwardDraws draws() {
    return draws;
  }

  public long bytes() {
    return arrays.stream().mapToLong(array -> array.length() * array.dataType().width()).sum();
  }

  @Override
  public void close() {
    runs.forEach(CustomLayerRun::close);
    arrays.forEach(INDArray::close);
  }
}
