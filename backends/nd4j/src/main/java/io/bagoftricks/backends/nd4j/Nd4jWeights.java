package io.bagoftricks.backends.nd4j;

import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.backends.spi.Finiteness;
import io.bagoftricks.backends.spi.HostWeights;
import io.bagoftricks.backends.spi.Update;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.reduce.floating.Norm2;
import org.nd4j.linalg.factory.Nd4j;

/** Flat arrays of 32 or 64 bits, and ND4J's arithmetic on them. */
final class Nd4jWeights extends HostWeights {
  private final INDArray scratch;
  private final INDArray norm = Nd4j.scalar(DataType.DOUBLE, 0);
  private final Map<Precision, RoundedParameters> rounded = new EnumMap<>(Precision.class);

  Nd4jWeights(Network network, DataType type) {
    super(network, type);
    this.scratch = Nd4j.create(type, layout().elements());
  }

  @Override
  protected double norm(INDArray flat, long from, long length) {
    // Into 64 bits, and so summed in them: 32 bits would lose digits, and overflow from 1e19 on.
    Nd4j.getExecutioner().exec(new Norm2(FlatViews.of(flat, from, length), norm, false, 0));
    return norm.getDouble(0);
  }

  @Override
  public void scaleGradients(double factor) {
    if (!gradients().isEmpty()) {
      gradients().muli(factor);
    }
  }

  @Override
  public boolean gradientsFinite() {
    return Finiteness.allFinite(gradients());
  }

  @Override
  public void update(Update update) {
    try {
      new UpdateKernel(update, masters(), gradients(), scratch).run(layout());
    } finally {
      mastersWritten();
    }
  }

  /** The parameters as 16 bits hold them; one copy for all plans. */
  RoundedParameters rounded(Precision precision) {
    return rounded.computeIfAbsent(precision, p -> new RoundedParameters(this, Storage.type(p)));
  }

  /** Runs a backward pass that overwrites the gradients, and adds what was there before. */
  void addingGradients(Runnable backward) {
    if (gradients().isEmpty()) {
      backward.run();
      return;
    }
    scratch.assign(gradients());
    backward.run();
    gradients().addi(scratch);
  }

  @Override
  protected void lerp(INDArray from, INDArray target, double fraction) {
    INDArray difference = FlatViews.of(scratch, 0, from.length());
    from.sub(target, difference);
    target.addi(difference.muli(fraction));
  }

  @Override
  public void close() {
    rounded.values().forEach(RoundedParameters::close);
    for (INDArray array : List.of(scratch, norm)) {
      if (array.closeable()) {
        array.close();
      }
    }
    super.close();
  }
}
