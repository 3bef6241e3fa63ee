package io.bagoftricks.backends.onednn.internal.plan;

import io.bagoftricks.backends.onednn.internal.natives.Address;
import io.bagoftricks.backends.onednn.internal.natives.FlatArithmetic;
import io.bagoftricks.backends.spi.ZeroCounter;
import org.bytedeco.dnnl.memory;
import org.jspecify.annotations.Nullable;

/** Counts zeros among gradients where they are stored, while somebody wants to know. */
public final class StoredZeros {
  private final FlatArithmetic arithmetic;
  private @Nullable ZeroCounter counter;

  public StoredZeros(FlatArithmetic arithmetic) {
    this.arithmetic = arithmetic;
  }

  /** Who is told from now on. */
  public void tell(@Nullable ZeroCounter newCounter) {
    counter = newCounter;
  }

  /** Looks at a tensor, if anybody wants to know. */
  public void look(Address address, memory.data_type type, long values) {
    if (counter != null) {
      counter.stored(arithmetic.countZeros(type, address, values), values);
    }
  }
}
