package io.bagoftricks.engine.bench;

import java.util.Arrays;

/** Which steps are measured. */
public enum BenchMode {
  /** Steps of training. */
  TRAIN("train"),
  /** Batches of an evaluation. */
  INFER("infer");

  private final String name;

  BenchMode(String name) {
    this.name = name;
  }

  /**
   * Reads a name.
   *
   * @throws IllegalArgumentException if it is none, with those that are
   */
  public static BenchMode parse(String name) {
    return Arrays.stream(values())
        .filter(mode -> mode.name.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'%s' is not a mode; choose one of %s"
                        .formatted(name, Arrays.toString(values()))));
  }

  /** The name on the command line. */
  @Override
  public String toString() {
    return name;
  }
}
