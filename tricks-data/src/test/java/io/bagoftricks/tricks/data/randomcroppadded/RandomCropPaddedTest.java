package io.bagoftricks.tricks.data.randomcroppadded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bagoftricks.api.data.Dataset.Image;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.testkit.Golden;
import io.bagoftricks.testkit.TrickBench;
import io.bagoftricks.testkit.TrickContract;
import io.bagoftricks.testkit.TrickRun;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RandomCropPaddedTest {
  private static final int SIDE = 8;

  @TestFactory
  Stream<DynamicTest> keepsTheContract() {
    return TrickContract.of(new RandomCropPaddedProvider()).tests();
  }

  /**
   * Pixels 1 to 64: of each result the shift can be read off, and all of it must be that shift.
   * Each of 25 shifts is expected 200 times among 5,000; the statistic of chi-squared with 24
   * degrees of freedom exceeds 51.2 with probability 0.001.
   */
  @Test
  @Golden(trick = "random-crop-padded", source = "chi-squared")
  void everyShiftComesAsOftenAndMovesTheWholeImage() {
    Map<Integer, Integer> shifts = new HashMap<>();
    TrickBench bench = TrickBench.of(new RandomCropPaddedProvider()).with("padding", 2);
    try (TrickRun run = bench.start()) {
      for (int index = 0; index < 5000; index++) {
        float[] plane = run.onSample(numbers(), index).planes()[0];
        int middle = (int) plane[4 * SIDE + 4] - 1; // never a zero
        int down = middle / SIDE - 4;
        int right = middle % SIDE - 4;
        assertThat(plane).containsExactly(shifted(down, right));
        shifts.merge(down * 100 + right, 1, Integer::sum);
      }
    }
    assertThat(shifts).hasSize(25);
    double statistic =
        shifts.values().stream().mapToDouble(n -> (n - 200.0) * (n - 200) / 200).sum();
    assertThat(statistic).isBetween(8.0, 51.2);
  }

  private static Image numbers() {
    return new Image(Size.of(SIDE), new float[][] {shifted(0, 0)});
  }

  private static float[] shifted(int down, int right) {
    float[] plane = new float[SIDE * SIDE];
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        int row = y + down;
        int column = x + right;
        boolean inside = row >= 0 && row < SIDE && column >= 0 && column < SIDE;
        plane[y * SIDE + x] = inside ? row * SIDE + column + 1 : 0;
      }
    }
    return plane;
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 10_001})
  void refusesAPaddingOutOfRange(int padding) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RandomCropPaddedConfig(padding))
        .withMessage("padding must be from 0 to 10,000, not " + padding);
  }

  @Test
  void notesThatZeroShiftsNothing() {
    TrickBench bench = TrickBench.of(new RandomCropPaddedProvider());
    assertThat(bench.check().notes()).isEmpty();
    assertThat(bench.with("padding", 0).check().notes()).hasSize(1);
    assertThat(RandomCropPaddedConfig.defaults()).isEqualTo(new RandomCropPaddedConfig(4));
  }
}
