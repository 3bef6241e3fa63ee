package io.bagoftricks.engine.internal.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MetricsTableTest {
  @TempDir private Path folder;

  @Test
  void readsColumnsByNameAndLeavesOutALineThatWasCutOff() throws IOException {
    Files.writeString(folder.resolve("metrics.csv"), "epoch,loss,top1\n1,0.5,\n2,0.25,0.75\n3,0.1");

    MetricsTable table = MetricsTable.read(folder);

    assertThat(table.rows()).hasSize(2);
    assertThat(table.numbers("top1")).containsExactly(Optional.empty(), Optional.of(0.75));
    assertThat(table.last("loss")).contains(0.25);
    assertThat(table.last("nothing")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "garbage | Its first column is not 'epoch'.",
        "epoch,loss;1;2,0.5 | Line 2 has 1 cells, and there are 2 columns.",
        "epoch,loss;1,0.5,9;2,0.5 | Line 2 has 3 cells, and there are 2 columns.",
        "epoch,loss;1,low;2,0.5 | Line 2 has 'low' for a number."
      })
  void isDamagedWhereItIsNotWhatARunWrites(String text, String reason) throws IOException {
    Path file = Files.writeString(folder.resolve("metrics.csv"), text.replace(';', '\n'));

    assertThatThrownBy(() -> MetricsTable.read(folder))
        .isInstanceOf(IOException.class)
        .hasMessage("%s is damaged. %s Delete it to do without it.", file, reason);
  }

  @Test
  void leavesOutALineThatWasCutOffInItsLastCell() throws IOException {
    Files.writeString(folder.resolve("metrics.csv"), "epoch,loss\n1,0.5\n2,Na");

    assertThat(MetricsTable.read(folder).rows()).hasSize(1);
  }
}
