package io.bagoftricks.engine.cli;

import io.bagoftricks.engine.run.StopRequest;
import java.io.PrintWriter;
import org.jline.utils.Signals;

/**
 * While open, the first SIGTERM or SIGINT asks a run to stop at its next update boundary, and the
 * second ends the process at once. Then signals are as before.
 */
final class StopSignals implements AutoCloseable {
  private static final StopRequest.Signal TERM = new StopRequest.Signal("TERM", 15);
  private static final StopRequest.Signal INT = new StopRequest.Signal("INT", 2);

  private final Object beforeTerm;
  private final Object beforeInt;

  private final StopRequest request = new StopRequest();

  private StopSignals(PrintWriter messages) {
    beforeTerm = Signals.register(TERM.name(), () -> received(TERM, messages));
    beforeInt = Signals.register(INT.name(), () -> received(INT, messages));
  }

  /** Listens from now on. */
  static StopSignals open(PrintWriter messages) {
    return new StopSignals(messages);
  }

  /** What the signals ask for. */
  StopRequest request() {
    return request;
  }

  @Override
  public void close() {
    Signals.unregister(TERM.name(), beforeTerm);
    Signals.unregister(INT.name(), beforeInt);
  }

  private void received(StopRequest.Signal signal, PrintWriter messages) {
    if (!request.make(signal)) {
      Runtime.getRuntime().halt(signal.exitCode());
    }
    messages.println(
        "SIG" + signal.name() + ": stopping after this update; once more ends at once");
    messages.flush();
  }
}
