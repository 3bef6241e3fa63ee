package io.bagoftricks.backends.nd4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.network.Layer;
import org.junit.jupiter.api.Test;

/** No layer of the API may be missing a kernel. */
final class KernelsTest {
  @Test
  void hasAKernelForEveryLayer() {
    assertThat(Layer.class.getPermittedSubclasses()).isNotEmpty().allMatch(Kernels::has);
  }
}
