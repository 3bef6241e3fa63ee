package io.bagoftricks.tricks.data.randaugment;

/**
 * Settings of RandAugment.
 *
 * @param operations how many are applied to each image, from 0 to 100
 * @param magnitude of each: from 0 to 30, in the profile {@code TIMM} from 0 to 10; the largest of
 *     either is the paper's 10
 * @param magnitudeDeviation the standard deviation of the magnitude, drawn for each operation; only
 *     in the profile {@code TIMM}
 * @param profile whose operations
 */
public record RandAugmentConfig(
    int operations, double magnitude, double magnitudeDeviation, Profile profile) {
  /** Whose definition. */
  public enum Profile {
    /** Fourteen operations, each of which acts: the paper; magnitudes as in torchvision. */
    PAPER(30),
    /** Fifteen operations, each of which acts every second time: timm's {@code rand-...-inc1}. */
    TIMM(10);

    private final int largest;

    Profile(int largest) {
      this.largest = largest;
    }

    int largest() {
      return largest;
    }
  }

  /** Checks the ranges. */
  public RandAugmentConfig {
    if (!(operations >= 0 && operations <= 100)) {
      throw new IllegalArgumentException("operations must be from 0 to 100, not " + operations);
    }
    if (!(magnitude >= 0 && magnitude <= profile.largest())) {
      throw new IllegalArgumentException(
          "magnitude must be from 0 to " + profile.largest() + ", not " + magnitude);
    }
    if (!(magnitudeDeviation >= 0 && magnitudeDeviation < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "magnitudeDeviation must be finite and at least 0, not " + magnitudeDeviation);
    }
    if (magnitudeDeviation > 0 && profile != Profile.TIMM) {
      throw new IllegalArgumentException(
          "magnitudeDeviation must be 0 unless profile is 'timm', not " + magnitudeDeviation);
    }
  }

  /**
   * torchvision's: two operations of magnitude 9. The paper has these numbers for ResNet-50 on
   * ImageNet, but its scale ends at 10: 27 of 30 here.
   */
  public static RandAugmentConfig defaults() {
    return new RandAugmentConfig(2, 9, 0, Profile.PAPER);
  }
}
