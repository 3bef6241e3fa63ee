package io.bagoftricks.tricks.init;

/** How values spread around 0. */
public enum Distribution {
  /** Every value between two bounds is as likely: {@code +- sqrt(3)} standard deviations. */
  UNIFORM,
  /** The bell curve. */
  NORMAL
}
