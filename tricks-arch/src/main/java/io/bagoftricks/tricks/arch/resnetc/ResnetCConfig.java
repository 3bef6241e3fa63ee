package io.bagoftricks.tricks.arch.resnetc;

/** The tweak has no settings. */
public record ResnetCConfig() {
  /** The only value. */
  public static ResnetCConfig defaults() {
    return new ResnetCConfig();
  }
}
