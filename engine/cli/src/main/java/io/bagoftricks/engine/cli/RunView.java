package io.bagoftricks.engine.cli;

import io.bagoftricks.engine.BegunRun;
import io.bagoftricks.engine.cli.internal.invocation.Invocation;
import io.bagoftricks.engine.cli.internal.invocation.ProfileArguments;
import io.bagoftricks.engine.images.source.ImageFolderData;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.profile.ChromeTrace;
import io.bagoftricks.engine.run.StopRequest;
import io.bagoftricks.engine.train.TrainingListener;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Shows a run that trains, and listens to signals, from its begin until it is closed. */
final class RunView implements AutoCloseable {
  private final Invocation invocation;
  private final PrintWriter messages;
  private final ProfileArguments profile;
  private final StopRequest stop = new StopRequest();
  private final Deque<Closeable> open = new ArrayDeque<>();
  private @Nullable BegunRun begun;

  RunView(Invocation invocation, PrintWriter messages, ProfileArguments profile) {
    this.invocation = invocation;
    this.messages = messages;
    this.profile = profile;
  }

  /** The request to stop that signals set. */
  StopRequest stop() {
    return stop;
  }

  /** The run, if one began or went on. */
  Optional<BegunRun> begun() {
    return Optional.ofNullable(begun);
  }

  /** Reports what begins, and creates the listeners that are told about its progress. */
  TrainingListener begin(BegunRun run) throws IOException {
    begun = run;
    invocation.running(run.folder());
    RunPlan plan = run.plan();
    messages.printf("%s on %s%n", plan.recipe().name(), run.backend().description());
    run.backend()
        .remark(plan.settings().precision())
        .ifPresent(remark -> messages.println("note: " + remark));
    StopSignals signals = StopSignals.open(messages, stop);
    open.push(signals::close);
    ProgressView progress =
        new ProgressView(
            messages,
            invocation.isTerminal(),
            plan.facts().epochs(),
            plan.facts().stepsPerEpoch(),
            plan.roles().validation(),
            plan.recipe().training().loaderThreads(),
            plan.recipe().data().settings() instanceof ImageFolderData);
    open.push(progress::close);
    RunOutputs outputs = RunOutputs.open(invocation.disk(), run, progress::onWarning);
    open.push(outputs);
    TrainingListener all = progress.and(outputs);
    Optional<ChromeTrace> trace = profile.open(invocation, run);
    trace.ifPresent(file -> open.push(() -> profile.end(file)));
    return trace.isPresent() ? profile.listener(trace.get(), run.run(), all) : all;
  }

  @Override
  public void close() throws IOException {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }
}
