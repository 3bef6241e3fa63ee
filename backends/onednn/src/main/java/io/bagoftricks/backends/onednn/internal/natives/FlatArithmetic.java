package io.bagoftricks.backends.onednn.internal.natives;

import io.bagoftricks.api.optimizer.UpdateRule;
import io.bagoftricks.api.optimizer.UpdateRule.AdamW;
import io.bagoftricks.api.optimizer.UpdateRule.Nag;
import io.bagoftricks.api.optimizer.UpdateRule.Sgd;
import io.bagoftricks.backends.spi.Update;
import io.bagoftricks.backends.spi.Update.Group;
import java.util.List;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.DoublePointer;

/**
 * Arithmetic over dense arrays, each in one pass over memory on all threads. Sums are added block
 * by block in one order, so that no result depends on the number of threads.
 */
public final class FlatArithmetic {
  private final int threads;
  private DoublePointer sums = new DoublePointer(1);

  FlatArithmetic(int threads) {
    this.threads = threads;
  }

  /** How many threads compute. */
  public int threads() {
    return threads;
  }

  /** The sum of squares of 32-bit values, in 64 bits. */
  public double sumOfSquares(Address values, long length) {
    return NativeKernels.sumOfSquares(length, threads, values.address(), sumsFor(length));
  }

  /** Whether all of some 32-bit values are finite. */
  public boolean allFinite(Address values, long length) {
    return NativeKernels.countNotFinite(length, threads, values.address(), sumsFor(length)) == 0;
  }

  /** How many values are zero, whatever their sign. */
  public long countZeros(memory.data_type type, Address values, long length) {
    return (long)
        NativeKernels.countZeros(
            NativeKernels.typeCode(type), length, threads, values.address(), sumsFor(length));
  }

  /** {@code values *= factor}. */
  public void scale(Address values, long length, float factor) {
    NativeKernels.scale(length, threads, values.address(), factor);
  }

  /** {@code to += from}. */
  public void add(Address to, Address from, long length) {
    NativeKernels.add(length, threads, to.address(), from.address());
  }

  /** {@code to += share (from - to)}. */
  public void lerp(Address to, Address from, long length, float share) {
    NativeKernels.lerp(length, threads, to.address(), from.address(), share);
  }

  /** fp16 to 32 bits. */
  public void widen(Address from, Address to, long length) {
    NativeKernels.widen(length, threads, from.address(), to.address());
  }

  /** 32 bits to fp16; what is too large becomes infinite, what is too small zero. */
  public void narrow(Address from, Address to, long length) {
    NativeKernels.narrow(length, threads, from.address(), to.address());
  }

  /**
   * Updates a stretch of masters by the formula of {@link UpdateRule}.
   *
   * @param arrays the masters, then the optimizer state, the gradients last
   * @param from where in each array the stretch begins
   */
  public void update(Update update, Group group, List<Address> arrays, long from, long length) {
    UpdateRule rule = update.rule();
    long weight = arrays.get(0).address() + from * Float.BYTES;
    long first = arrays.get(1).address() + from * Float.BYTES;
    long gradient = arrays.get(arrays.size() - 1).address() + from * Float.BYTES;
    float rate = (float) group.learningRate();
    float decay = (float) group.weightDecay();
    float momentum = (float) update.momentum();
    if (rule instanceof Sgd) {
      NativeKernels.sgd(length, threads, weight, first, gradient, rate, decay, momentum);
    } else if (rule instanceof Nag nag && nag.form() == Nag.Form.PAPER) {
      NativeKernels.nag(length, threads, weight, first, gradient, rate, decay, momentum);
    } else if (rule instanceof Nag) {
      NativeKernels.mxnetNag(length, threads, weight, first, gradient, rate, decay, momentum);
    } else if (rule instanceof AdamW adamW) {
      double correction1 = 1 - StrictMath.pow(adamW.beta1(), (double) update.count());
      double correction2 = 1 - StrictMath.pow(adamW.beta2(), (double) update.count());
      NativeKernels.adamW(
          length,
          threads,
          weight,
          first,
          arrays.get(2).address() + from * Float.BYTES,
          gradient,
          (float) (group.learningRate() / correction1),
          (float) (1 - group.learningRate() * group.weightDecay()),
          (float) adamW.beta1(),
          (float) adamW.beta2(),
          (float) (1 - adamW.beta1()),
          (float) (1 - adamW.beta2()),
          (float) adamW.epsilon(),
          (float) (1 / correction2));
    } else {
      throw new IllegalArgumentException("No formula for the update rule " + rule);
    }
  }

  private long sumsFor(long length) {
    long needed = NativeKernels.blocks(length);
    if (sums.capacity() < needed) {
      DoublePointer larger = new DoublePointer(needed); // or it fails, and the old one stays
      sums.close();
      sums = larger;
    }
    return sums.address();
  }
}
