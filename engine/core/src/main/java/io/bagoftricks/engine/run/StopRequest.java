package io.bagoftricks.engine.run;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** The wish that a run ends soon. Made by any thread, granted at the end of the step. */
public final class StopRequest {
  /**
   * A signal that asks for an end.
   *
   * @param name without {@code SIG}
   * @param number in POSIX
   */
  public record Signal(String name, int number) {
    /** Asks a process to end; for programs that stop a run too. */
    public static final Signal TERM = new Signal("TERM", 15);

    /** Control and C on a keyboard. */
    public static final Signal INT = new Signal("INT", 2);

    /** The exit code of a process that this signal ended. */
    public int exitCode() {
      return 128 + number;
    }
  }

  private final AtomicReference<Signal> signal = new AtomicReference<>();

  /**
   * Asks for an end.
   *
   * @return whether nobody had asked before
   */
  public boolean make(Signal by) {
    return signal.compareAndSet(null, by);
  }

  /** The signal that asked, if one has. */
  public Optional<Signal> signal() {
    return Optional.ofNullable(signal.get());
  }
}
