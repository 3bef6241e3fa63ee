package io.bagoftricks.engine.cli.internal.invocation;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A bar that counts pictures on a terminal, and nothing elsewhere. Many threads may step it. */
public final class CountBar implements AutoCloseable {
  private static final int MILLIS_BETWEEN_REDRAWS = 250;

  private final @Nullable ProgressBar bar;

  /**
   * A bar.
   *
   * @param terminal whether there is one to draw on
   * @param task what is done
   * @param count how many steps it has
   */
  public CountBar(boolean terminal, String task, long count) {
    bar =
        terminal
            ? new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(count)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(MILLIS_BETWEEN_REDRAWS)
                .clearDisplayOnFinish()
                .build()
            : null;
  }

  public void step() {
    step(1);
  }

  public void step(int count) {
    if (bar != null) {
      bar.stepBy(count);
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
