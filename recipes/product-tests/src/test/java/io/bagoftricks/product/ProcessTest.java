package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.bagoftricks.engine.cli.Main;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line as a process: what only the operating system can bring about. */
final class ProcessTest {
  private static final Path FULL = Path.of("/dev/full");

  @TempDir private Path folder;

  /** How a process ended. */
  private record Ended(int code, String out, String err) {}

  @ParameterizedTest
  @ValueSource(strings = {"list", "schema", "--help", "lint", "explain", "help"})
  void saysThatItsOutputCouldNotBeWritten(String command) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(command));
    if (command.equals("lint") || command.equals("explain")) {
      arguments.add(Checkout.recipe("quickstart").toString());
    }

    Ended ended = run(FULL, Map.of(), arguments);

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err())
        .contains("[output/not-written] Standard output could not be written (No space left");
  }

  @Test
  void keepsTheCodeOfACommandThatFailedBefore() throws Exception {
    Ended ended = run(FULL, Map.of(), List.of("lint", folder.resolve("none.json").toString()));

    assertThat(ended.code()).isEqualTo(2);
  }

  @Test
  void endsQuietlyWhereNobodyReadsItsOutput() throws Exception {
    Process process =
        builder(Map.of(), List.of("schema")).redirectError(folder.resolve("err").toFile()).start();
    process.getInputStream().close();

    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).isEqualTo(141);
    assertThat(folder.resolve("err")).content().doesNotContain("[output", "\tat ");
  }

  @Test
  void saysWhyItCannotReadAnArgument() throws Exception {
    // Java finds no class there in this locale; the launcher, which sets another, is started so
    // too.
    assumeThat(System.getProperty("java.class.path")).isASCII();
    Path recipe = Files.copy(Checkout.recipe("quickstart"), folder.resolve("größe.json"));
    Path out = folder.resolve("out");

    Ended ended = run(out, Map.of("LC_ALL", "C"), List.of("lint", recipe.toString()));
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err())
        .contains("[usage/unreadable-argument]", "LC_ALL=C.UTF-8")
        .doesNotContain("\tat ");

    assertThat(run(out, Map.of("LC_ALL", "C.UTF-8"), List.of("lint", recipe.toString())).code())
        .isZero();
  }

  private Ended run(Path out, Map<String, String> environment, List<String> arguments)
      throws Exception {
    Path err = folder.resolve("err");
    Process process =
        builder(environment, arguments)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    return new Ended(
        process.exitValue(),
        out.equals(FULL) ? "" : Files.readString(out),
        Files.readString(err, StandardCharsets.UTF_8));
  }

  private static ProcessBuilder builder(Map<String, String> environment, List<String> arguments) {
    ProcessBuilder builder = new ChildJava().process(Main.class, arguments.toArray(String[]::new));
    builder.environment().put("LC_ALL", "C.UTF-8"); // its words for errors are in English
    builder.environment().putAll(environment);
    return builder;
  }
}
