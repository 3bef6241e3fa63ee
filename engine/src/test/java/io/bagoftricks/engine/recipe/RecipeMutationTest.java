package io.bagoftricks.engine.recipe;

import static io.bagoftricks.engine.recipe.RecipeFixtures.CATALOG;
import static io.bagoftricks.engine.recipe.RecipeFixtures.TYPES;
import static io.bagoftricks.engine.recipe.RecipeFixtures.read;
import static io.bagoftricks.engine.recipe.RecipeFixtures.resource;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random damage to a good recipe is either harmless or refused; nothing else ever happens. */
final class RecipeMutationTest {
  private static final String GOOD = resource("good.json");
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

  @TempDir Path folder;

  @Test
  void damagedBytesAreHarmlessOrRefused() throws IOException {
    int refused = 0;
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      byte[] bytes = GOOD.getBytes(UTF_8);
      for (int i = 0; i <= random.nextInt(4); i++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      Path file = Files.write(folder.resolve("recipe.json"), bytes);
      refused +=
          refuses("seed " + seed, () -> new RecipeReader(TYPES).read(file, List.of(), CATALOG));
    }
    assertThat(refused).isBetween(300, 499);
  }

  @Test
  void damagedTokensAreHarmlessOrRefused() {
    List<String> tokens = TOKEN.matcher(GOOD).results().map(MatchResult::group).toList();
    int refused = 0;
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      List<String> damaged = new java.util.ArrayList<>(tokens);
      for (int i = 0; i <= random.nextInt(3); i++) {
        damage(damaged, random);
      }
      refused += refuses("seed " + seed, () -> read(String.join(" ", damaged)));
    }
    assertThat(refused).isBetween(300, 499);
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

  /** 1 if a recipe is refused; 0 if it is read, and then again from what is written of it. */
  private static int refuses(String what, java.util.function.Supplier<Recipe> reading) {
    return assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> {
          Recipe recipe;
          try {
            recipe = reading.get();
          } catch (RecipeException e) {
            assertThat(e.problems()).as(what).isNotEmpty();
            assertThat(e.getMessage()).as(what).contains("[recipe/");
            return 1;
          }
          String json = new RecipeWriter(TYPES).toJson(recipe);
          assertThat(new RecipeWriter(TYPES).toJson(read(json))).as(what).isEqualTo(json);
          return 0;
        },
        what);
  }
}
