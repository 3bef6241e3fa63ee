package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.engine.toys.TinyRuns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The projects in {@code examples} build with Maven from any folder, pass their tests, and work.
 * What {@code new-plugin} makes of them is built by {@code .ci/add-a-trick}; {@link NewPluginTest}
 * tries the others.
 */
final class ExamplePluginsTest {
  private static final Path EXAMPLES = Checkout.root().resolve("examples");

  /** So short a build is faster without the optimizing compiler. */
  private static final String FAST = "-XX:TieredStopAtLevel=1";

  @TempDir private static Path shared;
  private static MavenRepository repository;

  @TempDir private Path folder;

  @BeforeAll
  static void install() throws IOException {
    repository = MavenRepository.ofCheckout(shared);
  }

  @AfterAll
  static void unlink() throws IOException {
    repository.close();
  }

  static List<String> examples() throws IOException {
    try (Stream<Path> folders = Files.list(EXAMPLES)) {
      return folders
          .filter(path -> Files.exists(path.resolve("pom.xml")))
          .map(path -> path.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void thereAreALossAndALayer() throws IOException {
    assertThat(examples()).containsExactly("custom-layer-plugin", "focal-loss-plugin");
  }

  @ParameterizedTest
  @MethodSource("examples")
  void buildsAndWorks(String example) throws IOException, InterruptedException {
    buildsAndWorks(copy(EXAMPLES.resolve(example), folder.resolve(example)));
  }

  private void buildsAndWorks(Path project) throws IOException, InterruptedException {
    build(project);
    String id = Files.readString(project.resolve("README.md")).lines().findFirst().orElseThrow();
    id = id.substring("# ".length());
    Path plugins = Files.createDirectory(project.resolve("plugins"));
    Files.copy(project.resolve("target/" + id + "-1.0.jar"), plugins.resolve(id + ".jar"));
    CommandLineRun checked = CommandLineRun.of("check-plugin", plugins.toString());
    assertThat(checked.out()).startsWith(id + " (").endsWith("  13 of 13 rules kept\n");
    assertThat(checked.code()).describedAs(checked.err()).isZero();
    trains(project, plugins, id);
  }

  private static void trains(Path project, Path plugins, String id) throws IOException {
    Path run = project.resolve("run");
    CommandLineRun trained =
        CommandLineRun.of(
            "train",
            project.resolve("recipe.json").toString(),
            "--plugins=" + plugins,
            "--backend=" + TinyRuns.BACKEND_ID,
            "--set=training.epochs=1",
            "--set=training.batchSize=2000",
            "--set=model.width=1",
            "--output=" + run);
    assertThat(trained.code()).describedAs(trained.err()).isZero();
    assertThat(run.resolve("receipts.csv")).content().contains(id + ",");
  }

  /** With its tests, of which there must be some, and without a warning. */
  private static void build(Path project) throws IOException, InterruptedException {
    Path log = project.resolve("maven.log");
    ProcessBuilder command =
        new ProcessBuilder(
                "mvn",
                "-B",
                "package",
                "-Dmaven.repo.local=" + repository.root(),
                "-DargLine=" + FAST)
            .directory(project.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    command.environment().merge("MAVEN_OPTS", FAST, "%s %s"::formatted);
    Process maven = command.start();
    try {
      assertThat(maven.waitFor(5, TimeUnit.MINUTES)).isTrue();
    } finally {
      maven.destroyForcibly();
    }
    assertThat(maven.exitValue()).describedAs(Files.readString(log)).isZero();
    assertThat(log)
        .content()
        .containsPattern("Tests run: 1[2-9], Failures: 0, Errors: 0, Skipped: 0")
        .doesNotContain("WARN", "SLF4J");
  }

  private static Path copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        Path relative = from.relativize(file);
        if (!relative.startsWith("target")) {
          Files.createDirectories(to.resolve(relative).getParent());
          Files.copy(file, to.resolve(relative));
        }
      }
    }
    return to;
  }
}
