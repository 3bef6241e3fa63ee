package io.bagoftricks.engine.cli;

import io.bagoftricks.api.Metrics;
import io.bagoftricks.api.data.Split;
import io.bagoftricks.engine.evaluation.Evaluated;
import io.bagoftricks.engine.internal.text.OneLine;
import io.bagoftricks.engine.train.EpochReport;
import io.bagoftricks.engine.train.TrainingListener;
import io.bagoftricks.engine.train.UpdateReport;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows training: a bar on a terminal, a line per epoch everywhere. */
final class ProgressView implements TrainingListener, AutoCloseable {
  private static final int MILLIS_BETWEEN_REDRAWS = 250;

  private final PrintWriter messages;
  private final boolean terminal;
  private final int epochs;
  private final long stepsPerEpoch;
  private final Split validation;
  private final int loaderThreads;
  private final boolean files;
  private final Neighbors neighbors = Neighbors.ofThisProcess();
  private boolean advised;
  private @Nullable ProgressBar bar;

  ProgressView(
      PrintWriter messages,
      boolean terminal,
      int epochs,
      long stepsPerEpoch,
      Split validation,
      int loaderThreads,
      boolean files) {
    this.messages = messages;
    this.terminal = terminal;
    this.epochs = epochs;
    this.stepsPerEpoch = stepsPerEpoch;
    this.validation = validation;
    this.loaderThreads = loaderThreads;
    this.files = files;
  }

  @Override
  public void onUpdate(UpdateReport update) {
    neighbors.look().ifPresent(message -> messages.println("note: " + message));
    if (!terminal) {
      return;
    }
    if (bar == null) {
      bar =
          new ProgressBarBuilder()
              .setTaskName(
                  String.format(Locale.ROOT, "epoch %d/%d", update.moment().epoch() + 1, epochs))
              .setInitialMax(stepsPerEpoch)
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(MILLIS_BETWEEN_REDRAWS)
              .clearDisplayOnFinish()
              .build();
    }
    bar.step();
    bar.setExtraMessage(String.format(Locale.ROOT, "loss %.3f", update.loss()));
  }

  @Override
  public void onEpoch(EpochReport epoch) {
    close();
    StringBuilder line = new StringBuilder();
    line.append(
        String.format(
            Locale.ROOT,
            "epoch %" + digits() + "d/%d  train loss %.4f top-1 %5.2f %%",
            epoch.epoch() + 1,
            epochs,
            epoch.loss(),
            100 * epoch.top1()));
    epoch
        .evaluation()
        .ifPresent(metrics -> line.append("  |  ").append(evaluated(validation, metrics)));
    line.append(
        String.format(
            Locale.ROOT,
            "  |  rate %.4g  %.0f images/s",
            epoch.learningRate(),
            epoch.imagesPerSecond()));
    InputBound input =
        new InputBound(
            epoch.loaderWaitSeconds(),
            epoch.seconds(),
            loaderThreads,
            Runtime.getRuntime().availableProcessors(),
            files);
    input.shown().ifPresent(share -> line.append("  ").append(share));
    if (epoch.lossScale() != 1) {
      line.append(String.format(Locale.ROOT, "  loss scale %s", shortest(epoch.lossScale())));
    }
    epoch
        .skipReason()
        .ifPresent(
            why ->
                line.append(
                    String.format(
                        Locale.ROOT,
                        "  |  %d steps skipped, the first because %s",
                        epoch.skippedUpdates(),
                        why)));
    messages.println(OneLine.of(line.toString()));
    if (!advised) {
      input.advice().ifPresent(advice -> messages.println("note: " + advice));
      advised = input.advice().isPresent();
    }
  }

  @Override
  public void onTested(Evaluated evaluated) {
    messages.println(evaluated(Split.TEST, evaluated.metrics()));
  }

  private static String evaluated(Split split, Metrics metrics) {
    return String.format(
        Locale.ROOT,
        "%s loss %.4f top-1 %5.2f %% top-5 %6.2f %%",
        split.name().toLowerCase(Locale.ROOT),
        metrics.loss(),
        100 * metrics.top1(),
        100 * metrics.top5());
  }

  @Override
  public void onWarning(String message) {
    messages.println("warning: " + OneLine.of(message));
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }

  /** {@code 65536} and {@code 0.5}, not {@code 65536.0}. */
  private static String shortest(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  private int digits() {
    return Integer.toString(epochs).length();
  }
}
