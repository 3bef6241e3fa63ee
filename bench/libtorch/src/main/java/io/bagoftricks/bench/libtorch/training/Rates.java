package io.bagoftricks.bench.libtorch.training;

import com.fasterxml.jackson.databind.JsonNode;

/** The scheduled rate: base x batch over reference x (linear warm-up, then half a cosine). */
final class Rates {
  private Rates() {}

  /** Of an update, counted from 0, before any trick's word on this step alone. */
  static double at(Settings settings, int step) {
    double rate =
        settings.optimizer("learningRate")
            * settings
                .trick("linear-scaling")
                .map(t -> settings.training("batchSize") / t.get("referenceBatch").asDouble())
                .orElse(1.0);
    int ramp = settings.trick("warmup").map(t -> Settings.updates(t, "duration", 0)).orElse(0);
    if (step < ramp) {
      return rate * (step + 1) / ramp;
    }
    return settings.trick("cosine").map(t -> rate * cosine(settings, t, step, ramp)).orElse(rate);
  }

  private static double cosine(Settings settings, JsonNode trick, int step, int ramp) {
    boolean afterRamp = trick.get("profile").asText().equals("paper");
    int done = afterRamp ? step - ramp : step;
    int all = settings.totalSteps() - (afterRamp ? ramp : 0);
    return (1 + StrictMath.cos(StrictMath.PI * done / all)) / 2;
  }
}
