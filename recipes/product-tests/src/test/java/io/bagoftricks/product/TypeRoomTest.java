package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bagoftricks.api.data.DataSourceProvider;
import io.bagoftricks.api.model.ModelProvider;
import io.bagoftricks.api.optimizer.OptimizerProvider;
import io.bagoftricks.engine.plugin.CardFile;
import io.bagoftricks.engine.plugin.Descriptor;
import io.bagoftricks.engine.plugin.PluginKind;
import io.bagoftricks.engine.plugin.Plugins;
import io.bagoftricks.engine.recipe.Recipe;
import io.bagoftricks.engine.recipe.RecipeReader;
import io.bagoftricks.engine.recipe.RecipeWriter;
import io.bagoftricks.engine.toys.TinyRuns;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The room of every model, optimizer and source of data is complete, as those of tricks are. */
final class TypeRoomTest {
  private static final Plugins PLUGINS = TinyRuns.plugins();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<PluginKind<?, ?>, String> SECTIONS =
      Map.of(PluginKind.MODEL, "model", PluginKind.OPTIMIZER, "optimizer", PluginKind.DATA, "data");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `([A-Za-z0-9]+)` \\|[^|]*\\| (?:`([^`]+)`|none) \\|");

  static Stream<Descriptor> types() {
    return PLUGINS.all().stream().filter(each -> SECTIONS.containsKey(each.kind()));
  }

  @ParameterizedTest
  @ValueSource(classes = {ModelProvider.class, OptimizerProvider.class, DataSourceProvider.class})
  void everyProviderIsFound(Class<?> service) throws IOException {
    Set<String> written = ProviderSources.of(service).keySet();

    assertThat(written).hasSizeGreaterThan(1);
    assertThat(types().map(Descriptor::provider).filter(service::isInstance))
        .extracting(provider -> provider.getClass().getName())
        .containsExactlyInAnyOrderElementsOf(written);
  }

  @ParameterizedTest
  @MethodSource("types")
  void hasACardWithTheUsualSections(Descriptor type) {
    List<String> sections = new ArrayList<>();
    Matcher heading = Pattern.compile("(?m)^## (.+)$").matcher(card(type));
    while (heading.find()) {
      sections.add(heading.group(1));
    }

    assertThat(card(type)).startsWith("# " + type.id() + "\n");
    assertThat(sections).containsExactlyElementsOf(RoomTest.SECTIONS);
    assertThat(card(type).split("(?m)^## .+$", -1)).allMatch(section -> !section.isBlank());
    assertThat(type.summary()).endsWith(".");
  }

  @ParameterizedTest
  @MethodSource("types")
  void theCardsTableListsTheSettingsAndTheirDefaults(Descriptor type) throws IOException {
    Map<String, JsonNode> rows = new LinkedHashMap<>();
    Matcher row = ROW.matcher(card(type));
    while (row.find()) {
      String shown = row.group(2);
      rows.put(row.group(1), shown == null ? null : JSON.readTree(shown));
    }
    Map<String, JsonNode> settings = new LinkedHashMap<>();
    JsonNode written =
        JSON.readTree(RecipeWriter.toJson(recipe(type, JSON.createObjectNode())))
            .get(SECTIONS.get(type.kind()));
    Arrays.stream(type.defaults().getClass().getRecordComponents())
        .forEach(c -> settings.put(c.getName(), written.get(c.getName())));

    assertThat(rows).containsExactlyEntriesOf(settings);
  }

  @ParameterizedTest
  @MethodSource("types")
  void theCardsExamplesCanBeRead(Descriptor type) throws IOException {
    Matcher example = Pattern.compile("(?s)```json\n(.+?)\n```").matcher(card(type));
    int examples = 0;
    while (example.find()) {
      ObjectNode section = (ObjectNode) JSON.readTree(example.group(1));
      assertThat(section.get("type").asText()).isEqualTo(type.id());
      assertThat(recipe(type, section)).isNotNull();
      examples++;
    }

    assertThat(examples).isPositive();
  }

  private static String card(Descriptor type) {
    return CardFile.text(type).orElseThrow();
  }

  /** A recipe with this in its section, and what comes first in the others. */
  private static Recipe recipe(Descriptor type, ObjectNode section) {
    ObjectNode recipe = JSON.createObjectNode().put("name", "room");
    recipe.putObject("data").put("type", "sample");
    recipe.putObject("model").put("type", "cifar-resnet");
    recipe.putObject("optimizer").put("type", "nag");
    recipe.set(SECTIONS.get(type.kind()), section.put("type", type.id()));
    return new RecipeReader(PLUGINS.types())
        .read(recipe.toString(), "room.json", List.of(), PLUGINS.tricks());
  }
}
