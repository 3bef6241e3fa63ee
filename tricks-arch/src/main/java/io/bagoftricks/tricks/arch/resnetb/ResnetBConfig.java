package io.bagoftricks.tricks.arch.resnetb;

/** The tweak has no settings. */
public record ResnetBConfig() {
  /** The only value. */
  public static ResnetBConfig defaults() {
    return new ResnetBConfig();
  }
}
