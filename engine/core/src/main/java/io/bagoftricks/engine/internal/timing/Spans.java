package io.bagoftricks.engine.internal.timing;

import io.bagoftricks.engine.internal.timing.StepProfiler.Activity;
import io.bagoftricks.engine.plugin.HookPoint;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tells a profiler, while there is one, of the spans of a run. Without one it reads no clock. */
public final class Spans {
  private @Nullable StepProfiler profiler;

  /** Tells a profiler of every span from now on; {@code null} ends that. Between spans only. */
  public void profile(@Nullable StepProfiler newProfiler) {
    profiler = newProfiler;
  }

  public void run(Activity activity, Runnable action) {
    run(activity, activity.label(), action);
  }

  public <T> T call(Activity activity, Supplier<T> action) {
    return call(activity, activity.label(), action);
  }

  public void hook(String instance, HookPoint point, Runnable action) {
    run(Activity.HOOK, profiler == null ? instance : instance + " " + point.method(), action);
  }

  public <T> T update(long step, Supplier<T> action) {
    return call(
        Activity.UPDATE,
        profiler == null ? Activity.UPDATE.label() : Activity.UPDATE.label() + " " + (step + 1),
        action);
  }

  private void run(Activity activity, String name, Runnable action) {
    StepProfiler told = profiler;
    if (told == null) {
      action.run();
      return;
    }
    told.began(activity, name);
    try {
      action.run();
    } finally {
      told.ended();
    }
  }

  private <T> T call(Activity activity, String name, Supplier<T> action) {
    StepProfiler told = profiler;
    if (told == null) {
      return action.get();
    }
    told.began(activity, name);
    try {
      return action.get();
    } finally {
      told.ended();
    }
  }
}
