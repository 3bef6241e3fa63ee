package io.bagoftricks.bench.measure;

import java.util.Locale;

/** The work of one step. */
public enum Mode {
  /** Forward, cross-entropy, backward and update. */
  TRAIN,
  /** Forward with running statistics. */
  INFER;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
