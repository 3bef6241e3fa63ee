package io.bagoftricks.engine.bench;

import io.bagoftricks.engine.explain.Figures;
import io.bagoftricks.engine.explain.PlanText;
import io.bagoftricks.engine.plan.RunPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The measurements of a bench, for people. */
public final class BenchText {
  private static final String ROW = "  %-28s %10.3f ms %6.1f %%";

  private final List<String> lines = new ArrayList<>();

  private BenchText() {}

  /** The report, in lines. */
  public static String of(RunPlan plan, BenchResult result) {
    BenchText text = new BenchText();
    text.measured(plan, result);
    text.parts(result);
    text.kinds(result);
    return String.join("\n", text.lines) + "\n";
  }

  private void measured(RunPlan plan, BenchResult result) {
    add("  network   %s", PlanText.network(plan, result.stored()));
    add(
        "  step      %s of %d images of %s%s",
        result.mode().equals(BenchMode.TRAIN.toString()) ? "training" : "evaluation",
        result.batch(),
        result.image(),
        result.microBatch() == result.batch() ? "" : ", " + result.microBatch() + " at a time");
    add("  warm-up   %s", steps(result.warmUpSteps()));
    add(
        "  speed     %.1f images/s: the median of %s; quartiles %.1f and %.1f, best %.1f",
        result.imagesPerSecond(),
        steps(result.steps()),
        result.lowerQuartile(),
        result.upperQuartile(),
        result.best());
    add("  time      %.3f ms per step, the median", result.stepMillis());
    Long peak = result.peakBytes();
    add("  memory    %s", peak == null ? "unknown" : Figures.bytes(peak) + " resident at the peak");
  }

  private void parts(BenchResult result) {
    add(
        "Where the time goes (%s with a profiler, %.3f ms per step)",
        steps(result.profiledSteps()), result.profiledStepMillis());
    rows(result.parts(), result);
  }

  private void kinds(BenchResult result) {
    add("The network's operations by kind");
    rows(result.kinds(), result);
    add(
        "  %.1f %% of a step is outside convolution, matmul, normalization and pooling",
        100 * result.shareOutside());
  }

  /** The longest first. */
  private void rows(Map<String, Double> millis, BenchResult result) {
    millis.entrySet().stream()
        .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
        .forEach(
            row ->
                add(
                    ROW,
                    row.getKey(),
                    row.getValue(),
                    100 * row.getValue() / result.profiledStepMillis()));
  }

  private static String steps(int count) {
    return count == 1 ? "1 step" : count + " steps";
  }

  private void add(String format, Object... values) {
    lines.add(String.format(Locale.ROOT, format, values));
  }
}
