package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.engine.cli.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The README shows what the commands print, and links to files that exist. */
final class ReadmeTest {
  private static final Pattern LINK = Pattern.compile("\\]\\((?!http|#)([^)#]+)");

  private final String readme = Files.readString(Checkout.root().resolve("README.md"));

  ReadmeTest() throws IOException {}

  @Test
  void showsTheQuickstart() throws IOException {
    assertThat(readme)
        .contains("```json\n" + Files.readString(Checkout.recipe("quickstart")).strip() + "\n```");
  }

  @Test
  void showsTheExplanation() {
    StringWriter out = new StringWriter();
    String recipe = Checkout.recipe("resnet50d-imagenet").toString();

    Main.run(new PrintWriter(out), new PrintWriter(new StringWriter()), "explain", recipe);

    assertThat(readme).contains("```\n" + out.toString().strip() + "\n```");
  }

  @Test
  void showsTheProblemsOfABrokenRecipe() {
    CommandLineRun answer =
        CommandLineRun.of("lint", Checkout.root().resolve("docs/broken.json").toString());

    assertThat(answer.code()).isEqualTo(2);
    assertThat(readme)
        .contains(
            "$ ./tricks lint docs/broken.json\n"
                + answer.out().replace(Checkout.root() + "/", "")
                + "```");
  }

  @Test
  void namesEveryRecipeAndOnlyFilesThatExist() throws IOException {
    for (Path recipe : Checkout.recipes()) {
      assertThat(readme).contains("(recipes/" + recipe.getFileName() + ")");
    }
    Matcher link = LINK.matcher(readme);
    while (link.find()) {
      assertThat(Checkout.root().resolve(link.group(1))).exists();
    }
  }

  /** Each command of the help has a row, and each option in a row is one of its command. */
  @Test
  void namesEveryCommandAndOnlyOptionsThatExist() {
    String help = CommandLineRun.of("--help").out();
    Matcher row =
        Pattern.compile("(?m)^\\| `\\./tricks ([a-z-]+)(?: ([a-z-]+))?.*$").matcher(readme);
    Set<String> commands = new TreeSet<>();
    while (row.find()) {
      String command = row.group(1);
      commands.add(command);
      String options = CommandLineRun.of(command, "--help").out();
      if (options.contains(" COMMAND\n")) { // of `data preview` the second word has the options
        options = CommandLineRun.of(command, row.group(2), "--help").out();
      }
      Matcher option = Pattern.compile("--[a-z][a-z-]+").matcher(row.group());
      while (option.find()) {
        assertThat(options).describedAs(row.group()).contains(option.group());
      }
      assertThat(options.contains("--plugins"))
          .describedAs("All but `diff` and `new-plugin` take `--plugins DIR`: " + command)
          .isEqualTo(!Set.of("diff", "new-plugin").contains(command));
    }
    Matcher listed =
        Pattern.compile("(?m)^  ([a-z-]+)  ").matcher(help.substring(help.indexOf("Commands:")));
    Set<String> known = new TreeSet<>();
    while (listed.find()) {
      known.add(listed.group(1));
    }
    known.remove("help");
    assertThat(commands).isEqualTo(known);
  }

  @Test
  void saysTheExitCodesOfTheHelp() {
    Matcher codes =
        Pattern.compile("(?s)Exit codes: .*?\\.(?=\\s|$)")
            .matcher(CommandLineRun.of("--help").out());

    assertThat(codes.find()).isTrue();
    assertThat(readme).contains(codes.group().replaceAll("\\s+", " "));
  }
}
