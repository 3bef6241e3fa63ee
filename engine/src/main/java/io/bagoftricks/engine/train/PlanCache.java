package io.bagoftricks.engine.train;

import io.bagoftricks.api.network.Precision;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.backends.spi.Phase;
import io.bagoftricks.backends.spi.Plan;
import io.bagoftricks.backends.spi.PlanSpec;
import io.bagoftricks.backends.spi.Weights;
import java.util.LinkedHashMap;
import java.util.Map;

/** The plans of a run on one set of weights: the usual batch, the last one, evaluation, sizes. */
final class PlanCache implements AutoCloseable {
  /** Training and evaluation, each with a full and a last batch. */
  private static final int LIMIT = 4;

  private final Backend backend;
  private final Weights weights;
  private final Precision precision;
  private final LinkedHashMap<PlanSpec, Plan> plans = new LinkedHashMap<>(8, 0.75f, true);

  PlanCache(Backend backend, Weights weights, Precision precision) {
    this.backend = backend;
    this.weights = weights;
    this.precision = precision;
  }

  Plan plan(int batch, Shape input, Phase phase) {
    PlanSpec spec = new PlanSpec(batch, input, phase, precision);
    Plan plan = plans.get(spec);
    if (plan == null) {
      evictDownTo(LIMIT - 1);
      plan = backend.plan(weights, spec);
      plans.put(spec, plan);
    }
    return plan;
  }

  @Override
  public void close() {
    evictDownTo(0);
  }

  private void evictDownTo(int size) {
    while (plans.size() > size) {
      Map.Entry<PlanSpec, Plan> eldest = plans.entrySet().iterator().next();
      plans.remove(eldest.getKey());
      eldest.getValue().close();
    }
  }
}
