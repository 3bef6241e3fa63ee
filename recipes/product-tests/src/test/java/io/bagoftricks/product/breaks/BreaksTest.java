package io.bagoftricks.product.breaks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every break of {@code breaks.json}, alone, turns one of its tests red, and they are green without
 * it. Prints the table: break, killed by, seconds. {@code -Dbreaks=WORDS} takes those whose line
 * has the words.
 */
final class BreaksTest {
  private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
  private static final Path TABLE = Path.of("src/test/resources/breaks/breaks.json");

  @TempDir private Path folder;

  @Test
  void everyBreakHasItsPlaceAndItsTests() throws IOException {
    for (Break each : Break.read(TABLE)) {
      assertThat(each.source(ROOT)).as(each.what()).contains(each.replacement());
      for (String test : each.killers().tests()) {
        String file = test.replaceFirst("[#$].*", "").replace('.', '/') + ".java";
        assertThat(ROOT.resolve(each.killers().module()).resolve("src/test/java").resolve(file))
            .as(each.what())
            .exists();
      }
    }
  }

  /** As all of them are in a long build, which nobody waits for. */
  @Test
  void oneBreakOfEachModuleCompiles() throws IOException, InterruptedException {
    BrokenClasses compiler = new BrokenClasses(ROOT);
    Map<String, Break> ofModules = new LinkedHashMap<>();
    for (Break each : Break.read(TABLE)) {
      if (!each.isNative()) {
        ofModules.putIfAbsent(each.file().replaceFirst("/src/main/.*", ""), each);
      }
    }
    assertThat(ofModules).hasSizeGreaterThan(8);
    for (Map.Entry<String, Break> each : ofModules.entrySet()) {
      Path classes = Files.createDirectories(folder.resolve(each.getKey()));
      compiler.compile(each.getValue(), classes);
      assertThat(classes).as(each.getKey()).isDirectoryRecursivelyContaining("glob:**.class");
    }
    assertThat(compiler.needed()).allSatisfy(file -> assertThat(file).exists());
  }

  @Test
  @Tag("long")
  void everyBreakTurnsATestRed() throws IOException, InterruptedException {
    List<Break> breaks = wanted();
    assertThat(breaks).isNotEmpty();
    assertGreen(breaks);

    List<String> survivors = new ArrayList<>();
    BrokenClasses compiler = new BrokenClasses(ROOT);
    for (int i = 0; i < breaks.size(); i++) {
      Break each = breaks.get(i);
      Path classes = Files.createDirectories(folder.resolve("break" + i));
      long began = System.nanoTime();
      Optional<String> killer;
      try {
        compiler.compile(each, classes);
        killer = process().run(each.killers(), Optional.of(classes), each);
        killer.ifPresentOrElse(name -> {}, () -> survivors.add(each.what()));
      } catch (IllegalStateException e) { // its place is lost: the others are tried all the same
        killer = Optional.empty();
        survivors.add(e.getMessage());
      }
      System.out.printf(
          Locale.ROOT,
          "| %s | %s | %s | %.0f |%n",
          each.what(),
          each.file().substring(each.file().lastIndexOf('/') + 1),
          killer.orElse("SURVIVES"),
          (System.nanoTime() - began) / 1e9);
    }
    assertThat(survivors).as("breaks that no test sees").isEmpty();
  }

  private void assertGreen(List<Break> breaks) throws IOException, InterruptedException {
    record Home(String module, Map<String, String> environment) {}
    Map<Home, Set<String>> tests = new LinkedHashMap<>();
    Map<Home, Break> examples = new LinkedHashMap<>();
    for (Break each : breaks) {
      Home home = new Home(each.killers().module(), each.environment());
      tests.computeIfAbsent(home, h -> new LinkedHashSet<>()).addAll(each.killers().tests());
      examples.putIfAbsent(home, each);
    }
    for (Map.Entry<Home, Break> home : examples.entrySet()) {
      Set<String> all = tests.getOrDefault(home.getKey(), Set.of());
      Break.Killers killers = new Break.Killers(home.getKey().module(), List.copyOf(all));
      assertThat(process().run(killers, Optional.empty(), home.getValue()))
          .as("red without any break, in " + home.getKey())
          .isEmpty();
    }
  }

  private KillerProcess process() {
    return new KillerProcess(ROOT, folder);
  }

  private static List<Break> wanted() throws IOException {
    String words = System.getProperty("breaks", "");
    return Break.read(TABLE).stream().filter(b -> b.toString().contains(words)).toList();
  }
}
