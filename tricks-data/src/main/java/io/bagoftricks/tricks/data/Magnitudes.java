package io.bagoftricks.tricks.data;

import io.bagoftricks.api.network.Size;
import io.bagoftricks.api.random.Draws;

/** The argument of each operation at a level from 0 to 1: ranges, and how they are rounded. */
public enum Magnitudes {
  /** AutoAugment's and RandAugment's, as in torchvision. */
  STANDARD(0.3, 150 / 331.0, 30, 0.9, 8, 4),
  /** TrivialAugment's "wide": shifts up to 32 pixels, turns up to 135 degrees. */
  WIDE(0.99, 0, 135, 0.99, 8, 6) {
    @Override
    double shift(double level, int side) {
      return (int) (WIDE_SHIFT * level);
    }
  },
  /** timm's of RandAugment whose strength grows with the level ({@code inc1}). */
  TIMM(0.3, 0.45, 30, 0.9, 4, 4) {
    @Override
    double shift(double level, int side) {
      return 0.45 * side * level;
    }

    @Override
    double bits(double level) {
      return 4 - (int) (4 * level);
    }

    @Override
    double threshold(double level) {
      return LEVELS - (int) (LEVELS * level);
    }
  },
  /** AugMix's: whole degrees; brightness, color, contrast and sharpness from 0.1 to 1.9. */
  AUG_MIX(0.3, 1 / 3.0, 30, 0.9, 4, 4) {
    @Override
    double rotation(double level) {
      return (int) super.rotation(level);
    }

    @Override
    double bits(double level) {
      return 4 - (int) (4 * level);
    }

    @Override
    double threshold(double level) {
      return LEVELS - (int) (LEVELS * level);
    }

    @Override
    boolean drawsSign(Operation operation) {
      return super.drawsSign(operation) && !enhances(operation);
    }

    @Override
    double enhancement(double level) {
      return 2 * 0.9 * level - 0.9;
    }
  };

  private static final double WIDE_SHIFT = 32;
  private static final int LEVELS = 256;
  private static final int LARGEST_ADDED = 110;

  private final double shear;
  private final double shift;
  private final double degrees;
  private final double enhancement;
  private final int leastBits;
  private final int bits;

  Magnitudes(
      double shear, double shift, double degrees, double enhancement, int mostBits, int bits) {
    this.shear = shear;
    this.shift = shift;
    this.degrees = degrees;
    this.enhancement = enhancement;
    this.leastBits = mostBits - bits;
    this.bits = bits;
  }

  /**
   * {@return the argument of an operation, with a drawn sign where it has one}
   *
   * @param operation what is to be done
   * @param level from 0 to 1
   * @param size of the image
   * @param draws where the sign comes from
   */
  public double draw(Operation operation, double level, Size size, Draws draws) {
    double argument = of(operation, level, size);
    return drawsSign(operation) && draws.chance(0.5) ? -argument : argument;
  }

  /**
   * {@return the argument of an operation, without a sign}
   *
   * @param operation what is to be done
   * @param level from 0 to 1
   * @param size of the image
   */
  public double of(Operation operation, double level, Size size) {
    return switch (operation) {
      case SHEAR_X, SHEAR_Y -> shear * level;
      case TRANSLATE_X -> shift(level, size.width());
      case TRANSLATE_Y -> shift(level, size.height());
      case ROTATE -> rotation(level);
      case BRIGHTNESS, COLOR, CONTRAST, SHARPNESS -> enhancement(level);
      case POSTERIZE -> bits(level);
      case SOLARIZE -> threshold(level);
      case SOLARIZE_ADD -> (int) (LARGEST_ADDED * level);
      case IDENTITY, AUTO_CONTRAST, EQUALIZE, INVERT -> 0;
    };
  }

  boolean drawsSign(Operation operation) {
    return operation.isSigned();
  }

  static boolean enhances(Operation operation) {
    return switch (operation) {
      case BRIGHTNESS, COLOR, CONTRAST, SHARPNESS -> true;
      default -> false;
    };
  }

  double shift(double level, int side) {
    return (int) (shift * side * level);
  }

  double rotation(double level) {
    return degrees * level;
  }

  double enhancement(double level) {
    return enhancement * level;
  }

  double bits(double level) {
    return leastBits + bits - StrictMath.rint(bits * level);
  }

  double threshold(double level) {
    return 255 * (1 - level);
  }
}
