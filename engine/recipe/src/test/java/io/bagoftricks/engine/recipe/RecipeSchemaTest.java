package io.bagoftricks.engine.recipe;

import static io.bagoftricks.engine.recipe.RecipeFixtures.CATALOG;
import static io.bagoftricks.engine.recipe.RecipeFixtures.TYPES;
import static io.bagoftricks.engine.recipe.RecipeFixtures.resource;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.bagoftricks.engine.recipe.internal.binding.RecordSchema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The schema, judged by a validator that is not ours. */
final class RecipeSchemaTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNode SCHEMA = parse(new RecipeSchema(TYPES, CATALOG).toJson());

  @Test
  void isASchemaOfTheDraftThatItNames() {
    JsonSchema meta =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(
                com.networknt.schema.SchemaLocation.of(
                    "https://json-schema.org/draft/2020-12/schema"));

    assertThat(meta.validate(SCHEMA)).isEmpty();
    assertThat(SCHEMA.get("$schema").asText())
        .isEqualTo("https://json-schema.org/draft/2020-12/schema");
  }

  @Test
  void refusesEveryMistakeThatASchemaCanSee() throws IOException {
    Judge judge = Judge.of(SCHEMA);
    List<String> accepted = new ArrayList<>();
    for (String name : RecipeMistakesTest.mistakes()) {
      // Text that is not JSON never gets as far as a schema.
      if (!name.startsWith("syntax-") && !judge.refuses(resource("mistakes/" + name + ".json"))) {
        accepted.add(name);
      }
    }

    assertThat(accepted)
        .containsExactly(
            "duplicate-instance",
            "duplicate-instance-by-id",
            "duplicate-key",
            "extends-cycle",
            "extends-folder",
            "extends-itself",
            "extends-list",
            "extends-missing",
            "extends-no-folder",
            "extends-no-path",
            "extends-trick-twice",
            "one-of-alone",
            "one-of-alone-near",
            "out-of-range-adamw",
            "out-of-range-model",
            "out-of-range-pair",
            "out-of-range-record",
            "unknown-instance");
  }

  @Test
  void acceptsWhatTheReaderAccepts() throws IOException {
    Judge judge = Judge.of(SCHEMA);
    assertThat(judge.complaints(resource("good.json"))).isEmpty();
    assertThat(judge.complaints(resource("good-resolved.json"))).isEmpty();
    assertThat(
            judge.complaints(
                """
                {"$schema": "s.json", "extends": "good.json", "model": {"depth": 8},
                 "tricks": [{"id": "first-mix", "enabled": false}, {"trick": "mixup", "from": "1ep",
                 "until": "-0.5dur", "every": "2ba", "oneOf": "mix"}]}
                """))
        .isEmpty();
  }

  @Test
  void demandsMoreOfARecipeThatExtendsNone() throws IOException {
    Judge judge = Judge.of(SCHEMA);
    assertThat(judge.refuses("{\"extends\": \"a.json\", \"model\": {\"depth\": 8}}")).isFalse();
    assertThat(judge.refuses("{\"model\": {\"depth\": 8}}")).isTrue();
    String good = resource("good.json");
    assertThat(judge.refuses(good.replace(", \"root\": \"pictures\"", ""))).isTrue();
    assertThat(judge.refuses(good.replace("{\"trick\": \"warmup\"", "{\"id\": \"warmup\"")))
        .isTrue();
  }

  @Test
  void letsNoTrickThatActsBeforeTrainingHaveAWindow() throws IOException {
    String good = resource("good.json");
    Judge judge = Judge.of(SCHEMA);
    assertThat(judge.refuses(good.replace("\"zero-gamma\"", "\"zero-gamma\", \"from\": \"1ep\"")))
        .isTrue();
    assertThat(judge.refuses(good.replace("\"warmup\",", "\"warmup\", \"from\": \"1ep\",")))
        .isFalse();
  }

  @Test
  void saysRangesDefaultsAndMeanings() {
    JsonNode definitions = SCHEMA.get("$defs");
    assertThat(definitions.at("/trick-mixup/description").asText()).isEqualTo("Trains on blends.");
    assertThat(definitions.at("/trick-mixup/properties/alpha"))
        .isEqualTo(
            parse(
                "{\"type\": \"number\", \"exclusiveMinimum\": 0.0,"
                    + " \"description\": \"how much is blended\", \"default\": 0.2}"));
    assertThat(definitions.at("/trick-label-smoothing/properties/smoothing"))
        .isEqualTo(
            parse(
                "{\"type\": \"number\", \"minimum\": 0.0, \"exclusiveMaximum\": 1.0,"
                    + " \"default\": 0.1}"));
    assertThat(definitions.at("/model-resnet/properties/depth/enum"))
        .isEqualTo(parse("[18, 34, 50, 101, 152]"));
    assertThat(definitions.at("/model-cifar-resnet/properties/depth/minimum").asInt()).isEqualTo(8);
    assertThat(definitions.at("/model-cifar-resnet/properties/depth/enum").isMissingNode())
        .isTrue();
    JsonNode training = SCHEMA.at("/properties/training/properties");
    assertThat(training.at("/loaderThreads/minimum").asInt()).isEqualTo(1);
    assertThat(training.at("/loaderThreads/maximum").asInt()).isEqualTo(256);
    assertThat(training.at("/epochs/default").asInt()).isEqualTo(120);
    assertThat(training.at("/epochs/maximum").asInt()).isEqualTo(100_000);
    assertThat(training.at("/batchSize/maximum").asInt()).isEqualTo(1_048_576);
    assertThat(definitions.at("/model-cifar-resnet/properties/depth/maximum").asInt())
        .isEqualTo(1202);
    // It may be as large as the batch, whatever that is.
    assertThat(training.at("/microBatch/maximum").asInt()).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void knowsTheMeaningOfEveryKeyOfTheEngineAndOfNoOther() throws IOException {
    Set<String> keys = new TreeSet<>(Set.of("name", "extends", "data", "model", "optimizer"));
    keys.addAll(Set.of("training", "tricks"));
    Properties meanings = new Properties();
    meanings.load(RecipeSchemaTest.class.getResourceAsStream("meanings.properties"));
    RecordSchema.of(TrainingConfig.class).keys().forEach(key -> keys.add("training." + key));
    RecordSchema.of(TrickKeys.class).keys().forEach(key -> keys.add("tricks." + key));
    DataSplits.KEYS.forEach(key -> keys.add("data." + key));
    ModelStart.KEYS.forEach(key -> keys.add("model." + key));

    assertThat(new TreeSet<>(meanings.stringPropertyNames())).isEqualTo(keys);
  }

  private static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
