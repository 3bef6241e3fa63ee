package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bagoftricks.engine.internal.storage.FolderLock;
import io.bagoftricks.engine.toys.TinyRuns;
import io.bagoftricks.engine.toys.WatchedDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** However a process ends, the run ends in the same bits. */
final class KillTest {
  @TempDir private static Path shared;
  private static Path recipe;
  private static Path undisturbed;
  private static long undisturbedMillis;

  @TempDir private Path folder;

  @BeforeAll
  static void trainUndisturbed() throws IOException, InterruptedException {
    recipe = KillableRun.recipe(shared);
    undisturbed = shared.resolve("undisturbed");
    Path log = shared.resolve("log");
    Process process = train(log, "", undisturbed);
    long start = System.nanoTime();
    assertThat(KillableRun.end(process, log)).describedAs(Files.readString(log)).isZero();
    undisturbedMillis = (System.nanoTime() - start) / 1_000_000;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "after-force:.tmp-step-00000004/weights.safetensors",
        "before-move:step-00000004",
        "after-move:step-00000004",
        "half-append:metrics.csv"
      })
  void atANamedPoint(String point) throws IOException, InterruptedException {
    Path run = folder.resolve("run");
    Path log = folder.resolve("log");

    assertThat(KillableRun.end(train(log, point, run), log)).isEqualTo(WatchedDisk.KILLED);
    resumeToTheEnd(run, log);
  }

  /** Before there is anything, a recipe, a manifest, a checkpoint; then with one; then finished. */
  @Test
  void oneCommandGetsOnInEveryState() throws IOException, InterruptedException {
    Path run = folder.resolve("run");
    Path log = folder.resolve("log");
    for (String point :
        List.of(
            "before-move:recipe.json",
            "after-move:recipe.json",
            "before-move:manifest.json",
            "before-move:step-00000002",
            "after-move:step-00000004",
            "before-move:result.json")) {
      assertThat(KillableRun.end(startOrResume(run, log, point), log))
          .describedAs("%s: %s", point, Files.readString(log))
          .isEqualTo(WatchedDisk.KILLED);
    }
    assertThat(KillableRun.end(startOrResume(run, log), log))
        .describedAs(Files.readString(log))
        .isZero();
    KillableRun.assertSameEnd(run, undisturbed);
    assertThat(run).isDirectoryNotContaining("glob:**.new");
    assertThat(Files.readString(log))
        .containsPattern(
            "(?s)ended before its first checkpoint; it begins again.*going on after step 2"
                + ".*going on after step 8 of 8");
    try (Stream<Path> files = Files.list(run)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .filteredOn(name -> name.startsWith("events."))
          .describedAs("those of attempts without a checkpoint are gone")
          .hasSize(3);
    }

    CommandLineRun finished =
        CommandLineRun.of("train", recipe.toString(), "--output", run.toString(), "--auto-resume");
    assertThat(finished.code()).isZero();
    assertThat(finished.err()).contains(run + " is finished; there is nothing left to do");
    assertThat(finished.result().get("epochs").asInt()).isEqualTo(2);
  }

  /** A real signal, which nothing in the process can see coming; at a moment of the whole run. */
  @Test
  void twiceAtRandom() throws IOException, InterruptedException {
    killedAtRandom(2, 11);
  }

  @Test
  @Tag("long")
  @Timeout(value = 2, unit = TimeUnit.HOURS)
  void twentyTimesAtRandom() throws IOException, InterruptedException {
    killedAtRandom(20, 12);
  }

  @ParameterizedTest
  @CsvSource({"TERM, 143", "INT, 130"})
  void stopsAtTheNextUpdateWhenAsked(String signal, int exitCode)
      throws IOException, InterruptedException {
    assumeTrue(
        signal.equals("TERM") || !ignoresInterrupts(),
        "a job in the background ignores SIGINT, and so do the processes that it starts");
    Path run = folder.resolve("run");
    Path log = folder.resolve("log");
    Process process = trainLong(log, run);
    KillableRun.waitUntil(process, log, () -> KillableRun.firstCheckpoint(run).isPresent());

    Process kill =
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).inheritIO().start();
    assertThat(kill.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(kill.exitValue()).isZero();

    assertThat(KillableRun.end(process, log)).isEqualTo(exitCode);
    assertThat(Files.readString(log))
        .contains("SIG" + signal + ": stopping after this step; once more ends at once")
        .containsPattern(
            "stopped by SIG" + signal + " after step \\d+ of 2000\\. Go on with: tricks train")
        .contains("--resume " + run);
    String last = Files.readAllLines(run.resolve("checkpoints/last")).get(0);
    assertThat(Files.readString(log))
        .contains("step " + Long.parseLong(last.substring("step-".length())) + " of");
  }

  /** The system takes the lock back from a process that was killed. */
  @Test
  void oneProcessAtATimeWorksInAFolder() throws IOException, InterruptedException {
    Path run = folder.resolve("run");
    Path log = folder.resolve("log");
    Process process = trainLong(log, run);
    KillableRun.waitUntil(process, log, () -> KillableRun.firstCheckpoint(run).isPresent());

    CommandLineRun second = CommandLineRun.of("train", "--resume", run.toString());

    assertThat(second.code()).isEqualTo(1);
    assertThat(second.err())
        .contains(
            "[run/folder-locked] Another process (" + process.pid() + ") is working in " + run);
    assertThat(process.isAlive()).isTrue();
    process.destroyForcibly();
    assertThat(KillableRun.end(process, log)).isEqualTo(KillableRun.SIGKILL);
    try (FolderLock lock = FolderLock.take(run)) {
      assertThat(lock.warning()).isEmpty();
    }
  }

  /** Even where the run does not come to its next update. */
  @Test
  void endsAtOnceWhenAskedTwice() throws IOException, InterruptedException {
    Path run = folder.resolve("run");
    Path log = folder.resolve("log");
    Process process = train(log, "hang-move:step-00000004", run);
    KillableRun.waitUntil(
        process, log, () -> Files.exists(run.resolve("checkpoints/.tmp-step-00000004")));

    process.destroy(); // SIGTERM
    KillableRun.waitUntil(
        process, log, () -> Files.readString(log).contains("once more ends at once"));
    process.destroy();

    assertThat(KillableRun.end(process, log)).isEqualTo(143);
    resumeToTheEnd(run, log);
  }

  /** By the second bit of the signals that this process ignores. */
  private static boolean ignoresInterrupts() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("SigIgn:"))
        .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0);
  }

  private void killedAtRandom(int times, long seed) throws IOException, InterruptedException {
    KillableRun.killAtRandom(
        recipe,
        folder.resolve("run"),
        folder.resolve("log"),
        times,
        undisturbedMillis,
        new Random(seed),
        undisturbed);
  }

  /** Starts or resumes a run, as a supervisor does again and again. */
  private static Process startOrResume(Path run, Path log) throws IOException {
    return startOrResume(run, log, "");
  }

  private static Process startOrResume(Path run, Path log, String kill) throws IOException {
    return KillableRun.startOrResume(recipe, run, log, kill);
  }

  private static void resumeToTheEnd(Path run, Path log) throws IOException, InterruptedException {
    Process process = KillableRun.start(log, "", "train", "--resume", run.toString());
    assertThat(KillableRun.end(process, log)).describedAs(Files.readString(log)).isZero();
    KillableRun.assertSameEnd(run, undisturbed);
    assertThat(run.resolve("checkpoints")).isDirectoryNotContaining("glob:**.tmp*");
  }

  private Process trainLong(Path log, Path run) throws IOException {
    return KillableRun.start(
        log,
        "",
        "train",
        KillableRun.recipe(folder, 500).toString(),
        "--backend",
        TinyRuns.BACKEND_ID,
        "--output",
        run.toString());
  }

  private static Process train(Path log, String kill, Path run) throws IOException {
    return KillableRun.start(
        log,
        kill,
        "train",
        recipe.toString(),
        "--backend",
        TinyRuns.BACKEND_ID,
        "--output",
        run.toString());
  }
}
