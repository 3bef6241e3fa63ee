package io.bagoftricks.engine.recipe;

import static io.bagoftricks.engine.recipe.RecipeFixtures.CATALOG;
import static io.bagoftricks.engine.recipe.RecipeFixtures.TYPES;
import static io.bagoftricks.engine.recipe.RecipeFixtures.read;
import static io.bagoftricks.engine.recipe.RecipeFixtures.resource;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bagoftricks.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random damage to good recipes, 2,000 times, is either harmless or refused; nothing else ever
 * happens. What is accepted must also satisfy the schema, which another's validator judges, and be
 * read again as the same.
 */
final class RecipeMutationTest {
  private static final String GOOD = resource("good.json");

  /** A recipe over {@link #GOOD}, with every key of the engine. */
  private static final String EXTENDING =
      """
      {
        "$schema": "recipe.schema.json",
        "extends": "base.json",
        "name": "extending",
        "model": {"width": 4},
        "optimizer": {"type": "adamw"},
        "tricks": [
          {"trick": "mixup", "from": "1ep", "until": "-0.25dur", "every": "2ba", "oneOf": "mix"},
          {"id": "first-mix", "oneOf": "mix", "until": "100ba"},
          {"trick": "warmup", "enabled": false},
          {"trick": "label-smoothing", "id": "more", "after": ["mixup"]}
        ]
      }
      """;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern TOKEN =
      Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|[-+.\\w]+|[{}\\[\\]:,]");
  private static final List<String> TOKENS =
      List.of(
          "{",
          "}",
          "[",
          "]",
          ":",
          ",",
          "null",
          "true",
          "NaN",
          "1e999",
          "-1e-999",
          "0.5",
          "-0",
          "99999999999999999999",
          "\"\"",
          "\"id\"",
          "\"trick\"",
          "\"type\"",
          "\"mixup\"",
          "\"-0ep\"",
          "\"1e5ep\"",
          "\"\\ud800\"",
          "{}",
          "[]",
          "[[]]",
          "{\"trick\": \"mixup\"}");

  private static final List<String> KEYS =
      List.of("extends", "from", "until", "every", "oneOf", "enabled", "id", "type", "depth");

  @TempDir Path folder;
  private final Judge judge;

  RecipeMutationTest() throws IOException {
    judge = Judge.of(new RecipeSchema(TYPES, CATALOG).toJson());
  }

  @Test
  void damagedBytesAreHarmlessOrRefused() throws IOException {
    int refused = 0;
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      byte[] bytes = (seed % 2 == 0 ? GOOD : EXTENDING).getBytes(UTF_8);
      for (int i = 0; i <= random.nextInt(4); i++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      refused += refusesFile("seed " + seed, bytes);
    }
    assertThat(refused).isBetween(300, 499);
  }

  @Test
  void damagedTokensAreHarmlessOrRefused() throws IOException {
    int refused = 0;
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      List<String> damaged =
          new ArrayList<>(
              TOKEN
                  .matcher(seed % 2 == 0 ? GOOD : EXTENDING)
                  .results()
                  .map(MatchResult::group)
                  .toList());
      for (int i = 0; i <= random.nextInt(3); i++) {
        damage(damaged, random);
      }
      refused += refusesFile("seed " + seed, String.join(" ", damaged).getBytes(UTF_8));
    }
    assertThat(refused).isBetween(300, 499);
  }

  @Test
  void damagedStructureIsHarmlessOrRefused() throws IOException {
    int refused = 0;
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      JsonNode recipe = JSON.readTree(seed % 2 == 0 ? GOOD : EXTENDING);
      for (int i = 0; i <= random.nextInt(3); i++) {
        damage(recipe, random);
      }
      refused += refusesFile("seed " + seed, JSON.writeValueAsBytes(recipe));
    }
    assertThat(refused).isBetween(200, 499);
  }

  @Test
  void damagedOverridesAreHarmlessOrRefused() {
    List<String> parts =
        List.of("training", "tricks", "mixup", "epochs", ".", "[", "]", "[2]", "=", "3", "{", "\"");
    int refused = 0;
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      StringBuilder override = new StringBuilder();
      for (int i = 0; i <= random.nextInt(8); i++) {
        override.append(parts.get(random.nextInt(parts.size())));
      }
      refused += refuses("seed " + seed, () -> read(GOOD, override.toString()));
    }
    assertThat(refused).isBetween(400, 500);
  }

  private static void damage(List<String> tokens, Random random) {
    int at = random.nextInt(tokens.size());
    switch (random.nextInt(4)) {
      case 0 -> tokens.set(at, TOKENS.get(random.nextInt(TOKENS.size())));
      case 1 -> tokens.set(at, tokens.get(random.nextInt(tokens.size())));
      case 2 -> tokens.add(at, tokens.get(random.nextInt(tokens.size())));
      default -> tokens.remove(at);
    }
  }

  /** Takes a value somewhere away, doubles it, or puts a value from elsewhere in its place. */
  private static void damage(JsonNode recipe, Random random) {
    List<JsonNode> containers = new ArrayList<>();
    List<JsonNode> values = new ArrayList<>();
    collect(recipe, containers, values);
    JsonNode container = containers.get(random.nextInt(containers.size()));
    JsonNode value = values.get(random.nextInt(values.size())).deepCopy();
    if (container instanceof ObjectNode object) {
      List<String> keys = new ArrayList<>(KEYS);
      object.fieldNames().forEachRemaining(keys::add);
      String key = keys.get(random.nextInt(keys.size()));
      if (random.nextInt(3) == 0) {
        object.remove(key);
      } else {
        object.set(key, value);
      }
    } else if (container instanceof ArrayNode array) {
      int at = random.nextInt(array.size() + 1);
      if (random.nextInt(3) == 0) {
        array.remove(at);
      } else {
        array.insert(at, value);
      }
    }
  }

  private static void collect(JsonNode node, List<JsonNode> containers, List<JsonNode> values) {
    values.add(node);
    if (node.isContainerNode()) {
      containers.add(node);
    }
    node.forEach(child -> collect(child, containers, values));
  }

  private int refusesFile(String what, byte[] bytes) throws IOException {
    Files.writeString(folder.resolve("base.json"), GOOD);
    Path file = Files.write(folder.resolve("recipe.json"), bytes);
    int refused = refuses(what, () -> new RecipeReader(TYPES).read(file, List.of(), CATALOG));
    if (refused == 0) {
      String text = new String(bytes, UTF_8).replaceFirst("^\uFEFF", "");
      assertThat(judge.complaints(text)).as(what).isEmpty();
    }
    return refused;
  }

  /** 1 if a recipe is refused; 0 if it is read, and then again from what is written of it. */
  private int refuses(String what, Supplier<Recipe> reading) {
    return assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> {
          Recipe recipe;
          try {
            recipe = reading.get();
          } catch (ProblemException e) {
            assertThat(e.problems()).as(what).isNotEmpty();
            assertThat(e.getMessage()).as(what).contains("[recipe/");
            return 1;
          }
          String json = RecipeWriter.toJson(recipe);
          assertThat(RecipeWriter.toJson(read(json))).as(what).isEqualTo(json);
          assertThat(judge.complaints(json)).as(what).isEmpty();
          return 0;
        },
        what);
  }
}
