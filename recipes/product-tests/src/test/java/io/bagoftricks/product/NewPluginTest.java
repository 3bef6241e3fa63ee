package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.engine.cli.Main;
import io.bagoftricks.engine.toys.WatchedDisk;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** New plugins are the examples under other names; {@code .ci/add-a-trick} builds one. */
final class NewPluginTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "loss, focal-loss-plugin, simple-focal-loss",
    "layer, custom-layer-plugin, simple-swish"
  })
  void isTheExampleUnderAnotherName(String kind, String example, String id) throws IOException {
    Path project = folder.resolve("x");
    CommandLineRun answer =
        CommandLineRun.of(
            "new-plugin", "my-2nd-try", "--kind", kind, "--output", project.toString());
    assertThat(answer.code()).describedAs(answer.err()).isZero();
    assertThat(answer.out())
        .isEqualTo("%s has the trick 'my-2nd-try'; its README.md has the next steps.%n", project);

    Path original = Checkout.root().resolve("examples").resolve(example);
    List<String> expected =
        files(original).stream().map(name -> renamed(name, id)).sorted().toList();
    assertThat(files(project)).isEqualTo(expected);
    for (String name : files(original)) {
      assertThat(project.resolve(renamed(name, id)))
          .content()
          .isEqualTo(renamed(Files.readString(original.resolve(name)), id))
          .doesNotContain(id);
    }
  }

  /** The words of the example are in the new ones, and are not replaced again. */
  @ParameterizedTest
  @CsvSource({"mysimplebrightness, sample", "mysimplefocalloss, loss"})
  void theNameMayContainThatOfTheExample(String name, String kind) throws IOException {
    Path project = folder.resolve("x");
    CommandLineRun answer =
        CommandLineRun.of("new-plugin", name, "--kind", kind, "--output", project.toString());

    assertThat(answer.code()).describedAs(answer.err()).isZero();
    assertThat(files(project))
        .contains(
            "src/main/java/com/example/%s/M%sProvider.java".formatted(name, name.substring(1)));
    assertThat(
            project.resolve(
                "src/main/resources/META-INF/services/io.bagoftricks.api.TrickProvider"))
        .hasContent("com.example.%s.M%sProvider".formatted(name, name.substring(1)));
  }

  /** All but those that have a project of their own in {@code examples}, which Maven builds. */
  @ParameterizedTest
  @CsvSource({
    "schedule, onParamGroups",
    "sample, onSample",
    "batch, onBatch",
    "step, onStep",
    "evaluate, onEvaluate"
  })
  void compilesKeepsTheContractAndIsPlanned(String kind, String hook) throws Exception {
    Path project = folder.resolve("x");
    CommandLineRun.of("new-plugin", "my-2nd-try", "--kind", kind, "--output", project.toString());
    assertThat(project.resolve("README.md"))
        .content()
        .contains("My2ndTry.java")
        .doesNotContain("Focal", "focal");
    assertThat(files(project).stream().filter(name -> name.contains("imple"))).isEmpty();
    Path plugins = PagePlugin.compile(project, "my-2nd-try-1.0.jar");

    CommandLineRun checked = CommandLineRun.of("check-plugin", plugins.toString());
    assertThat(checked.out()).startsWith("my-2nd-try (").endsWith("  13 of 13 rules kept\n");
    assertThat(PagePlugin.tests(project, "com.example.my2ndtry.My2ndTryTest")).isEqualTo(2);
    CommandLineRun explained =
        CommandLineRun.of(
            "explain", project.resolve("recipe.json").toString(), "--plugins=" + plugins);
    assertThat(explained.out()).containsPattern("(?m)^  " + hook + " .*my-2nd-try");
  }

  @Test
  void thereIsOneForEachHook() {
    assertThat(CommandLineRun.of("new-plugin", "--help").out().replaceAll("\\s+", " "))
        .contains("LOSS, LAYER, SCHEDULE, SAMPLE, BATCH, STEP, EVALUATE");
  }

  @Test
  void nothingIsWrittenOver() throws IOException {
    Path mine = Files.writeString(folder.resolve("pom.xml"), "mine");
    CommandLineRun answer =
        CommandLineRun.of("new-plugin", "my-loss", "--output", folder.toString());
    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err())
        .startsWith(
            "[new-plugin/not-empty] %s is there and not an empty folder; nothing was written. Name another with --output."
                .formatted(folder));
    assertThat(files(folder)).containsExactly("pom.xml");
    assertThat(mine).hasContent("mine");
    assertThat(CommandLineRun.of("new-plugin", "my-loss", "--output", mine.toString()).code())
        .isEqualTo(2);
  }

  @Test
  void theNameMustBeOneOfATrick() {
    for (String name :
        List.of("My-Loss", "my_loss", "-x", "x-", "a--b", "2nd", "", "../x", "a/b")) {
      CommandLineRun answer =
          CommandLineRun.of("new-plugin", "--output=" + folder.resolve("x"), "--", name);
      assertThat(answer.err())
          .startsWith(
              "[new-plugin/name] '%s' is not the id of a trick: lower-case".formatted(name));
      assertThat(answer.code()).isEqualTo(2);
    }
    assertThat(CommandLineRun.of("new-plugin", "new", "--output=" + folder.resolve("x")).err())
        .startsWith(
            "[new-plugin/name] 'new' is a word of the language Java, and cannot name a package. Add a word, such as my-new.");
    assertThat(CommandLineRun.of("new-plugin", "mixup", "--output=" + folder.resolve("x")).err())
        .startsWith(
            "[new-plugin/taken] There is a trick 'mixup' already (tricks list mixup). Choose another name.");
    assertThat(folder.resolve("x")).doesNotExist();
  }

  /** Its own classes would hide them. */
  @ParameterizedTest
  @CsvSource({
    "trick, loss, io.bagoftricks.api.Trick",
    "loss-hook, loss, io.bagoftricks.api.LossHook",
    "step, step, io.bagoftricks.api.Step",
    "override, loss, java.lang.Override"
  })
  void theNameMustNotBeThatOfATypeTheProjectUses(String name, String kind, String type) {
    Path project = folder.resolve("x");
    CommandLineRun answer =
        CommandLineRun.of("new-plugin", name, "--kind", kind, "--output", project.toString());
    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err())
        .startsWith(
            "[new-plugin/name] The trick '%s' would have a class that is called as %s, which the project uses. Add a word, such as my-%1$s."
                .formatted(name, type));
    assertThat(project).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aDiskThatIsFullLeavesTheFolderAsItWas(boolean isThere) throws IOException {
    Path project = folder.resolve("x");
    if (isThere) {
      Files.createDirectory(project);
    }
    StringWriter err = new StringWriter();
    int code =
        Main.run(
            WatchedDisk.full(file -> file.contains("MyLossProvider")),
            new PrintWriter(new StringWriter()),
            new PrintWriter(err, true),
            "new-plugin",
            "my-loss",
            "--output",
            project.toString());
    assertThat(code).isEqualTo(1);
    assertThat(err.toString()).contains("[output/cannot-write]", "try again");
    assertThat(CommandLineRun.of("new-plugin", "process", "--output", folder + "/p").code())
        .describedAs("a name of java.lang that the project does not use")
        .isZero();
    if (isThere) {
      assertThat(project).isEmptyDirectory();
    } else {
      assertThat(project).doesNotExist();
    }
    assertThat(CommandLineRun.of("new-plugin", "my-loss", "--output", project.toString()).code())
        .isZero();
  }

  private static String renamed(String text, String id) {
    return text.replace(id, "my-2nd-try")
        .replace(id.equals("simple-swish") ? "SimpleSwish" : "SimpleFocalLoss", "My2ndTry")
        .replace(id.replace("-", ""), "my2ndtry");
  }

  private static List<String> files(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString())
          .filter(name -> !name.startsWith("target/"))
          .sorted()
          .toList();
    }
  }
}
