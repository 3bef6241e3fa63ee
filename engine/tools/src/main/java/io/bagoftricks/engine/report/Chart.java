package io.bagoftricks.engine.report;

import java.util.List;

/**
 * Curves over epochs.
 *
 * @param digits behind the point
 */
record Chart(String title, String unit, int digits, List<Curve> curves) {
  Chart {
    curves = curves.stream().filter(curve -> !curve.x().isEmpty()).toList();
  }
}
