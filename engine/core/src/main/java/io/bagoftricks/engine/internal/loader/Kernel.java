package io.bagoftricks.engine.internal.loader;

/** The weight of a source pixel by its distance from an output pixel's center. */
enum Kernel {
  /** Falls evenly to zero at one pixel. */
  LINEAR(1) {
    @Override
    double at(double distance) {
      return Math.max(0, 1 - distance);
    }
  },
  /** Keys 1981, with a = -0.5. */
  CUBIC(2) {
    @Override
    double at(double distance) {
      if (distance < 1) {
        return ((A + 2) * distance - (A + 3)) * distance * distance + 1;
      }
      return distance < 2 ? (((distance - 5) * distance + 8) * distance - 4) * A : 0;
    }
  };

  private static final double A = -0.5;

  private final double radius;

  Kernel(double radius) {
    this.radius = radius;
  }

  /** The distance from which on it is zero. */
  double radius() {
    return radius;
  }

  abstract double at(double distance);
}
