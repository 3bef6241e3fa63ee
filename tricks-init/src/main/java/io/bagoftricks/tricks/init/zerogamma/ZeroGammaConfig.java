package io.bagoftricks.tricks.init.zerogamma;

/** Zero gamma has no settings. */
public record ZeroGammaConfig() {
  /** The only value. */
  public static ZeroGammaConfig defaults() {
    return new ZeroGammaConfig();
  }
}
