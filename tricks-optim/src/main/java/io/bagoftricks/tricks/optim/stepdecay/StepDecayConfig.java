package io.bagoftricks.tricks.optim.stepdecay;

import java.util.List;

/**
 * Settings of the step decay.
 *
 * @param epochs before which epochs, from 0, the rate drops; positive and rising
 * @param factor on the rate at each drop, above 0 and below 1
 */
public record StepDecayConfig(List<Integer> epochs, double factor) {
  /** Copies the epochs and checks both. */
  public StepDecayConfig {
    epochs = List.copyOf(epochs);
    if (epochs.isEmpty()) {
      throw new IllegalArgumentException("epochs must name at least one epoch");
    }
    int last = 0;
    for (int epoch : epochs) {
      if (epoch <= last) {
        throw new IllegalArgumentException("epochs must be positive and rising, not " + epochs);
      }
      last = epoch;
    }
    if (!(factor > 0 && factor < 1)) {
      throw new IllegalArgumentException("factor must be above 0 and below 1, not " + factor);
    }
  }

  /** The paper's: a tenth at epochs 30, 60 and 90. */
  public static StepDecayConfig defaults() {
    return new StepDecayConfig(List.of(30, 60, 90), 0.1);
  }
}
