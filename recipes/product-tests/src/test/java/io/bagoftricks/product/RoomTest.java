package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bagoftricks.api.TrickProvider;
import io.bagoftricks.engine.plugin.Plugins;
import io.bagoftricks.engine.plugin.TrickDescriptor;
import io.bagoftricks.engine.plugin.TrickRegistry;
import io.bagoftricks.engine.recipe.Recipe;
import io.bagoftricks.engine.recipe.RecipeWriter;
import io.bagoftricks.engine.toys.TinyRuns;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every trick's room is complete: listed, with a card that tells the truth, and tested. */
final class RoomTest {
  private static final Plugins PLUGINS = TinyRuns.plugins();
  private static final TrickRegistry TRICKS = PLUGINS.tricks();
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `([A-Za-z0-9]+)` \\|[^|]*\\| `([^`]+)` \\|");

  /** The sections of every card. */
  static final List<String> SECTIONS =
      List.of(
          "Does",
          "Use",
          "Hyperparameters",
          "Details",
          "Costs, and when not",
          "Works with / conflicts",
          "Paper",
          "Measured");

  static Stream<TrickDescriptor> tricks() {
    return TRICKS.ids().stream().map(id -> TRICKS.find(id).orElseThrow());
  }

  @Test
  void everyProviderLoads() {
    assertThat(PLUGINS.problems()).isEmpty();
  }

  @Test
  void everyProviderIsFound() throws IOException {
    Set<String> written = ProviderSources.of(TrickProvider.class).keySet();

    assertThat(written).hasSizeGreaterThan(10);
    assertThat(tricks().map(t -> t.provider().getClass().getName()))
        .containsExactlyInAnyOrderElementsOf(written);
  }

  @ParameterizedTest
  @MethodSource("tricks")
  void hasACardWithTheUsualSections(TrickDescriptor trick) throws IOException {
    List<String> sections = new ArrayList<>();
    Matcher heading = Pattern.compile("(?m)^## (.+)$").matcher(card(trick));
    while (heading.find()) {
      sections.add(heading.group(1));
    }

    assertThat(sections).containsExactlyElementsOf(SECTIONS);
  }

  @ParameterizedTest
  @MethodSource("tricks")
  void theCardsTableListsTheSettingsAndTheirDefaults(TrickDescriptor trick) throws IOException {
    Map<String, JsonNode> rows = new LinkedHashMap<>();
    Matcher row = ROW.matcher(section(trick, "Hyperparameters"));
    while (row.find()) {
      rows.put(row.group(1), new ObjectMapper().readTree(row.group(2)));
    }
    Map<String, JsonNode> settings = new LinkedHashMap<>();
    JsonNode written = resolved(trick);
    Arrays.stream(trick.defaults().getClass().getRecordComponents())
        .filter(c -> written.has(c.getName())) // what may be left out has no default to write
        .forEach(c -> settings.put(c.getName(), written.get(c.getName())));

    assertThat(rows).containsExactlyEntriesOf(settings);
  }

  @ParameterizedTest
  @MethodSource("tricks")
  void theCardsExamplesCanBeRead(TrickDescriptor trick) throws IOException {
    Matcher example = Pattern.compile("(?s)```json\n(.+?)\n```").matcher(card(trick));
    int examples = 0;
    while (example.find()) {
      assertThat(TinyRuns.recipe(TRICKS, example.group(1)).tricks())
          .singleElement()
          .satisfies(entry -> assertThat(entry.trick()).isEqualTo(trick.id()));
      examples++;
    }

    assertThat(examples).isPositive();
  }

  /** The very numbers of docs/results.md, or the word that there are none. */
  @ParameterizedTest
  @MethodSource("tricks")
  void theCardSaysWhatWasMeasured(TrickDescriptor trick) throws IOException {
    String measured = section(trick, "Measured");
    String results = Files.readString(Checkout.root().resolve("docs/results.md"));
    String[] tables = results.split("(?m)^## (?=All but one|One alone)", -1);
    Optional<String> leftOut = difference(tables[1], "- " + trick.id());
    Optional<String> alone = difference(tables[2], "+ " + trick.id());
    String ofAll = tables[3].split("(?m)^## ", -1)[0];
    Optional<String> onAll = difference(ofAll, "`" + trick.id() + "`");

    assertThat(measured).doesNotContain("Not measured");
    assertThat(leftOut.isPresent()).isEqualTo(alone.isPresent());
    if (leftOut.isEmpty() && onAll.isEmpty()) {
      assertThat(measured).contains("Its effect on accuracy has not been measured");
      return;
    }
    assertThat(measured).doesNotContain("Its effect on accuracy has not been measured");
    if (leftOut.isPresent()) {
      Map<String, String> commands = new LinkedHashMap<>();
      ablations(tables[0])
          .forEach(line -> commands.put(line.replaceAll(".*--mode (\\S+).*", "$1"), line));
      assertThat(measured)
          .contains(
              "| all tricks but this one, with all | %s | `%s` |"
                  .formatted(leftOut.get(), commands.get("leave-one-out")))
          .contains(
              "| this trick alone, with none | %s | `%s` |"
                  .formatted(alone.get(), commands.get("one-at-a-time")));
    }
    if (onAll.isPresent()) {
      List<String> commands = new ArrayList<>();
      for (String command : ablations(ofAll).toList()) {
        if (tries(command, trick.id())) {
          commands.add(command);
        }
      }
      assertThat(commands).hasSize(1);
      assertThat(measured)
          .contains(
              "| this trick alone, with none | %s | `%s` |"
                  .formatted(onAll.get(), commands.get(0)));
    }
    Matcher seeds = Pattern.compile("seeds [0-9, ]+ and [0-9]+").matcher(results);
    assertThat(seeds.find()).isTrue();
    assertThat(measured).contains(seeds.group());
  }

  private static Stream<String> ablations(String text) {
    return text.lines().filter(line -> line.startsWith("./tricks ablate "));
  }

  /** Whether the recipe of an ablation has a trick that not every run has. */
  private static boolean tries(String command, String id) throws IOException {
    String recipe = command.split(" ", -1)[2];
    String others = command.replaceAll(".*--keep (\\S+)( --instead \\S+=(\\S+))?.*", "$1,$3");
    return Files.readString(Checkout.root().resolve(recipe)).contains("\"trick\": \"" + id + "\"")
        && !List.of(others.split(",", -1)).contains(id);
  }

  /** Of a row of a table in docs/results.md; bold there, where the interval excludes zero. */
  private static Optional<String> difference(String table, String variant) {
    return table
        .lines()
        .filter(line -> line.startsWith("| " + variant + " |"))
        .map(line -> line.split("\\|", -1)[4].strip())
        .map(cell -> cell.startsWith("**") ? cell.replace("**", "") + ", excludes zero" : cell)
        .findFirst();
  }

  @ParameterizedTest
  @MethodSource("tricks")
  void hasATestBesideIt(TrickDescriptor trick) throws IOException {
    String provider = trick.provider().getClass().getName();

    assertThat(ProviderSources.of(TrickProvider.class))
        .hasEntrySatisfying(
            provider,
            source ->
                assertThat(ProviderSources.test(source, trick.trick().getSimpleName())).exists());
  }

  /** The trick's entry in a recipe that only names it, every default written out. */
  private static JsonNode resolved(TrickDescriptor trick) throws IOException {
    Recipe recipe = TinyRuns.recipe(TRICKS, trick.id());
    return new ObjectMapper().readTree(RecipeWriter.toJson(recipe)).get("tricks").get(0);
  }

  private static String section(TrickDescriptor trick, String heading) throws IOException {
    String after = card(trick).split("(?m)^## " + heading + "$", -1)[1];
    return after.split("(?m)^## ", -1)[0];
  }

  private static String card(TrickDescriptor trick) throws IOException {
    String resource = "META-INF/tricks/" + trick.id() + ".md";
    try (var stream = RoomTest.class.getClassLoader().getResourceAsStream(resource)) {
      assertThat(stream).describedAs(resource).isNotNull();
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
