package io.bagoftricks.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ResidentMemoryTest {
  @Test
  void growsByWhatIsTouched() {
    long before = ResidentMemory.peakBytes();
    byte[] touched = new byte[256 << 20];
    for (int i = 0; i < touched.length; i += 4096) {
      touched[i] = 1;
    }

    assertThat(ResidentMemory.peakBytes() - before).isGreaterThan(128L << 20);
    assertThat(touched[4096]).isEqualTo((byte) 1);
  }
}
