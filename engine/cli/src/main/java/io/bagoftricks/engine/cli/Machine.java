package io.bagoftricks.engine.cli;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** Clocks and load of a machine. */
interface Machine {
  /** {@return a clock's nanoseconds} */
  long nanos();

  /** {@return nanoseconds that this process has computed, over all threads} */
  long cpuNanos();

  /**
   * {@return the part of all processors in use since the last question, from 0 to 1; negative where
   * it is unknown}
   */
  double load();

  /** {@return processors that this process may use} */
  int processors();

  /** {@return the machine that this process runs on} */
  static Machine local() {
    return new Local(ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class));
  }

  /**
   * As Java's management tells it.
   *
   * @param system the bean
   */
  record Local(OperatingSystemMXBean system) implements Machine {
    @Override
    public long nanos() {
      return System.nanoTime();
    }

    @Override
    public long cpuNanos() {
      return system.getProcessCpuTime();
    }

    @Override
    public double load() {
      return system.getCpuLoad();
    }

    @Override
    public int processors() {
      return system.getAvailableProcessors();
    }
  }
}
