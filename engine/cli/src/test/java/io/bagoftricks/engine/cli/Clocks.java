package io.bagoftricks.engine.cli;

/** A machine of two processors whose clocks a test turns. */
final class Clocks implements Machine {
  long nanos = 1;
  long cpuNanos;
  double load;

  @Override
  public long nanos() {
    return nanos;
  }

  @Override
  public long cpuNanos() {
    return cpuNanos;
  }

  @Override
  public double load() {
    return load;
  }

  @Override
  public int processors() {
    return 2;
  }
}
