package io.bagoftricks.backends.onednn.internal.plan;

import io.bagoftricks.api.network.Network;
import io.bagoftricks.backends.onednn.internal.natives.Address;
import io.bagoftricks.backends.onednn.internal.natives.FlatArithmetic;
import io.bagoftricks.backends.onednn.internal.natives.Floats;
import io.bagoftricks.backends.spi.HostWeights;
import io.bagoftricks.backends.spi.ParameterLayout.Segment;
import io.bagoftricks.backends.spi.Update;
import io.bagoftricks.backends.spi.Update.Group;
import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Flat arrays of 32 bits, and arithmetic in one pass over memory. */
public final class OneDnnWeights extends HostWeights {
  private final FlatArithmetic arithmetic;

  public OneDnnWeights(Network network, FlatArithmetic arithmetic) {
    super(network, DataType.FLOAT);
    this.arithmetic = arithmetic;
  }

  /** Writes the running statistics, and nothing else. */
  void editStatistics(Consumer<FloatBuffer> change) {
    try {
      change.accept(Floats.of(Address.of(statistics()), statistics().length()));
    } finally {
      statisticsWritten();
    }
  }

  @Override
  protected double norm(INDArray flat, long from, long length) {
    long stretch = Address.of(flat).address() + from * Float.BYTES;
    try {
      return Math.sqrt(arithmetic.sumOfSquares(new Address(stretch), length));
    } finally {
      Reference.reachabilityFence(flat);
    }
  }

  @Override
  public void scaleGradients(double factor) {
    if (!gradients().isEmpty()) {
      arithmetic.scale(Address.of(gradients()), layout().elements(), (float) factor);
    }
  }

  @Override
  public boolean gradientsFinite() {
    return gradients().isEmpty()
        || arithmetic.allFinite(Address.of(gradients()), layout().elements());
  }

  @Override
  public void update(Update update) {
    try {
      List<Address> arrays = new ArrayList<>();
      arrays.add(Address.of(masters()));
      for (int i = 0; i < update.rule().stateArrays(); i++) {
        arrays.add(Address.of(update.state().get(i).values()));
      }
      arrays.add(Address.of(gradients()));
      for (Group group : update.groups()) {
        for (Segment segment : layout().segments(group.parameters())) {
          arithmetic.update(update, group, arrays, segment.from(), segment.to() - segment.from());
        }
      }
      for (int i = 0; i < update.rule().stateArrays(); i++) {
        update.state().get(i).written();
      }
    } finally {
      mastersWritten();
    }
  }

  /** Adds values to a stretch of the gradients. */
  void addToGradients(long from, Address values, long length) {
    long stretch = Address.of(gradients()).address() + from * Float.BYTES;
    arithmetic.add(new Address(stretch), values, length);
  }

  @Override
  protected void lerp(INDArray from, INDArray target, double fraction) {
    try {
      arithmetic.lerp(Address.of(target), Address.of(from), from.length(), (float) fraction);
    } finally {
      Reference.reachabilityFence(from);
      Reference.reachabilityFence(target);
    }
  }
}
