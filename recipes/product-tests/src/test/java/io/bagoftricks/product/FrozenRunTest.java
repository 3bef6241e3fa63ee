package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.engine.toys.TinyRuns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that keeps some parameters as they are. */
@Tag("device")
final class FrozenRunTest {
  @TempDir private Path folder;

  /**
   * From a checkpoint the run goes on to the same bits; weights fit the network unfrozen as well.
   */
  @Test
  void aRunWithFrozenStatisticsGoesOnToTheSameBits() throws IOException {
    String[] command = {
      "train",
      KillableRun.recipe(folder).toString(),
      "--backend",
      TinyRuns.BACKEND_ID,
      "--set",
      "model.freeze=[\"conv1\", \"bn1\", \"layer1\"]",
      "--output"
    };
    Path whole = folder.resolve("whole");
    assertThat(CommandLineRun.of(with(command, whole.toString())).code()).isZero();
    Path run = folder.resolve("run");
    assertThat(CommandLineRun.of(with(command, run.toString())).code()).isZero();
    Files.delete(run.resolve("result.json"));

    CommandLineRun resumed =
        CommandLineRun.of("train", "--resume", run.toString(), "--from", "step-00000004");

    assertThat(resumed.code()).describedAs(resumed.err()).isZero();
    assertThat(resumed.err()).contains("3 of 9 batch norms keep their running statistics");
    KillableRun.assertSameEnd(run, whole);
  }

  private static String[] with(String[] command, String last) {
    String[] all = Arrays.copyOf(command, command.length + 1);
    all[command.length] = last;
    return all;
  }
}
