package io.bagoftricks.engine.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A line in a chart.
 *
 * @param faint whether it stands behind the others
 * @param x ascending; epochs done
 * @param y as many values
 */
record Curve(String label, boolean faint, List<Double> x, List<Double> y) {
  Curve {
    x = List.copyOf(x);
    y = List.copyOf(y);
  }

  /** A value after each epoch, where there is one. */
  static Curve ofEpochs(
      String label, List<Optional<Double>> epochs, List<Optional<Double>> values, double factor) {
    List<Double> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      if (epochs.get(i).isPresent() && values.get(i).isPresent()) {
        x.add(epochs.get(i).get());
        y.add(factor * values.get(i).get());
      }
    }
    return new Curve(label, false, x, y);
  }
}
