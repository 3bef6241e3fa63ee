package io.bagoftricks.engine.report;

import io.bagoftricks.api.data.Split;
import io.bagoftricks.engine.internal.run.MetricsTable;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plan.Schedule;
import io.bagoftricks.engine.tensorboard.EventFolder.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The charts of a report, from what a run left and what its plan says. */
final class Charts {
  private static final int SCHEDULE_POINTS = 600;
  private static final double PERCENT = 100;

  /** Before the name of a term in the columns of the metrics. */
  private static final String TERM = "trainLoss.";

  private final RunPlan plan;
  private final MetricsTable metrics;
  private final Map<String, List<Point>> updates;
  private final String validation;
  private final List<Optional<Double>> epochs;

  Charts(RunPlan plan, MetricsTable metrics, Map<String, List<Point>> updates, Split validation) {
    this.plan = plan;
    this.metrics = metrics;
    this.updates = updates;
    this.validation = validation.name().toLowerCase(Locale.ROOT);
    this.epochs = metrics.numbers("epoch");
  }

  List<Chart> all() {
    List<Chart> charts = new ArrayList<>();
    charts.add(
        new Chart(
            "Loss",
            "",
            4,
            List.of(
                perUpdate("train, single steps", "update/loss"),
                perEpoch("train", "trainLoss", 1),
                targetEntropy(),
                perEpoch(validation, "loss", 1))));
    List<Curve> terms =
        metrics.columns().stream()
            .filter(column -> column.startsWith(TERM))
            .map(column -> perEpoch(column.substring(TERM.length()), column, 1))
            .toList();
    if (terms.size() > 1) {
      charts.add(new Chart("Terms of the training loss", "", 4, terms));
    }
    charts.add(
        new Chart(
            "Accuracy",
            "%",
            2,
            List.of(
                perEpoch("train top-1", "trainTop1", PERCENT),
                perEpoch(validation + " top-1", "top1", PERCENT),
                perEpoch(validation + " top-5", "top5", PERCENT))));
    charts.add(
        new Chart(
            "Calibration error",
            "%",
            2,
            List.of(perEpoch(validation, "calibrationError", PERCENT))));
    charts.add(
        new Chart("Learning rate", "", 6, List.of(schedule("planned", plan.learningRate()))));
    Curve momentum = schedule("planned", plan.momentum());
    if (momentum.y().stream().distinct().count() > 1) {
      charts.add(new Chart("Momentum", "", 4, List.of(momentum)));
    }
    charts.add(
        new Chart(
            "Throughput", "images/s", 0, List.of(perEpoch("training", "imagesPerSecond", 1))));
    return charts.stream().filter(chart -> !chart.curves().isEmpty()).toList();
  }

  /** The floor of the training loss, where targets are softer than one class: else it is 0. */
  private Curve targetEntropy() {
    Curve floor = perEpoch("train, entropy of the targets", "targetEntropy", 1);
    return floor.y().stream().anyMatch(entropy -> entropy > 0)
        ? floor
        : new Curve(floor.label(), false, List.of(), List.of());
  }

  private Curve perEpoch(String label, String column, double factor) {
    return Curve.ofEpochs(label, epochs, metrics.numbers(column), factor);
  }

  private Curve perUpdate(String label, String tag) {
    List<Point> points = updates.getOrDefault(tag, List.of());
    double steps = plan.facts().stepsPerEpoch();
    return new Curve(
        label,
        true,
        points.stream().map(point -> point.step() / steps).toList(),
        points.stream().map(Point::value).toList());
  }

  private Curve schedule(String label, Schedule schedule) {
    long last = plan.facts().totalSteps() - 1;
    double steps = plan.facts().stepsPerEpoch();
    int points = (int) Math.min(SCHEDULE_POINTS, last + 1);
    List<Double> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    for (int i = 0; i < points; i++) {
      long step = points == 1 ? 0 : last * i / (points - 1);
      x.add(step / steps);
      y.add(schedule.at(step));
    }
    return new Curve(label, false, x, y);
  }
}
