package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.engine.cli.Main;
import io.bagoftricks.engine.storage.Disk;
import io.bagoftricks.engine.toys.TinyRuns;
import io.bagoftricks.engine.toys.WatchedDisk;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files and messages are the same whatever language the user has: that of Egypt writes numbers with
 * other digits. The build holds every format to that too: Error Prone's DefaultLocale.
 */
final class LocaleTest {
  /** Have a time in them, or how long something took. */
  private static final List<String> TIMED =
      List.of("checkpoint.json", "metrics.csv", "manifest.json", "result.json", "said.txt");

  /** Have one among many numbers, in forms of their own. */
  private static final String TIMED_TOO =
      "report\\.html|events\\.out\\..*|trace\\.json|curve\\.png";

  @TempDir private Path folder;

  @Test
  void theBuildRefusesAFormatWithoutALocale() throws IOException {
    assertThat(Checkout.root().resolve("pom.xml")).content().contains("-Xep:DefaultLocale:ERROR ");
  }

  /** The child: trains, stops where the disk is full, goes on, and uses the run. */
  public static void main(String[] arguments) throws IOException {
    Path here = Path.of(arguments[0]);
    String recipe = KillableRun.recipe(here).toString();
    String run = here.resolve("run").toString();
    StringWriter said = new StringWriter();
    PrintWriter writer = new PrintWriter(said, true);
    Disk full = WatchedDisk.full(file -> file.contains("step-00000006"));
    int stopped =
        Main.run(
            full,
            writer,
            writer,
            "train",
            recipe,
            "--backend",
            TinyRuns.BACKEND_ID,
            "--output",
            run);
    int codes = stopped == 1 ? 0 : 100;
    for (String command :
        List.of(
            "train --resume RUN --profile OUT/trace.json --profile-updates 5-6",
            "train --resume RUN",
            "eval RUN --weights last",
            "explain RECIPE",
            "lint RECIPE",
            "export RUN --format onnx --output OUT/model.onnx",
            "export RUN --format safetensors --output OUT/model.safetensors",
            "find-lr RECIPE --backend " + TinyRuns.BACKEND_ID + " --updates 20 --output OUT")) {
      writer.println(command);
      codes +=
          Main.run(
              writer,
              writer,
              Stream.of(command.split(" "))
                  .map(
                      word ->
                          word.replace("RECIPE", recipe)
                              .replace("RUN", run)
                              .replace("OUT", here.resolve("out").toString()))
                  .toArray(String[]::new));
    }
    Files.writeString(here.resolve("said.txt"), said.toString());
    System.exit(codes);
  }

  @Test
  void otherDigitsChangeNoByte() throws Exception {
    Map<String, byte[]> usual = files("en", "US");
    Map<String, byte[]> arabic = files("ar", "EG");

    assertThat(names(arabic)).isEqualTo(names(usual));
    List<String> exact = new ArrayList<>();
    usual.forEach(
        (name, bytes) -> {
          String last = name.substring(name.lastIndexOf('/') + 1);
          byte[] other = arabic.get(name);
          if (other == null || last.matches(TIMED_TOO)) {
            return;
          }
          if (TIMED.contains(last)) {
            assertThat(shape(other)).describedAs(name).isEqualTo(shape(bytes));
          } else {
            exact.add(last);
            assertThat(other).describedAs(name).isEqualTo(bytes);
          }
        });
    assertThat(exact)
        .contains(
            "weights.safetensors",
            "optimizer.safetensors",
            "tricks.safetensors",
            "last",
            "best",
            "recipe.json",
            "receipts.csv",
            "confusion.csv",
            "model.onnx",
            "model.safetensors",
            "curve.csv");
    arabic.forEach(
        (name, bytes) -> {
          if (name.matches(".*\\.(json|csv|html|txt)")) {
            assertThat(new String(bytes, StandardCharsets.UTF_8))
                .describedAs(name)
                .doesNotContainPattern("[\\u0660-\\u0669\\u06f0-\\u06f9\\u066b\\u066c]");
          }
        });
  }

  /**
   * A text without its numbers, the bars of their size, and what is told only of a slow machine:
   * the share of waiting, advice about it, and other processes.
   */
  private static String shape(byte[] text) {
    return new String(text, StandardCharsets.UTF_8)
        .replaceAll("\"crc32c\":\"[0-9a-f]{8}\"", "")
        .replaceAll("\\s*[-+]?[0-9][0-9a-fA-F.,:TZ+-]*", "#")
        .replaceAll("[#*|]+", "#")
        .replaceAll("  input-bound# %", "")
        .replaceAll("note: (The step waits for images|for a minute this run has had)# %.*\\R", "");
  }

  /** The event file's name has a time in it, and a number where there is one of that second. */
  private static List<String> names(Map<String, byte[]> files) {
    return files.keySet().stream().map(name -> name.replaceAll("[0-9]{10}\\.\\d+", "")).toList();
  }

  private Map<String, byte[]> files(String language, String country) throws Exception {
    Path here = Files.createDirectory(folder.resolve("run-here"));
    Path log = folder.resolve(language + ".log");
    Process child =
        new ChildJava()
            .with("-Duser.language=" + language, "-Duser.country=" + country, "-Xmx512m")
            .process(LocaleTest.class, here.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertThat(child.waitFor(5, TimeUnit.MINUTES)).isTrue();
    String said = Files.exists(here.resolve("said.txt")) ? read(here.resolve("said.txt")) : "";
    assertThat(child.exitValue()).describedAs(read(log) + said).isZero();
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(here)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        if (!file.endsWith(".lock")) { // holds the id of a process
          files.put(here.relativize(file).toString(), Files.readAllBytes(file));
        }
      }
    }
    Files.move(here, folder.resolve(language)); // the other has the same paths
    return files;
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file);
  }
}
