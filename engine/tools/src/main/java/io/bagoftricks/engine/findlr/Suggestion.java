package io.bagoftricks.engine.findlr;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A rate that a curve suggests.
 *
 * @param method the name of the rule
 * @param index of its point in the curve
 */
public record Suggestion(String method, int index, double rate) {
  private static final String VALLEY = "valley";
  private static final String STEEPEST = "steepest";

  /** Left out: the first tenth of the sweep, and what follows a loss that has run away. */
  private static final int FIRST_SHARE = 10;

  private static final int LAST_POINTS = 5;
  private static final int FEWEST = 10;

  /**
   * The rules of fastai's {@code lr_find}: first {@code valley}, the middle of the second third of
   * the longest valley (the longest falling subsequence of the smoothed losses); then {@code
   * steepest}, where the loss falls most for a change of the rate's logarithm. None if the curve is
   * too short or never falls.
   *
   * @param steps that the sweep was to have; the curve has fewer where the loss ran away
   * @see <a href="https://github.com/fastai/fastai/blob/master/fastai/callback/schedule.py">fastai,
   *     callback/schedule.py</a>
   */
  public static List<Suggestion> of(RateCurve curve, int steps) {
    List<RateCurve.Point> points = curve.points();
    int from = steps / FIRST_SHARE;
    int to = points.size() - LAST_POINTS;
    if (to - from < FEWEST) {
      return List.of();
    }
    List<RateCurve.Point> kept = points.subList(from, to);
    List<Suggestion> suggestions = new ArrayList<>();
    valley(kept).map(i -> suggestion(VALLEY, from + i, points)).ifPresent(suggestions::add);
    steepest(kept).map(i -> suggestion(STEEPEST, from + i, points)).ifPresent(suggestions::add);
    return suggestions;
  }

  private static Suggestion suggestion(String method, int index, List<RateCurve.Point> points) {
    return new Suggestion(method, index, points.get(index).rate());
  }

  private static Optional<Integer> valley(List<RateCurve.Point> points) {
    int[] lengths = new int[points.size()];
    int end = 0;
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = 1;
      for (int j = 0; j < i; j++) {
        if (points.get(i).smoothed() < points.get(j).smoothed()) {
          lengths[i] = Math.max(lengths[i], lengths[j] + 1);
        }
      }
      end = lengths[i] > lengths[end] ? i : end;
    }
    if (lengths[end] < 2) {
      return Optional.empty();
    }
    // As fastai counts: the valley's length in points, back from its end.
    int start = Math.max(0, end - lengths[end]);
    double section = (end - start) / 3.0;
    return Optional.of(start + (int) section + (int) (section / 2));
  }

  private static Optional<Integer> steepest(List<RateCurve.Point> points) {
    double least = 0;
    Optional<Integer> where = Optional.empty();
    for (int i = 0; i + 1 < points.size(); i++) {
      double fall = points.get(i + 1).smoothed() - points.get(i).smoothed();
      double slope = fall / (Math.log(points.get(i + 1).rate()) - Math.log(points.get(i).rate()));
      if (slope < least) {
        least = slope;
        where = Optional.of(i);
      }
    }
    return where;
  }
}
