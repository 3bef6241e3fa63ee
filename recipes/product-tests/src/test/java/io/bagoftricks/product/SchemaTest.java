package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The schema that {@code tricks schema} prints, held against recipes by another's validator. */
final class SchemaTest {
  /** Recipes that start from a teacher or from weights which their users have to bring. */
  private static final Map<String, String> TO_BE_MADE_FIRST =
      Map.of(
          "distill-resnet20.json", "runs/teacher",
          "imagenet-resnet50d-tricks.json", "runs/imagenet-resnet152d",
          "imagenet-resnet50-paper.json", "runs/imagenet-resnet152d",
          "fine-tune.json", "resnet50d.safetensors");

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNode SCHEMA = printed();
  private static final JsonSchema VALIDATOR =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(SCHEMA);

  private static JsonNode printed() {
    CommandLineRun printed = CommandLineRun.of("schema");
    assertThat(printed.code()).isZero();
    try {
      return JSON.readTree(printed.out());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Stream<Path> recipes() throws IOException {
    return Stream.concat(
        Checkout.recipes().stream(), Checkout.files("bench/recipes", ".json").stream());
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void acceptsEveryRecipe(Path recipe) throws IOException {
    assertThat(VALIDATOR.validate(JSON.readTree(Files.readString(recipe)))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void lintFindsNothingInThem(Path recipe) {
    CommandLineRun answer = CommandLineRun.of("lint", recipe.toString());

    String missing = TO_BE_MADE_FIRST.get(String.valueOf(recipe.getFileName()));
    if (missing == null) {
      assertThat(answer.out()).doesNotContain("error").doesNotContain("warning");
    } else {
      assertThat(answer.out().lines().filter(line -> !line.contains("[data/")))
          .satisfiesExactly(
              warning -> assertThat(warning).contains("/missing] ").contains("'" + missing + "'"),
              sum -> assertThat(sum).startsWith("1 warning").doesNotContain("error"));
    }
    assertThat(answer.code()).isZero();
  }

  @Test
  void refusesAMistakeInATrick() throws IOException {
    String quickstart = Files.readString(Checkout.recipe("quickstart"));
    assertThat(refuses(quickstart)).isFalse();
    assertThat(refuses(quickstart.replace("\"decay\": 0.99", "\"decay\": 1.5"))).isTrue();
    assertThat(refuses(quickstart.replace("\"decay\": 0.99", "\"deccay\": 0.99"))).isTrue();
    assertThat(refuses(quickstart.replace("\"bf16\"", "\"bf17\""))).isTrue();
    assertThat(refuses(quickstart.replace("\"0.1dur\"", "\"1epoch\""))).isTrue();
    assertThat(refuses(quickstart.replace("\"cosine\"", "\"cosine\", \"from\": \"1ep\""))).isTrue();
    assertThat(refuses(quickstart.replace("\"mixup\"", "\"mixup\", \"from\": \"1ep\""))).isFalse();
  }

  @Test
  void saysWhatEverySettingOfEveryTrickMeans() {
    List<String> silent =
        SCHEMA.get("$defs").properties().stream()
            .filter(definition -> definition.getValue().has("properties"))
            .flatMap(
                definition ->
                    definition.getValue().get("properties").properties().stream()
                        .filter(property -> isUnexplained(property.getValue()))
                        .map(property -> definition.getKey() + "." + property.getKey()))
            .toList();

    assertThat(silent).isEmpty();
    assertThat(
            SCHEMA.get("$defs").properties().stream()
                .filter(d -> d.getKey().matches("(trick|data|model|optimizer)-.*"))
                .filter(d -> d.getValue().path("description").asText().isEmpty())
                .map(Map.Entry::getKey))
        .isEmpty();
  }

  private static boolean isUnexplained(JsonNode property) {
    boolean said = property.has("const") || property.has("$ref");
    return !said && property.path("description").asText().isEmpty();
  }

  private static boolean refuses(String recipe) throws IOException {
    return !VALIDATOR.validate(JSON.readTree(recipe)).isEmpty();
  }
}
