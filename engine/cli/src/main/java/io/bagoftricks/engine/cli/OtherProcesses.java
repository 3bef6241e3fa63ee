package io.bagoftricks.engine.cli;

import java.util.Locale;
import java.util.Optional;

/** The share of the processors that other processes use while something is measured. */
final class OtherProcesses {
  /** Of a processor: less than this much the system itself needs now and then. */
  private static final double NOTICED = 0.2;

  private final Machine machine;
  private final long begun;
  private final long cpu;

  /** A watch from now on. */
  OtherProcesses(Machine machine) {
    this.machine = machine;
    this.begun = machine.nanos();
    this.cpu = machine.cpuNanos();
    machine.load(); // the next answer counts from here
  }

  /** A sentence on the time since the beginning, where there is something to say. */
  Optional<String> look() {
    double load = machine.load();
    double own = (double) (machine.cpuNanos() - cpu) / Math.max(1, machine.nanos() - begun);
    double others = load * machine.processors() - own;
    return load < 0 || others < NOTICED
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "other processes used %.1f of the %d processors meanwhile, so that this may be slower than on an idle machine (top shows them)",
                others,
                machine.processors()));
  }
}
