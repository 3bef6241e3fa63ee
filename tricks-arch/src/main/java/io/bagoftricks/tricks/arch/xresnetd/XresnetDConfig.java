package io.bagoftricks.tricks.arch.xresnetd;

/**
 * Settings of the ResNet tweaks.
 *
 * @param variant how far to go
 */
public record XresnetDConfig(Variant variant) {
  /** The paper's names; each includes those before it. */
  public enum Variant {
    /** ResNet-B: strides in the 3x3 of a bottleneck. */
    B,
    /** ResNet-C: B, and a stem of three 3x3 convolutions. */
    C,
    /** ResNet-D: C, and pooling in the shortcuts. */
    D;

    /** Whether this goes at least as far as another. */
    public boolean includes(Variant other) {
      return compareTo(other) >= 0;
    }
  }

  /** All tweaks. */
  public static XresnetDConfig defaults() {
    return new XresnetDConfig(Variant.D);
  }
}
