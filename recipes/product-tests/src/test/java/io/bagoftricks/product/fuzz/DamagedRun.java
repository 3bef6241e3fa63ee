package io.bagoftricks.product.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.engine.backend.BackendRegistry;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plan.RunPlanner;
import io.bagoftricks.engine.plugin.Plugins;
import io.bagoftricks.engine.plugin.TrickRegistry;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.problem.ProblemException;
import io.bagoftricks.engine.recipe.Recipe;
import io.bagoftricks.engine.recipe.RecipeReader;
import io.bagoftricks.engine.toys.TinyRuns;
import io.bagoftricks.product.CommandLineRun;
import io.bagoftricks.product.KillableRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A tiny run of the command line whose files are damaged one at a time, and put back. */
final class DamagedRun {
  private final Path folder;
  private final Map<Path, byte[]> whole;

  private DamagedRun(Path folder) throws IOException {
    this.folder = folder;
    this.whole = files(folder);
  }

  /** Trains the run. */
  static DamagedRun train(Path parent) throws IOException {
    Path run = parent.resolve("run");
    CommandLineRun trained =
        CommandLineRun.of(
            "train",
            KillableRun.recipe(parent).toString(),
            "--backend",
            TinyRuns.BACKEND_ID,
            "--output",
            run.toString());
    assertThat(trained.code()).describedAs(trained.err()).isZero();
    return new DamagedRun(run);
  }

  /** The same run before its end: without what only a finished run has. */
  DamagedRun unfinished() throws IOException {
    Files.delete(folder.resolve("result.json"));
    Files.delete(folder.resolve("weights.safetensors"));
    return new DamagedRun(folder);
  }

  Path folder() {
    return folder;
  }

  RunPlan plan() {
    Plugins plugins = Plugins.load(DamagedRun.class.getClassLoader());
    TrickRegistry tricks = plugins.tricks();
    Recipe recipe =
        new RecipeReader(plugins.types()).read(folder.resolve("recipe.json"), List.of(), tricks);
    return new RunPlanner(tricks).plan(recipe);
  }

  static Backend backend() throws Exception {
    return BackendRegistry.of(DamagedRun.class.getClassLoader())
        .open(Optional.of(TinyRuns.BACKEND_ID), message -> {});
  }

  /** The bytes that a file had. */
  byte[] whole(Path file) {
    return Optional.ofNullable(whole.get(file)).orElseThrow();
  }

  /** Gives a file other bytes while something happens, which changes nothing else on the disk. */
  String with(Path file, byte[] damaged, Action action) throws Exception {
    Files.write(file, damaged);
    Map<Path, String> before = stamps();
    try {
      String outcome = action.run();
      assertThat(stamps()).isEqualTo(before);
      return outcome;
    } finally {
      Files.write(file, whole(file));
    }
  }

  /** A use of a damaged file. */
  interface Action {
    String run() throws Exception;
  }

  /** A refusal has a problem at least, and each an id and a sentence. */
  static void check(ProblemException refusal) {
    assertThat(refusal.problems()).isNotEmpty();
    assertThat(refusal.problems())
        .extracting(Problem::id)
        .allMatch(id -> id.matches("[a-z]+/[a-z-]+"));
    assertThat(refusal.problems()).extracting(Problem::message).noneMatch(String::isBlank);
  }

  /** A command has refused what it was given, in words, and without a trace. */
  static void checkRefused(CommandLineRun answer) {
    assertThat(answer.code()).describedAs(answer.out() + answer.err()).isEqualTo(2);
    assertThat(answer.err())
        .containsPattern("\\[[a-z]+/[a-z-]+] ")
        .doesNotContain("defect of the program")
        .doesNotContain("\tat ");
    assertThat(answer.out()).isEmpty();
  }

  /** All bits of an array. */
  static int[] bits(INDArray array) {
    float[] values = array.reshape(array.length()).toFloatVector();
    int[] bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(values[i]);
    }
    return bits;
  }

  /** Who has written a file has changed its time. */
  private Map<Path, String> stamps() throws IOException {
    Map<Path, String> stamps = new HashMap<>();
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path file : walk.filter(file -> !file.endsWith(".lock")).toList()) {
        BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class);
        stamps.put(file, facts.isDirectory() ? "" : facts.size() + " " + facts.lastModifiedTime());
      }
    }
    return stamps;
  }

  private static Map<Path, byte[]> files(Path folder) throws IOException {
    Map<Path, byte[]> files = new HashMap<>();
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        if (!file.endsWith(".lock")) { // means nothing
          files.put(file, Files.readAllBytes(file));
        }
      }
    }
    return files;
  }
}
