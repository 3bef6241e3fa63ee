package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The script {@code tricks}, in a checkout that has nothing else: a Maven and a JDK that are
 * scripts too stand in for the real ones, and tell what they were started with.
 */
final class LauncherTest {
  private static final String MAIN = "io.bagoftricks.engine.cli.Main";

  @TempDir private Path temporary;
  private Path checkout;
  private Path tools;

  /** How the script ended. */
  private record Ended(int code, String out, String err) {}

  @BeforeEach
  void makeTools() throws IOException {
    checkout = checkout("checkout");
    tools = Files.createDirectories(temporary.resolve("jdk/bin"));
    jdk("17.0.1");
    script(
        "java",
        """
        if [[ "$1" == -version ]]; then echo 'openjdk version "21.0.2" 2024-01-16' >&2; exit; fi
        for argument; do printf '%s\\n' "$argument"; done
        echo "LC_ALL=${LC_ALL:-}"
        """);
    script("javac", "");
    maven("mkdir -p recipes/target; echo /dev/null >recipes/target/classpath");
  }

  @Test
  void buildsOnceAndPassesTheArgumentsOn() throws Exception {
    Ended first = run("list", "a b", "*", "ü");
    assertThat(first.err()).contains("tricks: building");
    assertThat(first.code()).describedAs(first.err()).isZero();
    assertThat(first.out()).contains(MAIN + "\nlist\na b\n*\nü\n");

    assertThat(run("list").err()).isEmpty();

    Files.setLastModifiedTime(
        checkout.resolve("pom.xml"), FileTime.from(Instant.now().plusSeconds(5)));
    assertThat(run("list").err()).contains("tricks: building");
  }

  @Test
  void buildsAgainForAModuleAndNotForAPluginInTheCheckout() throws Exception {
    run("list");
    Path mine = Files.createDirectories(checkout.resolve("my-trick/src/main/java"));
    Path example = Files.createDirectories(checkout.resolve("examples/a/target"));
    for (Path file : List.of(mine.resolve("Mine.java"), checkout.resolve("my-trick/pom.xml"))) {
      later(Files.writeString(file, ""));
    }
    later(Files.writeString(example.resolve("made"), ""));
    assertThat(run("list").err()).isEmpty();

    later(Files.writeString(checkout.resolve("backends/spi/src/main/New.java"), ""));
    assertThat(run("list").err()).contains("tricks: building");
  }

  private static void later(Path file) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(5)));
  }

  @Test
  void buildsOnceWhereTwoAreStartedTogether() throws Exception {
    maven(
        """
        echo built >>"$PWD/../builds"
        sleep 2
        mkdir -p recipes/target
        echo /dev/null >recipes/target/classpath
        """);
    String both = "'%1$s' list & '%1$s' list; wait".formatted(checkout.resolve("tricks"));

    Ended ended = run(Path.of("/bin/bash"), Map.of(), "-c", both);

    assertThat(ended.out().lines().filter(line -> line.equals("list"))).hasSize(2);
    assertThat(temporary.resolve("builds")).hasContent("built");
  }

  @Test
  void buildsAgainWhereItIsACopyOfABuiltCheckout() throws Exception {
    run("list");
    Path copy = checkout("copy");
    Files.createDirectories(copy.resolve("recipes/target"));
    for (String name : List.of("launcher.stamp", "classpath")) {
      Files.copy(
          checkout.resolve("recipes/target").resolve(name),
          copy.resolve("recipes/target").resolve(name));
    }
    checkout = copy;

    assertThat(run("list").err()).contains("tricks: building");
  }

  @ParameterizedTest
  @ValueSource(strings = {"with space", "größe", "100%25 #1 + 'x' $HOME", "[a]*", "semi;colon"})
  void worksFromAnyPath(String name) throws Exception {
    checkout = checkout(name);

    assertThat(run("list").code()).isZero();
    Ended again = run("list");
    assertThat(again.err()).isEmpty();
    assertThat(again.out()).contains(checkout.toString());
  }

  @Test
  void worksThroughALink() throws Exception {
    Path link = Files.createSymbolicLink(temporary.resolve("link"), checkout.resolve("tricks"));

    assertThat(run(link, Map.of(), "list").out()).contains(MAIN + "\nlist\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"a:b | has a colon", "'a\nb' | has a line break"})
  void refusesAPathThatJavaOrMavenDoNotTake(String name, String reason) throws Exception {
    checkout = checkout(name);

    Ended ended = run("list");

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err()).contains("the path of the checkout").contains(reason);
    assertThat(checkout.resolve("recipes/target")).doesNotExist();
  }

  @Test
  void showsAnErrorOfMavenThatIsOneLine() throws Exception {
    String error =
        "[ERROR] Could not resolve dependencies: Cannot access central in offline mode -> [Help 1]";
    maven("echo '" + error + "'; echo '[ERROR] '; echo '[ERROR] use -X'; exit 1");

    Ended ended = run("list");

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err())
        .contains(error)
        .doesNotContain("use -X")
        .contains("tricks: the build failed; Maven's errors are above, all its words in");
  }

  @Test
  void showsTheWarningsThatAreErrors() throws Exception {
    maven(
        """
        echo '[WARNING] Foo.java:[3,1] raw type'; echo '[WARNING] bootstrap path'
        echo '[ERROR] warnings found and -Werror specified'
        echo '[ERROR] Failed to execute goal compile -> [Help 1]'; exit 1
        """);

    assertThat(run("list").err())
        .contains(
            "[WARNING] Foo.java:[3,1] raw type", "[ERROR] warnings found and -Werror specified")
        .doesNotContain("bootstrap path");
  }

  @Test
  void showsMavensErrorsWithoutTheirSummary() throws Exception {
    maven(
        """
        echo '[ERROR] Foo.java:[3,1] missing return'; echo '[ERROR] Bar.java:[1,1] what'
        echo '[ERROR] Failed to execute goal compile -> [Help 1]'; echo '[ERROR] use -X'; exit 1
        """);

    assertThat(run("list").err())
        .contains("Foo.java:[3,1] missing return", "Bar.java:[1,1] what")
        .doesNotContain("Failed to execute", "use -X");
  }

  @Test
  void showsTheEndOfTheLogWhereMavenHasNoError() throws Exception {
    maven("echo 'The JAVA_HOME environment variable is not defined correctly' >&2; exit 1");

    assertThat(run("list").err()).contains("The JAVA_HOME environment variable");
  }

  @Test
  void showsWhatMavenCallsFatal() throws Exception {
    maven("echo '[FATAL] Non-resolvable parent POM @'; seq 40; exit 1");

    assertThat(run("list").err()).contains("Non-resolvable parent POM");
  }

  @Test
  void givesJavaALocaleInWhichItCanNameFiles() throws Exception {
    assertThat(run(Map.of("LC_ALL", "C"), "list").out()).contains("LC_ALL=C.UTF-8");
    assertThat(run(Map.of("LC_ALL", "", "LANG", "none_NO.UTF-8"), "list").out())
        .contains("LC_ALL=C.UTF-8");
    assertThat(run(Map.of("LC_ALL", "", "LANG", "C.UTF-8"), "list").out()).contains("LC_ALL=\n");
  }

  @Test
  void silencesWarningsOfNewVersionsAndGivesOlderOnesNoFlagTheyDoNotKnow() throws Exception {
    assertThat(run("list").out()).doesNotContain("--enable-native-access");
    assertThat(run("train").out()).doesNotContain("--enable-native-access");
    jdk("25.0.3");
    for (String command : List.of("list", "train")) {
      assertThat(run(command).out())
          .contains("--enable-native-access=ALL-UNNAMED\n--sun-misc-unsafe-memory-access=allow\n");
    }
    Files.delete(tools.resolve("../release"));
    assertThat(run("train").out()).doesNotContain("--enable-native-access");
  }

  @Test
  void takesFlagsFromSeveralLines() throws Exception {
    assertThat(
            run(Map.of("JAVA_OPTS", "-Da=1\n  -Db=*", "TRICKS_JAVA_OPTS", "-Dc=3"), "list").out())
        .contains("-Da=1\n-Db=*\n-Dc=3\n");
  }

  @ParameterizedTest
  @CsvSource({"list, launcher-17.0.1.jsa, lint", "train, launcher-computing-17.0.1.jsa, bench"})
  void keepsTheClassesOfACommandOnceAfterABuild(String command, String name, String by)
      throws Exception {
    maven(
        "mkdir -p recipes/target; : >recipes/a.jar; echo $PWD/recipes/a.jar >recipes/target/classpath");
    archiving("echo classes >\"${argument#*=}\"; exit");
    Path archive = checkout.resolve("recipes/target").resolve(name);

    for (int i = 0; i < 2; i++) {
      assertThat(run(command).out())
          .contains("-XX:SharedArchiveFile=" + archive + "\n", MAIN + "\n" + command + "\n");
    }
    assertThat(made()).singleElement().asString().contains(MAIN + " " + by);

    later(checkout.resolve("recipes/a.jar"));
    assertThat(run(command).out()).contains("-XX:SharedArchiveFile=" + archive);
    assertThat(made()).hasSize(2);
  }

  /** It is tried once: the command is what counts. */
  @ParameterizedTest
  @ValueSource(strings = {"exit 1", "exit 0", "echo half >\"${argument#*=}\"; exit 1"})
  void doesWithoutClassesThatCannotBeKept(String failure) throws Exception {
    archiving(failure);

    for (int i = 0; i < 2; i++) {
      Ended ended = run(Map.of("OMP_NUM_THREADS", "two"), "train");
      assertThat(ended.code()).isZero();
      assertThat(ended.out()).doesNotContain("SharedArchiveFile").contains(MAIN + "\ntrain\n");
    }
    assertThat(made()).singleElement().asString().endsWith(" with 1 threads");
    try (Stream<Path> files = Files.list(checkout.resolve("recipes/target"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .contains("launcher-computing-17.0.1.jsa")
          .noneMatch(file -> file.matches(".*jsa\\..*"));
    }
  }

  /** A Java that notes each archive of classes that it is to make, and then does this. */
  private void archiving(String body) throws IOException {
    script(
        "java",
        """
        for argument; do
          if [[ "$argument" == -XX:ArchiveClassesAtExit=* ]]; then
            echo "$* with $OMP_NUM_THREADS threads" >>"$0.made"
            %s
          fi
        done
        for argument; do printf '%%s\\n' "$argument"; done
        """
            .formatted(body));
  }

  private List<String> made() throws IOException {
    return Files.readAllLines(tools.resolve("java.made"));
  }

  /** Java passes over what is not there. */
  @Test
  void namesWhatTheClassPathHasAndTheDiskHasNot() throws Exception {
    Path jars = Files.createDirectory(temporary.resolve("my jars"));
    Path jar = Files.createFile(jars.resolve("a.jar"));
    String there = jar + "::" + jars + ":" + jars + "/*";

    Ended found = run(Map.of("TRICKS_CLASSPATH", there), "list");
    assertThat(found.code()).describedAs(found.err()).isZero();
    assertThat(found.out()).contains(":" + there + "\n");

    for (String gone : List.of(jars + "/b.jar", temporary + "/none/*")) {
      Ended ended = run(Map.of("TRICKS_CLASSPATH", there + ":" + gone), "list");
      assertThat(ended.code()).isEqualTo(1);
      assertThat(ended.err())
          .contains("tricks: TRICKS_CLASSPATH names '" + gone + "', which is not there");
    }
  }

  @Test
  void namesTheJavaThatIsMissing() throws Exception {
    run("list");
    Files.delete(tools.resolve("java"));

    Ended ended = run("list");

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err()).startsWith("tricks: ").contains("'" + tools + "/java'", "JAVA_HOME");
  }

  @Test
  void saysThatStandardOutputIsClosed() throws Exception {
    Ended ended =
        run(Path.of("/bin/bash"), Map.of(), "-c", "'" + checkout.resolve("tricks") + "' list >&-");

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err()).contains("standard output is closed");
  }

  /** Where root runs the tests there is no folder that it may not write. */
  @Test
  void readsAFinishedBuildThatItMayNotWrite() throws Exception {
    run("list");
    Path target = checkout.resolve("recipes/target");
    Files.delete(target.resolve("launcher.lock"));
    List<Path> folders = List.of(target, checkout.resolve("recipes"), checkout);
    for (Path folder : folders) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-xr-xr-x"));
    }
    try {
      assertThat(run("list").err()).isEmpty();
      try (Stream<Path> files = Files.list(target)) {
        assertThat(files.map(f -> f.getFileName().toString()))
            .contains("launcher.stamp", "classpath")
            .noneMatch(name -> name.startsWith("launcher.lock"));
      }
      if (!Files.isWritable(target)) {
        Files.setLastModifiedTime(
            checkout.resolve("pom.xml"), FileTime.from(Instant.now().plusSeconds(5)));
        assertThat(run("list").err())
            .isEqualToIgnoringNewLines(
                "tricks: must build first (nothing is built yet, a source is newer, or the last"
                    + " build was with another Java or other arguments), but you may not write in '"
                    + checkout.resolve("recipes")
                    + "'. Build as the checkout's owner, with the same JAVA_HOME and"
                    + " TRICKS_MAVEN_ARGS, or copy the checkout.");
      }
    } finally {
      for (Path folder : List.of(checkout, checkout.resolve("recipes"), target)) {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    }
  }

  private Path checkout(String name) throws IOException {
    Path folder = temporary.resolve(name);
    Files.createDirectories(folder.resolve("recipes"));
    Files.createDirectories(folder.resolve("api/src/main"));
    Files.createDirectories(folder.resolve("backends/spi/src/main"));
    Files.writeString(
        folder.resolve("pom.xml"),
        "  <module>api</module>\n  <module>backends/spi</module>\n  <module>bench/x</module>\n");
    for (String pom : List.of("api/pom.xml", "backends/spi/pom.xml")) {
      Files.writeString(folder.resolve(pom), "");
    }
    Files.copy(Checkout.root().resolve("tricks"), folder.resolve("tricks"));
    return folder;
  }

  private void jdk(String version) throws IOException {
    Files.writeString(tools.resolve("../release"), "JAVA_VERSION=\"" + version + "\"\n");
  }

  private void maven(String body) throws IOException {
    script("mvn", body);
  }

  private void script(String name, String body) throws IOException {
    Path file = tools.resolve(name);
    Files.writeString(file, "#!/bin/bash\n" + body);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Ended run(String... arguments) throws Exception {
    return run(Map.of(), arguments);
  }

  private Ended run(Map<String, String> environment, String... arguments) throws Exception {
    return run(checkout.resolve("tricks"), environment, arguments);
  }

  private Ended run(Path program, Map<String, String> environment, String... arguments)
      throws Exception {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    Path out = temporary.resolve("out");
    Path err = temporary.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(temporary.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("LC_"));
    builder.environment().put("PATH", tools + ":/usr/bin:/bin");
    builder.environment().put("LANG", "C.UTF-8");
    builder.environment().put("JAVA_HOME", temporary.resolve("jdk").toString());
    builder.environment().putAll(environment);
    Process process = builder.start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    return new Ended(process.exitValue(), text(out), text(err));
  }

  private static String text(Path file) throws IOException {
    return Files.readAllLines(file, StandardCharsets.UTF_8).stream()
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }
}
