package io.bagoftricks.engine.cli;

import io.bagoftricks.engine.run.StopRequest;
import io.bagoftricks.engine.run.StopRequest.Signal;
import java.io.PrintWriter;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jline.utils.Signals;

/**
 * While open, the first SIGTERM or SIGINT asks a run to stop at its next step boundary, and the
 * second ends the process at once. Then signals are as before.
 */
final class StopSignals implements AutoCloseable {
  private final Object beforeTerm;
  private final Object beforeInt;
  private final StopRequest request;
  private final AtomicBoolean isFirst = new AtomicBoolean(true);

  private StopSignals(PrintWriter messages, StopRequest request) {
    this.request = request;
    beforeTerm = Signals.register(Signal.TERM.name(), () -> received(Signal.TERM, messages));
    beforeInt = Signals.register(Signal.INT.name(), () -> received(Signal.INT, messages));
  }

  /** Listens from now on. */
  static StopSignals open(PrintWriter messages, StopRequest request) {
    return new StopSignals(messages, request);
  }

  @Override
  public void close() {
    Signals.unregister(Signal.TERM.name(), beforeTerm);
    Signals.unregister(Signal.INT.name(), beforeInt);
  }

  /** The words come first: once the request is made the process may end at any moment. */
  private void received(Signal signal, PrintWriter messages) {
    if (!isFirst.compareAndSet(true, false)) {
      Runtime.getRuntime().halt(signal.exitCode());
    }
    messages.println("SIG" + signal.name() + ": stopping after this step; once more ends at once");
    messages.flush();
    request.make(signal);
  }
}
