package io.bagoftricks.bench.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.bench.measure.Layout;
import io.bagoftricks.bench.measure.Mode;
import io.bagoftricks.bench.measure.NumberType;
import io.bagoftricks.bench.network.NetworkName;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ComparisonTest {
  private static final Comparison COMPARISON =
      new Comparison(
          new Case(
              Peer.LIBTORCH,
              NetworkName.RESNET50D,
              Mode.TRAIN,
              NumberType.BF16,
              List.of(NumberType.F32),
              16,
              224),
          new Opponent(NumberType.F32, Layout.CHANNELS_LAST),
          List.of(
              new Pair(new Measurement(20, 30, 3L << 30), new Measurement(10, 12, 4L << 30)),
              new Pair(new Measurement(30, 33, 2L << 30), new Measurement(10, 15, 2L << 30)),
              new Pair(new Measurement(4, 5, 2L << 30), new Measurement(1, 2, 3L << 30))));

  @Test
  void ratiosArePairwise() {
    assertThat(COMPARISON.ratios()).isEqualTo(new Quartiles(2.5, 3, 3.5));
  }

  @Test
  void bestsAndPeaksAreOfAllPairs() {
    assertThat(COMPARISON.ratioOfBests()).isEqualTo(33.0 / 15);
    assertThat(COMPARISON.peakRatio()).isEqualTo(0.75);
  }

  @Test
  void isOneRowOfMarkdown() {
    Target target = new Target(COMPARISON.work(), 1.6, 2);

    assertThat(MarkdownTable.row(COMPARISON, target, Level.AVX2))
        .isEqualTo(
            "| resnet50d, 224, batch 16, train | bf16 | libtorch f32 channels_last | 33.00 | 15.00"
                + " | 2.50, **3.00**, 3.50 | 2.20 | 1.6x | 2x | 3072 / 4096 MiB = 0.75 (at most 0.9) |");
    assertThat(MarkdownTable.HEADER.lines().map(ComparisonTest::columns)).containsOnly(10L);
    assertThat(columns(MarkdownTable.row(COMPARISON, target, Level.AVX2))).isEqualTo(10);
  }

  private static long columns(String row) {
    return row.chars().filter(c -> c == '|').count() - 1;
  }
}
