package io.bagoftricks.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
}
