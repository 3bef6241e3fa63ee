package io.bagoftricks.bench.measure;

import java.util.Locale;

/** The type in which activations are stored; parameters are 32 bits where activations are 16. */
public enum NumberType {
  F64,
  F32,
  BF16,
  FP16;

  /** Whether activations are smaller than parameters. */
  public boolean isHalf() {
    return this == BF16 || this == FP16;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
