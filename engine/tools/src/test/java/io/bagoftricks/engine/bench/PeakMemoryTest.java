package io.bagoftricks.engine.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class PeakMemoryTest {
  @Test
  void readsThePeakOfProcStatus() {
    List<String> status = List.of("Name:\tjava", "VmHWM:\t  380396 kB", "VmRSS:\t  100000 kB");

    assertThat(PeakMemory.bytes(status)).hasValue(380_396L * 1024);
  }

  @Test
  void isUnknownWhereNothingIsSaid() {
    assertThat(PeakMemory.bytes(List.of("Name:\tjava"))).isEmpty();
  }
}
