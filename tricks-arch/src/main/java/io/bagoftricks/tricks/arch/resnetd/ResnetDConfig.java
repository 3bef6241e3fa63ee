package io.bagoftricks.tricks.arch.resnetd;

/** The tweak has no settings. */
public record ResnetDConfig() {
  /** The only value. */
  public static ResnetDConfig defaults() {
    return new ResnetDConfig();
  }
}
