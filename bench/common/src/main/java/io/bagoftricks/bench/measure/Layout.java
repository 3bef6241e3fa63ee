package io.bagoftricks.bench.measure;

import java.util.Locale;

/** The order of an image batch in memory. */
public enum Layout {
  /** PyTorch's default. */
  NCHW,
  /** NHWC. */
  CHANNELS_LAST;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
