package io.bagoftricks.engine.internal.train.memory;

import io.bagoftricks.api.network.Precision;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.backends.spi.InsufficientMemoryException;
import io.bagoftricks.backends.spi.Phase;
import io.bagoftricks.backends.spi.Plan;
import io.bagoftricks.backends.spi.PlanSpec;
import io.bagoftricks.backends.spi.Profiler;
import io.bagoftricks.backends.spi.Weights;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The plans of a run on one set of weights: whole and last micro-batches, training and evaluation.
 * When a phase goes on to another image size, its plans of the old size are closed.
 */
public final class PlanCache implements AutoCloseable {
  private final Backend backend;
  private final Weights weights;
  private final Precision precision;
  private final Map<PlanSpec, Plan> plans = new HashMap<>();
  private Set<String> frozen = Set.of();
  private @Nullable Profiler profiler;

  public PlanCache(Backend backend, Weights weights, Precision precision) {
    this.backend = backend;
    this.weights = weights;
    this.precision = precision;
  }

  /** From now on nobody wants the gradients of these parameters, by name. */
  public void freeze(Set<String> parameters) {
    if (!parameters.equals(frozen)) {
      frozen = parameters;
      close(old -> old.phase() == Phase.TRAINING);
    }
  }

  public Plan plan(int batch, Shape input, Phase phase) {
    Set<String> unwanted = phase == Phase.TRAINING ? frozen : Set.of();
    PlanSpec spec = new PlanSpec(batch, input, phase, precision, Set.of(), unwanted);
    Plan plan = plans.get(spec);
    if (plan == null) {
      close(old -> old.phase() == phase && !old.input().equals(input));
      plan = backend.plan(weights, spec);
      plan.profile(profiler);
      plans.put(spec, plan);
    }
    return plan;
  }

  /**
   * A plan of its own with the outputs of some layers kept; the caller closes it.
   *
   * @throws InsufficientMemoryException if there is too little memory for it
   */
  public Plan tapped(int batch, Shape input, Phase phase, Set<String> layers) {
    return backend.plan(weights, new PlanSpec(batch, input, phase, precision, layers));
  }

  /** Tells a profiler of every operation of every plan from now on; {@code null} ends that. */
  public void profile(@Nullable Profiler newProfiler) {
    profiler = newProfiler;
    plans.values().forEach(plan -> plan.profile(newProfiler));
  }

  @Override
  public void close() {
    close(spec -> true);
  }

  private void close(Predicate<PlanSpec> which) {
    for (PlanSpec spec : List.copyOf(plans.keySet())) {
      if (which.test(spec)) {
        Plan plan = plans.remove(spec);
        if (plan != null) {
          plan.close();
        }
      }
    }
  }
}
