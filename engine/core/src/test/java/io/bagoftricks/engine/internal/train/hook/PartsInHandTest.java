package io.bagoftricks.engine.internal.train.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.api.StepParameter;
import io.bagoftricks.api.StepResultParameter;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.backends.spi.Weights.Part;
import io.bagoftricks.engine.plan.RunPlan;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Weights that may lie on a device are asked for no more than is needed, and no less. */
final class PartsInHandTest {
  private final List<String> asked = new ArrayList<>();
  private final RunPlan plan = Contexts.plan();
  private final Weights host = Contexts.weights(plan);
  private final Weights weights =
      (Weights)
          Proxy.newProxyInstance(
              PartsInHandTest.class.getClassLoader(),
              new Class<?>[] {Weights.class},
              (proxy, method, arguments) -> {
                asked.add(
                    method.getName()
                        + (arguments != null && arguments[0] instanceof Part part
                            ? " " + part
                            : ""));
                try {
                  return method.invoke(host, arguments);
                } catch (InvocationTargetException e) {
                  throw e.getTargetException();
                }
              });

  @Test
  void whatIsHeldIsFetchedAgainWhenItHasChanged() {
    PartsInHand parts = new PartsInHand(weights);
    parts.changed(Part.GRADIENTS);
    assertThat(asked).isEmpty();
    parts.read(Part.GRADIENTS);
    parts.read(Part.STATISTICS);
    parts.changed(Part.GRADIENTS);
    parts.changed(Part.MASTERS);
    assertThat(asked).containsExactly("gradients", "statistics", "gradients");
    asked.clear();
    parts.handBack();
    parts.changed(Part.GRADIENTS);
    assertThat(asked).isEmpty();
    parts.read(Part.MASTERS, "fc.bias");
    parts.changed(Part.MASTERS);
    assertThat(asked).containsExactly("parameter", "masters");
  }

  @Test
  void whatWasEditedIsToldBeforeTheWeightsAreUsedAndAtTheEnd() {
    PartsInHand parts = new PartsInHand(weights);
    parts.edit(Part.MASTERS);
    parts.edit(Part.GRADIENTS, "fc.bias");
    asked.clear();
    parts.weights();
    assertThat(asked).containsExactlyInAnyOrder("written MASTERS", "written GRADIENTS");
    asked.clear();
    parts.handBack();
    assertThat(asked).containsExactlyInAnyOrder("written MASTERS", "written GRADIENTS");
    asked.clear();
    parts.handBack();
    assertThat(asked).isEmpty();
  }

  private StepContext step() {
    return new StepContext(plan, Contexts.MOMENT, weights, 0.5, 1, change -> {}, null);
  }

  @Test
  void gradientsThatTheWeightsHaveChangedAreFetched() {
    StepContext step = step();
    Contexts.call(
        step,
        s -> {
          s.gradients();
          asked.clear();
          s.scaleGradients(2);
          assertThat(asked).containsExactly("scaleGradients", "gradients");
          s.weights();
          asked.clear();
          s.recomputeGradients(change -> {});
          assertThat(asked).containsExactly("gradients", "masters");
        });
  }

  /** All norms at once, as long as nobody writes. */
  @Test
  void normsAreAskedOnceForEachPartAndCall() {
    StepContext step = step();
    for (int call = 0; call < 2; call++) {
      host.gradients().assign(call + 1);
      double expected = (call + 1) * Math.sqrt(10);
      Contexts.call(
          step,
          s -> {
            StepParameter bias = named(s.parameters());
            asked.clear();
            assertThat(bias.gradientNorm()).isCloseTo(expected, within(1e-5));
            s.parameters().forEach(StepParameter::gradientNorm);
            assertThat(asked).containsExactly("norms GRADIENTS");
            s.parameters().forEach(StepParameter::weightNorm);
            assertThat(asked).containsExactly("norms GRADIENTS", "norms MASTERS");
            s.editGradients();
            bias.editGradient();
          });
    }
  }

  @Test
  void normsOfAResultAreThoseOfTheCall() {
    StepResultContext result =
        new StepResultContext(Contexts.MOMENT, weights, true, false, Set.of());
    for (int call = 0; call < 2; call++) {
      host.masters().assign(call + 1);
      double expected = (call + 1) * Math.sqrt(10);
      Contexts.call(
          result,
          r -> {
            StepResultParameter bias =
                r.parameters().stream()
                    .filter(each -> each.parameter().name().equals("fc.bias"))
                    .findFirst()
                    .orElseThrow();
            asked.clear();
            assertThat(bias.weightNorm()).isCloseTo(expected, within(1e-5));
            assertThat(asked).containsExactly("norms MASTERS");
          });
    }
  }

  private static StepParameter named(List<StepParameter> all) {
    return all.stream()
        .filter(each -> each.parameter().name().equals("fc.bias"))
        .findFirst()
        .orElseThrow();
  }
}
