package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Arguments are what they look like: nothing is read from a file, cut short or put in by itself.
 */
final class LiteralArgumentsTest {
  @TempDir private Path folder;
  private Path recipe;

  @BeforeEach
  void writeRecipe() throws IOException {
    recipe = KillableRun.recipe(folder);
  }

  /** It was read as a file of further arguments. */
  @Test
  void aNameMayBeginWithAnAtSign() throws IOException {
    Path named = Files.writeString(folder.resolve("named"), recipe.toString());

    CommandLineRun answer = CommandLineRun.of("lint", "@" + named);

    assertThat(answer.out()).contains("@" + named + ": [recipe/unreadable] There is no such file");
    assertThat(answer.code()).isEqualTo(2);
  }

  @Test
  void anOptionThatIsMistypedIsNoValue() {
    CommandLineRun answer =
        CommandLineRun.of("train", recipe.toString(), "--output", "--jsno", "--backend", "none");

    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err()).contains("'--output'", "'--jsno'");
  }

  /** As of a variable of the shell that is not set; it was the working directory. */
  @ParameterizedTest
  @ValueSource(
      strings = {"train RECIPE --output=", "lint RECIPE --plugins=", "lint ''", "data info ''"})
  void anEmptyPathIsRefused(String command) {
    String[] words = command.split(" ");
    for (int i = 0; i < words.length; i++) {
      words[i] =
          words[i]
              .replace("RECIPE", recipe.toString())
              .replace("RUN", folder.toString())
              .replace("''", "");
    }

    CommandLineRun answer = CommandLineRun.of(words);

    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.out() + answer.err())
        .contains("'', which is empty. Write a path, or . for the working directory");
  }

  @ParameterizedTest
  @ValueSource(strings = {"${user.home}", "${sys:user.home}", "${env:HOME}", "'a'", "\"a\""})
  void variablesAndQuotesStayAsTheyAre(String name) {
    assertThat(CommandLineRun.of("lint", name).out()).startsWith(name + ": [recipe/unreadable]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--plug", "--jso", "-json", "--JSON"})
  void optionsAreWrittenInFull(String option) {
    CommandLineRun answer = CommandLineRun.of("lint", recipe.toString(), option);

    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err()).contains("Unknown option: '" + option + "'");
  }
}
