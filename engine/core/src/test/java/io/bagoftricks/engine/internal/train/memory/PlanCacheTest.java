package io.bagoftricks.engine.internal.train.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.network.Precision;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.backends.spi.Phase;
import io.bagoftricks.backends.spi.Plan;
import io.bagoftricks.backends.spi.Profiler;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.engine.internal.model.CifarResNet;
import io.bagoftricks.engine.internal.network.Graph;
import io.bagoftricks.engine.toys.ScriptedBackend;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Plans that are kept, and closed when no step needs them any more. */
final class PlanCacheTest {
  private static final Shape SMALL = new Shape(1, 8, 8);
  private static final Shape LARGE = new Shape(1, 16, 16);

  private final ScriptedBackend backend = new ScriptedBackend(10, forward -> 1, backward -> 1);
  private final Weights weights =
      backend.allocate(Graph.of(new CifarResNet(8, 1), SMALL, 10).freeze(), Precision.FLOAT);
  private final PlanCache plans = new PlanCache(backend, weights, Precision.FLOAT);

  private static Profiler profiler() {
    return (Profiler)
        Proxy.newProxyInstance(
            PlanCacheTest.class.getClassLoader(),
            new Class<?>[] {Profiler.class},
            (proxy, method, arguments) ->
                method.getName().equals("equals") ? proxy == arguments[0] : null);
  }

  @Test
  void aPlanIsMadeOnce() {
    Plan plan = plans.plan(4, SMALL, Phase.TRAINING);
    assertThat(plans.plan(4, SMALL, Phase.TRAINING)).isSameAs(plan);
    assertThat(plans.plan(2, SMALL, Phase.TRAINING)).isNotSameAs(plan);
    assertThat(plans.plan(4, SMALL, Phase.EVALUATION)).isNotSameAs(plan);
    assertThat(plans.plan(4, SMALL, Phase.TRAINING)).isSameAs(plan);
    assertThat(backend.closed()).isEmpty();
  }

  @Test
  void anotherSizeTakesThePlaceOfThoseOfItsPhase() {
    Plan first = plans.plan(4, SMALL, Phase.TRAINING);
    Plan evaluation = plans.plan(4, SMALL, Phase.EVALUATION);
    plans.plan(4, LARGE, Phase.TRAINING);
    assertThat(backend.closed()).containsExactly(first.spec());
    assertThat(plans.plan(4, SMALL, Phase.EVALUATION)).isSameAs(evaluation);
  }

  @Test
  void freezingClosesPlansOfTrainingAlone() {
    Plan first = plans.plan(4, SMALL, Phase.TRAINING);
    Plan evaluation = plans.plan(4, SMALL, Phase.EVALUATION);
    plans.freeze(Set.of("fc.bias"));
    assertThat(backend.closed()).containsExactly(first.spec());
    assertThat(plans.plan(4, SMALL, Phase.EVALUATION)).isSameAs(evaluation);
    Plan frozen = plans.plan(4, SMALL, Phase.TRAINING);
    assertThat(frozen.spec().frozen()).containsExactly("fc.bias");
    assertThat(plans.plan(2, SMALL, Phase.EVALUATION).spec().frozen()).isEmpty();
    plans.freeze(Set.of("fc.bias"));
    assertThat(plans.plan(4, SMALL, Phase.TRAINING)).isSameAs(frozen);
    assertThat(backend.closed()).hasSize(1);
  }

  @Test
  void aTappedPlanIsTheCallers() {
    try (Plan tapped = plans.tapped(4, SMALL, Phase.EVALUATION, Set.of("conv1"))) {
      assertThat(tapped.spec().taps()).containsExactly("conv1");
      assertThat(plans.plan(4, SMALL, Phase.EVALUATION)).isNotSameAs(tapped);
    }
  }

  @Test
  void aProfilerIsToldByAllPlans() {
    plans.plan(4, SMALL, Phase.TRAINING);
    Profiler profiler = profiler();
    plans.profile(profiler);
    plans.plan(4, SMALL, Phase.EVALUATION);
    assertThat(backend.profilers())
        .containsExactly(Optional.empty(), Optional.of(profiler), Optional.of(profiler));
  }

  @Test
  void allAreClosedAtTheEnd() {
    plans.plan(4, SMALL, Phase.TRAINING);
    plans.plan(4, SMALL, Phase.EVALUATION);
    plans.close();
    assertThat(backend.closed()).hasSize(2);
    plans.close();
    assertThat(backend.closed()).hasSize(2);
  }
}
