package io.bagoftricks.bench.ceilings;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.bench.measure.NumberType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RowsTest {
  private static final Row SLOW = row("conv2", "convolution 3x3", Pass.WEIGHTS, 8, 2);
  private static final Row FAST = row("conv1", "convolution 3x3", Pass.WEIGHTS, 1, 1.5);
  private static final Row NEEDLESS = row("conv1", "conversion", Pass.FORWARD, 3, 0);
  private static final Rows ROWS = new Rows(List.of(FAST, SLOW, NEEDLESS));

  @Test
  void theShareIsThatOfTheRoof() {
    assertThat(SLOW.share()).isEqualTo(0.25);
    assertThat(SLOW.lostMillis()).isEqualTo(6);
    assertThat(NEEDLESS.share()).isZero();
    assertThat(NEEDLESS.lostMillis()).isEqualTo(3);
  }

  /** Winograd's algorithm takes fewer products than the definition. */
  @Test
  void whoeverBeatsTheDefinitionLosesLessThanNothing() {
    assertThat(FAST.share()).isEqualTo(1.5);
    assertThat(FAST.lostMillis()).isEqualTo(-0.5);
  }

  @Test
  void whatLosesMostComesFirst() {
    assertThat(ROWS.byLoss()).containsExactly(SLOW, NEEDLESS, FAST);
  }

  @Test
  void sumsUpWhatIsAlike() {
    List<Row> families = ROWS.families();

    assertThat(families).extracting(Row::family).containsExactly("convolution 3x3", "conversion");
    assertThat(families.get(0).millis()).isEqualTo(9);
    assertThat(families.get(0).roofMillis()).isEqualTo(3.5);
    assertThat(families.get(0).work()).isEqualTo(new Work(20, 40, NumberType.F32));
    assertThat(ROWS.whole().millis()).isEqualTo(12);
  }

  @Test
  void aFileHasARowForEachNumberOfThreads() {
    Ceilings one = new Ceilings(1, Map.of(), List.of());
    Ceilings two = new Ceilings(2, Map.of(), List.of());

    List<String> lines =
        Report.csv(List.of(one, two), List.of(new Rows(List.of(SLOW)), ROWS)).lines().toList();

    assertThat(lines).hasSize(5);
    assertThat(lines.get(0).split(",", -1)).hasSameSizeAs(lines.get(1).split(",", -1));
    assertThat(lines.get(1))
        .startsWith("1,\"conv2\",\"convolution 3x3\",\"64x8x8\",gradient of weights,8.0,10,20,0.5,")
        .endsWith(",2.0,0.25,6.0");
  }

  @Test
  void aTableIsAlignedOrInMarkdown() {
    Table table = new Table(1, "what", "ms");
    table.add("convolution", "8.00");

    assertThat(table.text()).isEqualTo("what           ms\nconvolution  8.00\n");
    assertThat(table.markdown()).isEqualTo("| what | ms |\n|---|---:|\n| convolution | 8.00 |\n");
  }

  private static Row row(String layer, String family, Pass pass, double millis, double roof) {
    return new Row(layer, family, "64x8x8", pass, new Work(10, 20, NumberType.F32), millis, roof);
  }
}
