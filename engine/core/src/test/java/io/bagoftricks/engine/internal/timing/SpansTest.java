package io.bagoftricks.engine.internal.timing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.engine.internal.timing.StepProfiler.Activity;
import io.bagoftricks.engine.plugin.HookPoint;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A profiler of steps is told of spans, each in its time. */
final class SpansTest {
  private final List<String> told = new ArrayList<>();
  private final Spans spans = new Spans();
  private final StepProfiler profiler =
      (StepProfiler)
          Proxy.newProxyInstance(
              SpansTest.class.getClassLoader(),
              new Class<?>[] {StepProfiler.class},
              (proxy, method, arguments) -> {
                told.add(
                    method.getName().equals("began")
                        ? arguments[0] + " \"" + arguments[1] + "\""
                        : method.getName());
                return null;
              });

  private void all() {
    spans.run(Activity.FORWARD, () -> told.add("runs"));
    assertThat(spans.<Integer>call(Activity.INPUT, () -> told.size())).isPositive();
    spans.hook("mixup", HookPoint.ON_BATCH, () -> told.add("hooked"));
    assertThat(spans.<String>update(4, () -> "updated")).isEqualTo("updated");
  }

  @Test
  void tellsWhatBeginsAndEnds() {
    spans.profile(profiler);
    all();
    assertThat(told)
        .containsExactly(
            "FORWARD \"forward\"",
            "runs",
            "ended",
            "INPUT \"input\"",
            "ended",
            "HOOK \"mixup onBatch\"",
            "hooked",
            "ended",
            "UPDATE \"update 5\"",
            "ended");
  }

  @Test
  void tellsNobodyWhereNobodyAsks() {
    all();
    assertThat(told).containsExactly("runs", "hooked");
    spans.profile(profiler);
    spans.profile(null);
    all();
    assertThat(told).containsExactly("runs", "hooked", "runs", "hooked");
  }

  @Test
  void whatFailsHasAnEndToo() {
    spans.profile(profiler);
    assertThatThrownBy(
            () ->
                spans.run(
                    Activity.LOSS,
                    () -> {
                      throw new IllegalStateException("no");
                    }))
        .hasMessage("no");
    assertThatThrownBy(
            () ->
                spans.call(
                    Activity.SCORES,
                    () -> {
                      throw new IllegalStateException("no");
                    }))
        .hasMessage("no");
    assertThat(told).containsExactly("LOSS \"loss\"", "ended", "SCORES \"scores\"", "ended");
  }
}
