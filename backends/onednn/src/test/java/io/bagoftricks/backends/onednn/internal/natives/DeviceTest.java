package io.bagoftricks.backends.onednn.internal.natives;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class DeviceTest {
  private static final int TIMES = 100;

  /** Bits of a run depend on it: a resumed run must find what the first one found. */
  @Test
  void findsTheSameBesideOtherWork() {
    boolean alone = new Device(1).multipliesBfloat16Fast();
    AtomicBoolean busy = new AtomicBoolean(true);
    int neighbors = 2 * Runtime.getRuntime().availableProcessors();
    ExecutorService others = Executors.newFixedThreadPool(neighbors);
    try {
      IntStream.range(0, neighbors).forEach(i -> others.execute(() -> spin(busy)));
      assertThat(IntStream.range(0, TIMES).mapToObj(i -> new Device(1).multipliesBfloat16Fast()))
          .containsOnly(alone);
    } finally {
      busy.set(false);
      others.shutdown();
    }
  }

  private static void spin(AtomicBoolean busy) {
    while (busy.get()) {
      Thread.onSpinWait();
    }
  }
}
