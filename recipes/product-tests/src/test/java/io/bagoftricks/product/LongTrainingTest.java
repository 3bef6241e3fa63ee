package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.engine.cli.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Faults that show only after many steps. Runs with the profile long. */
@Tag("long")
@Timeout(value = 2, unit = TimeUnit.HOURS)
final class LongTrainingTest {
  private static final int EPOCHS = 32;
  private static final int STEPS_PER_EPOCH = 625;
  private static final int WARM_UP_EPOCHS = 4;
  private static final long PAGE = 4096;

  @TempDir private Path folder;

  /** In a process of its own, with a heap that is there from the start and cannot grow. */
  @Test
  void residentMemoryStaysWhereItIs() throws IOException, InterruptedException {
    Process process =
        new ChildJava()
            .with("-Xms192m", "-Xmx192m", "-XX:+AlwaysPreTouch", "-XX:TieredStopAtLevel=4")
            .process(
                Main.class,
                "train",
                Checkout.recipe("quickstart").toString(),
                "--set",
                "model.width=4",
                "--set",
                "training.batchSize=16",
                "--set",
                "training.epochs=" + EPOCHS,
                "--set",
                "training.evaluateEvery=" + EPOCHS,
                "--output",
                folder.resolve("run").toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    List<Long> resident = new ArrayList<>();
    StringBuilder messages = new StringBuilder();
    try (BufferedReader reader = process.errorReader(StandardCharsets.UTF_8)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        messages.append(line).append('\n');
        // At the last one the process is about to end.
        if (line.startsWith("epoch") && resident.size() < EPOCHS - 1) {
          resident.add(residentBytes(process.pid()));
        }
      }
    }

    assertThat(process.waitFor(1, TimeUnit.MINUTES)).describedAs(messages.toString()).isTrue();
    assertThat(process.exitValue()).describedAs(messages.toString()).isZero();
    assertThat(resident).hasSize(EPOCHS - 1);
    long grown = resident.get(EPOCHS - 2) - resident.get(WARM_UP_EPOCHS - 1);
    double thousands = (EPOCHS - 1 - WARM_UP_EPOCHS) * STEPS_PER_EPOCH / 1000.0;
    assertThat(grown / thousands).isLessThan(1 << 20);
  }

  private static long residentBytes(long process) throws IOException {
    String[] pages = Files.readString(Path.of("/proc/" + process + "/statm")).split(" ", -1);
    return Long.parseLong(pages[1]) * PAGE;
  }
}
