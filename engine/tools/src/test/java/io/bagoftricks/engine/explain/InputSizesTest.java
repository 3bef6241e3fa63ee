package io.bagoftricks.engine.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.network.Size;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class InputSizesTest {
  @Test
  void saysWhichEpochsHaveWhichSize() {
    TreeMap<Integer, Size> sizes =
        new TreeMap<>(Map.of(0, Size.of(16), 6, Size.of(20), 7, new Size(28, 32)));
    assertThat(InputSizes.text(sizes, 10))
        .isEqualTo("16x16 in epochs 1 to 6, 20x20 in epoch 7, 28x32 in epochs 8 to 10");
    assertThat(InputSizes.text(sizes, 7)).isEqualTo("16x16 in epochs 1 to 6, 20x20 in epoch 7");
  }

  @Test
  void saysNothingOfOneSize() {
    TreeMap<Integer, Size> sizes = new TreeMap<>(Map.of(0, Size.of(16), 6, Size.of(20)));
    assertThat(InputSizes.text(sizes, 6)).isEmpty();
    assertThat(InputSizes.text(new TreeMap<>(Map.of(0, Size.of(28))), 10)).isEmpty();
  }
}
