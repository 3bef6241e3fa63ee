package io.bagoftricks.engine.findlr;

import java.util.List;

/**
 * The loss at each learning rate of a sweep.
 *
 * @param points one per step, the rate rising, all finite
 * @param end why the sweep ended
 */
public record RateCurve(List<Point> points, String end) {
  /**
   * One step.
   *
   * @param loss of the batch
   * @param smoothed mean of the losses so far, older ones counting less, without the bias of the
   *     start
   */
  public record Point(double rate, double loss, double smoothed) {}

  /** Copies the list. */
  public RateCurve {
    points = List.copyOf(points);
  }
}
