package io.bagoftricks.tricks.optim.nobiasdecay;

/** No bias decay has no settings. */
public record NoBiasDecayConfig() {
  /** The only value. */
  public static NoBiasDecayConfig defaults() {
    return new NoBiasDecayConfig();
  }
}
