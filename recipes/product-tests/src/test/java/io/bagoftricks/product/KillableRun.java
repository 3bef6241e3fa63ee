package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.engine.cli.Main;
import io.bagoftricks.engine.storage.Disk;
import io.bagoftricks.engine.toys.IdxFolder;
import io.bagoftricks.engine.toys.TinyRuns;
import io.bagoftricks.engine.toys.WatchedDisk;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A tiny run of the command line in a process of its own, which may be ended at any moment. */
public final class KillableRun {
  /** Names the kind of act that ends the process, and a part of the file's name. */
  private static final String KILL = "kill";

  private static final long LONGEST_MINUTES = 4;

  /** The exit code of a process that was ended by the signal that it cannot see. */
  static final int SIGKILL = 137;

  private KillableRun() {}

  /** The child: trains, and ends itself in the act that it was told. */
  public static void main(String[] arguments) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    String kill = System.getProperty(KILL, "");
    int code =
        kill.isEmpty()
            ? Main.run(out, err, arguments)
            : Main.run(WatchedDisk.killing(kill), out, err, arguments);
    out.flush();
    err.flush();
    System.exit(code);
  }

  /** Writes a recipe of 2 epochs of 4 updates with tricks that remember something. */
  public static Path recipe(Path folder) throws IOException {
    return recipe(folder, 2);
  }

  static Path recipe(Path folder, int epochs) throws IOException {
    Path data = IdxFolder.write(folder.resolve("data"), 64, 20, 12);
    Path recipe = folder.resolve("tiny.json");
    Files.writeString(
        recipe,
        String.format(
            Locale.ROOT,
            """
        {
          "name": "tiny",
          "data": {"type": "idx", "root": "%s", "trainExamples": 64, "testExamples": 20, "imageSize": 12},
          "model": {"type": "cifar-resnet", "depth": 8, "width": 4},
          "optimizer": {"type": "nag", "learningRate": 0.05},
          "training": {
            "epochs": %d, "batchSize": 16, "microBatch": 8, "seed": 7, "loaderThreads": 1,
            "checkpoint": {"every": "2ba", "keep": 3}
          },
          "tricks": [
            {"trick": "horizontal-flip"}, {"trick": "no-bias-decay"}, {"trick": "cosine"},
            {"trick": "mixup"},
            {"trick": "mixed-precision", "type": "fp16", "growthInterval": 2},
            {"trick": "ema", "decay": 0.9}
          ]
        }
        """,
            data,
            epochs));
    return recipe;
  }

  /**
   * Starts a child.
   *
   * @param kill what ends it, as {@link WatchedDisk#killing} reads it; empty for nothing
   */
  static Process start(Path log, String kill, String... arguments) throws IOException {
    return new ChildJava()
        .with("-Xmx256m", "-D" + KILL + "=" + kill)
        .process(KillableRun.class, arguments)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  /** Starts or resumes a run, as a supervisor does again and again. */
  static Process startOrResume(Path recipe, Path run, Path log, String kill) throws IOException {
    return start(
        log,
        kill,
        "train",
        recipe.toString(),
        "--backend",
        TinyRuns.BACKEND_ID,
        "--output",
        run.toString(),
        "--auto-resume");
  }

  /**
   * Kills a run at random moments, and then lets it end as another one did. One that comes to its
   * end before is compared, and trained anew.
   *
   * @param millis that it took when nobody killed it, perhaps beside more than now
   */
  static void killAtRandom(
      Path recipe, Path run, Path log, int times, long millis, Random random, Path undisturbed)
      throws IOException, InterruptedException {
    int kills = 0;
    long longest = millis;
    for (int start = 0; kills < times; start++) {
      assertThat(start).describedAs("starts for %d kills", kills).isLessThan(5 * times + 10);
      long began = System.nanoTime();
      Process process = startOrResume(recipe, run, log, "");
      if (!process.waitFor(random.nextLong(longest / 3, longest), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly(); // SIGKILL
      }
      if (end(process, log) == SIGKILL) {
        kills++;
      } else {
        assertThat(process.exitValue()).describedAs(Files.readString(log)).isZero();
        assertSameEnd(run, undisturbed);
        Disk.local().delete(run);
        longest = Math.min(longest, (System.nanoTime() - began) / 1_000_000);
      }
    }
    Process process = startOrResume(recipe, run, log, "");
    assertThat(end(process, log)).describedAs(Files.readString(log)).isZero();
    assertSameEnd(run, undisturbed);
  }

  /** Waits for a child's end, but not for ever: then it is killed, and its words are shown. */
  static int end(Process process, Path log) throws IOException, InterruptedException {
    if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
      throw stuck(process, "ended", log);
    }
    return process.exitValue();
  }

  /** Waits for what a child does, but not for ever: then it is killed, and its words are shown. */
  static void waitUntil(Process process, Path log, Condition condition)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(LONGEST_MINUTES);
    while (!condition.holds()) {
      assertThat(process.isAlive()).describedAs(Files.readString(log)).isTrue();
      if (System.nanoTime() > end) {
        throw stuck(process, "done what is waited for", log);
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private static AssertionError stuck(Process process, String what, Path log) throws IOException {
    process.destroyForcibly();
    return new AssertionError(
        String.format(
            Locale.ROOT,
            "After %d minutes the process had not %s, and was killed. It said:%n%s",
            LONGEST_MINUTES,
            what,
            Files.readString(log)));
  }

  /** The condition until which a process is awaited. */
  interface Condition {
    boolean holds() throws IOException;
  }

  /** Two runs have ended in the same weights, optimizer and tricks, byte for byte. */
  static void assertSameEnd(Path run, Path other) throws IOException {
    assertThat(run.resolve("weights.safetensors"))
        .hasSameBinaryContentAs(other.resolve("weights.safetensors"));
    Path last = last(run);
    assertThat(last.getFileName()).isEqualTo(last(other).getFileName());
    for (String name : List.of("weights", "optimizer", "tricks")) {
      assertThat(last.resolve(name + ".safetensors"))
          .hasSameBinaryContentAs(last(other).resolve(name + ".safetensors"));
    }
    assertThat(withoutTimes(run)).isEqualTo(withoutTimes(other));
  }

  private static Path last(Path run) throws IOException {
    Path checkpoints = run.resolve("checkpoints");
    return checkpoints.resolve(Files.readAllLines(checkpoints.resolve("last")).get(0));
  }

  /** The metrics but for the columns that say how long something took. */
  private static List<List<String>> withoutTimes(Path run) throws IOException {
    List<List<String>> lines = new ArrayList<>();
    for (String line : Files.readAllLines(run.resolve("metrics.csv"))) {
      List<String> cells = new ArrayList<>(List.of(line.split(",", -1)));
      cells.remove(9);
      cells.remove(8);
      lines.add(cells);
    }
    return lines;
  }

  /** The first checkpoint's folder, once there is one. */
  static Optional<Path> firstCheckpoint(Path run) throws IOException {
    Path checkpoints = run.resolve("checkpoints");
    if (!Files.isDirectory(checkpoints)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.list(checkpoints)) {
      return files.filter(f -> f.getFileName().toString().startsWith("step-")).findFirst();
    }
  }
}
