package io.bagoftricks.engine.cli;

import static io.bagoftricks.engine.toys.PluginSources.good;
import static io.bagoftricks.engine.toys.PluginSources.provider;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bagoftricks.engine.toys.PluginFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands that look at recipes and tricks, with a plugin that is compiled here. */
final class PluginCommandsTest {
  @TempDir Path root;
  private Path plugins;
  private Path recipe;

  private record Answer(int code, String out, String err) {}

  @BeforeEach
  void packThePlugin() throws IOException {
    plugins = root.resolve("plugins");
    new PluginFolder(root.resolve("scratch"))
        .source("plug.Mine", good("mine", "Mine"))
        .resource(
            "META-INF/tricks/mine.md",
            """
            # mine

            | name | type | default | meaning |
            |---|---|---|---|
            | `amount` | number | `0.5` | how much of `it` |
            """)
        .service("plug.Mine")
        .compile()
        .pack(plugins.resolve("mine.jar"));
    recipe = root.resolve("recipe.json");
    write("{\"trick\": \"mine\", \"amount\": 0.1, \"from\": \"2ep\"}");
  }

  @Test
  void listShowsTheTricksOfPlugins() {
    assertThat(tricks("list").out()).doesNotContain("mine");
    Answer answer = tricks("list", "--plugins", plugins.toString());
    assertThat(answer.code()).isZero();
    assertThat(answer.out())
        .containsPattern(
            "\\Aloss\n  mine +A trick of a plugin\\.\nmodels\n  cifar-resnet +ResNet ");
    assertThat(answer.err()).isEmpty();
  }

  @Test
  void listShowsTheCardOfOneTrick() {
    Answer card = tricks("list", "mine", "--plugins", plugins.toString());
    assertThat(card.code()).isZero();
    assertThat(card.out())
        .startsWith("# mine\n\n| name | type | default | meaning |\n")
        .endsWith(
            "| `amount` | number | `0.5` | how much of `it` |\n\nFound in %s.\n"
                .formatted(plugins.resolve("mine.jar")));
    Answer unknown = tricks("list", "mime", "--plugins", plugins.toString());
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err())
        .contains("[recipe/unknown-trick] Trick 'mime' is not known. Did you mean 'mine'?");
  }

  @Test
  void listSaysWhatItKnowsOfATrickWithoutACard() throws IOException {
    new PluginFolder(root.resolve("bare"))
        .source("plug.Mine", good("mine", "Mine"))
        .service("plug.Mine")
        .compile()
        .pack(plugins.resolve("mine.jar"));
    assertThat(tricks("list", "mine", "--plugins", plugins.toString()).out())
        .startsWith("# mine\n\nA trick of a plugin. \n\nSettings: amount 0.5.\n");
  }

  /** It is not part of what only trains. */
  @Test
  void checkPluginNeedsTheTestKit() {
    Answer answer = tricks("check-plugin", plugins.toString());
    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err())
        .startsWith(
            "[plugin/no-test-kit] The test kit is not on the class path. Start the command as"
                + " ./tricks check-plugin, or put bagoftricks-testkit there.");
  }

  @Test
  void aSkippedPluginIsNamedToTheRecipe() throws IOException {
    new PluginFolder(root.resolve("broken"))
        .source("plug.Mine", good("mine", "Mine").replace("@jakarta.inject.Inject", ""))
        .service("plug.Mine")
        .compile()
        .pack(plugins.resolve("mine.jar"));
    assertThat(tricks("lint", "--plugins", plugins.toString(), recipe.toString()).out())
        .contains(
            ":7: [recipe/unknown-trick] Trick 'mine' is not known. It was skipped: plug.Mine (",
            "mine.jar) is listed as a trick but names plug.Mine$Hook as its trick, which cannot be"
                + " built: it has no constructor with @Inject");
    assertThat(tricks("list", "mine", "--plugins", plugins.toString()).err())
        .contains("[recipe/unknown-trick] Trick 'mine' is not known. It was skipped: plug.Mine (");
  }

  @Test
  void lintKnowsTheTricksOfPlugins() {
    Answer with = tricks("lint", "--plugins", plugins.toString(), recipe.toString());
    assertThat(with.out()).isEqualTo("no problems\n");
    assertThat(with.code()).isZero();
    Answer without = tricks("lint", recipe.toString());
    assertThat(without.out())
        .isEqualTo(
            recipe
                + ":7: [recipe/unknown-trick] Trick 'mine' is not known. There is none. If it is a plugin's, name its folder with --plugins.\n1 error\n");
    assertThat(without.code()).isEqualTo(2);
    assertThat(without.err()).isEmpty();
  }

  @Test
  void lintFindsWhatOnlyAPlanShows() throws IOException {
    write("{\"trick\": \"mine\", \"from\": \"12ep\"}");
    Answer answer = tricks("lint", "--plugins", plugins.toString(), recipe.toString());
    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.out()).contains(":7: [recipe/window] 'mine' acts in no step");
    Answer longer =
        tricks(
            "lint",
            "--plugins",
            plugins.toString(),
            "--set",
            "training.epochs=13",
            recipe.toString());
    assertThat(longer.code()).isZero();
  }

  @Test
  void lintChecksSeveralRecipesAndPrintsJson() throws IOException {
    Path other = root.resolve("other.json");
    Files.writeString(
        other, "{\"extends\": \"recipe.json\",\n\"training\": {\"epochs\": 0},\n\"nam\": 3}");
    Answer answer =
        tricks(
            "lint",
            "--json",
            "--plugins",
            plugins.toString(),
            recipe.toString(),
            other.toString(),
            root.resolve("none.json").toString());
    assertThat(answer.code()).isEqualTo(2);
    JsonNode result = parse(answer.out());
    assertThat(result.get("errors").asInt()).isEqualTo(3);
    assertThat(result.get("warnings").asInt()).isZero();
    assertThat(result.get("problems")).hasSize(3);
    JsonNode last = result.at("/problems/1");
    assertThat(last.get("severity").asText()).isEqualTo("error");
    assertThat(last.get("id").asText()).isEqualTo("recipe/unknown-key");
    assertThat(last.get("where").asText()).isEqualTo(other.toString());
    assertThat(last.get("line").asInt()).isEqualTo(3);
    assertThat(last.get("message").asText()).contains("Did you mean 'name'?");
    assertThat(result.at("/problems/2/id").asText()).isEqualTo("recipe/unreadable");
    assertThat(result.at("/problems/2").has("line")).isFalse();
  }

  @Test
  void lintReportsBrokenPluginsToo() throws IOException {
    Files.writeString(plugins.resolve("bad.jar"), "none");
    Answer answer = tricks("lint", "--plugins", plugins.toString(), recipe.toString());
    assertThat(answer.code()).isZero();
    assertThat(answer.out())
        .contains("[plugin/no-jar] " + plugins + "/bad.jar")
        .endsWith("1 warning\n");
  }

  @Test
  void lintReportsATrickThatFails() throws IOException {
    new PluginFolder(root.resolve("failing"))
        .source(
            "plug.Failing",
            provider(
                "failing",
                "Failing",
                "",
                "InitHook",
                "public void onInit(NetworkDraft n) { throw new IllegalStateException(\"no\"); }"))
        .service("plug.Failing")
        .compile()
        .pack(plugins.resolve("failing.jar"));
    write("{\"trick\": \"failing\"}");
    Answer answer = tricks("lint", "--plugins", plugins.toString(), recipe.toString());
    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.out())
        .isEqualTo(
            recipe
                + ": [plugin/failed] 'failing' failed in onInit: java.lang.IllegalStateException: no\n1 error\n");
  }

  @Test
  void explainKnowsTheTricksOfPlugins() {
    Answer answer = tricks("explain", "--plugins", plugins.toString(), recipe.toString());
    assertThat(answer.code()).describedAs(answer.err()).isZero();
    assertThat(answer.out()).contains("mine  amount 0.1 [from 2ep: 1,560 of 1,950 steps]");
  }

  @Test
  void schemaDescribesTheTricksOfPlugins() throws IOException {
    Answer answer = tricks("schema", "--plugins", plugins.toString());
    assertThat(answer.code()).isZero();
    JsonNode amount = parse(answer.out()).at("/$defs/trick-mine/properties/amount");
    assertThat(amount.get("description").asText()).isEqualTo("how much of it");
    assertThat(amount.get("minimum").asDouble()).isZero();
    assertThat(amount.get("default").asDouble()).isEqualTo(0.5);
    assertThat(parse(tricks("schema").out()).at("/$defs/trick-mine").isMissingNode()).isTrue();
  }

  @Test
  void everyCommandThatReadsARecipeTakesPlugins() {
    List<CommandLine.Model.CommandSpec> readers =
        Arrays.stream(Main.class.getAnnotation(CommandLine.Command.class).subcommands())
            .map(CommandLine.Model.CommandSpec::forAnnotatedObject)
            .filter(
                command ->
                    command.positionalParameters().stream()
                        .anyMatch(argument -> argument.paramLabel().equals("RECIPE")))
            .toList();
    assertThat(readers)
        .extracting(CommandLine.Model.CommandSpec::name)
        .contains("train", "explain", "bench", "lint");
    assertThat(readers)
        .allSatisfy(
            command -> assertThat(command.findOption("--plugins")).as(command.name()).isNotNull());
  }

  @Test
  void aFolderThatIsNotThereIsBadUsage() {
    Answer answer = tricks("list", "--plugins", root.resolve("plugin").toString());
    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err()).contains(root.resolve("plugin") + ": [plugin/no-folder] ");
  }

  private void write(String trick) throws IOException {
    Files.writeString(
        recipe,
        """
        {
          "name": "small",
          "data": {"type": "cifar10", "root": "nowhere", "validation": "test"},
          "model": {"type": "cifar-resnet", "depth": 8},
          "optimizer": {"type": "nag"},
          "training": {"epochs": 10},
          "tricks": [%s]
        }
        """
            .formatted(trick));
  }

  private static JsonNode parse(String json) throws IOException {
    return new ObjectMapper().readTree(json);
  }

  private static Answer tricks(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.run(new PrintWriter(out), new PrintWriter(err), arguments);
    return new Answer(code, out.toString(), err.toString());
  }
}
