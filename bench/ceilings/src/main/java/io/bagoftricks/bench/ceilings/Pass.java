package io.bagoftricks.bench.ceilings;

/** Which part of a step something is. */
enum Pass {
  /** From images to logits. */
  FORWARD("forward"),
  /** From the gradient of an output to that of the input, where a layer has weights. */
  DATA("gradient of data"),
  /** From the gradient of an output to that of the weight. */
  WEIGHTS("gradient of weights"),
  /** Backward, where a layer has no weights or computes all gradients at once. */
  BACKWARD("backward"),
  /** Outside forward and backward. */
  STEP("step");

  private final String label;

  Pass(String label) {
    this.label = label;
  }

  @Override
  public String toString() {
    return label;
  }
}
