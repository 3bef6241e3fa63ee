package io.bagoftricks.product.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.engine.explain.PlanText;
import io.bagoftricks.engine.plan.RunPlanner;
import io.bagoftricks.engine.plugin.Plugins;
import io.bagoftricks.engine.plugin.TrickRegistry;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.problem.ProblemException;
import io.bagoftricks.engine.recipe.Recipe;
import io.bagoftricks.engine.recipe.RecipeReader;
import io.bagoftricks.engine.recipe.RecipeTypes;
import io.bagoftricks.engine.recipe.RecipeWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged recipes of this project, with all tricks, are refused with ids and places, or planned and
 * explained; and what is planned is read again from what is written of it.
 */
final class RecipeFuzzTest {
  private static final FuzzCases CASES = FuzzCases.ofTheBuild();
  private static final String REFUSED = "refused";
  private static final String READ = "read";
  private static final Path RECIPES = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern TOKEN =
      Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|[-+.\\w]+|[{}\\[\\]:,]");
  private static final Pattern NUMBER = Pattern.compile("-?[0-9].*");
  private static final List<String> NUMBERS =
      List.of(
          "0",
          "-1",
          "1",
          "2",
          "7",
          "0.5",
          "1e-7",
          "-0.0",
          "2.0",
          "1e9",
          "2147483647",
          "2147483648",
          "3",
          "5",
          "8",
          "10",
          "14",
          "16",
          "20",
          "0.1",
          "0.2",
          "0.25",
          "0.9",
          "1e-3",
          "1.0",
          "64",
          "-2147483648",
          "9223372036854775807",
          "1e300",
          "1e999",
          "4096",
          "100000",
          "1e-320");
  private static final List<String> TEXTS =
      List.of(
          "\"\"",
          "\"1ep\"",
          "\"5ba\"",
          "\"0.5dur\"",
          "\"-1ep\"",
          "\"1000000000ep\"",
          "\"0ba\"",
          "\"bf16\"",
          "\"fp16\"",
          "\"timm\"",
          "\"mixup\"",
          "\"cosine\"",
          "\"\\u001b[2J\\n\"",
          "\"~\"",
          "\"file:\"",
          "\"\\u0000\"",
          "null",
          "true",
          "[]",
          "{}",
          "[1, 2]",
          "\"adamw\"",
          "\"resnet\"",
          "\"idx\"");
  private static final List<String> KEYS =
      List.of(
          "\"from\"",
          "\"until\"",
          "\"every\"",
          "\"oneOf\"",
          "\"after\"",
          "\"enabled\"",
          "\"id\"",
          "\"microBatch\"",
          "\"evaluateEvery\"",
          "\"freeze\"",
          "\"weights\"",
          "\"classNames\"");

  /** Ids of problems that concern the recipe as a whole. */
  private static final Set<String> WITHOUT_PLACE =
      Set.of("recipe/cycle", "recipe/too-many-problems");

  private static final Plugins PLUGINS = Plugins.load(RecipeFuzzTest.class.getClassLoader());
  private static final RecipeTypes TYPES = PLUGINS.types();

  private final TrickRegistry tricks = PLUGINS.tricks();

  @TempDir private Path folder;

  @Test
  void areRefusedOrPlanned() throws IOException {
    List<String> good = recipes();
    assertThat(good).hasSizeGreaterThan(4);

    Outcomes outcomes =
        CASES.runEnding(
            (seed, random) -> {
              byte[] recipe = good.get(random.nextInt(good.size())).getBytes(UTF_8);
              return outcome(
                  random.nextInt(4) == 0 ? Damage.some(recipe, random) : tokens(recipe, random));
            });

    System.out.println("recipes: " + outcomes);
    outcomes.checkShare(REFUSED, 0.3, 0.9);
  }

  private String outcome(byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("recipe.json"), bytes);
    Recipe recipe;
    String explained;
    try {
      recipe = new RecipeReader(TYPES).read(file, List.of(), tricks);
      explained = PlanText.of(new RunPlanner(tricks).plan(recipe));
    } catch (ProblemException e) {
      assertThat(e.problems()).isNotEmpty().allSatisfy(RecipeFuzzTest::assertSaysAll);
      return REFUSED;
    }
    assertThat(explained.lines()).allMatch(line -> line.length() <= 120).hasSizeGreaterThan(8);
    String json = RecipeWriter.toJson(recipe);
    Recipe again = new RecipeReader(TYPES).read(json, "again", List.of(), tricks);
    assertThat(RecipeWriter.toJson(again)).isEqualTo(json);
    return READ;
  }

  private static void assertSaysAll(Problem problem) {
    assertThat(problem.id()).matches("(recipe|data)/[a-z-]+");
    assertThat(problem.message()).hasSizeBetween(10, 4003).matches("[^\\p{Cntrl}]*");
    if (!WITHOUT_PLACE.contains(problem.id())) {
      assertThat(problem.where()).contains("recipe.json");
    }
  }

  private static byte[] tokens(byte[] recipe, SplittableRandom random) {
    List<String> tokens =
        new ArrayList<>(
            TOKEN.matcher(new String(recipe, UTF_8)).results().map(MatchResult::group).toList());
    for (int i = 0; i <= random.nextInt(2); i++) {
      int at = random.nextInt(tokens.size());
      // Most faults are in a number, which may be legal.
      if (random.nextInt(4) > 0) {
        at = next(tokens, at);
      }
      if (NUMBER.matcher(tokens.get(at)).matches()) {
        tokens.set(at, one(NUMBERS, random));
        continue;
      }
      switch (random.nextInt(5)) {
        case 0 -> tokens.set(at, one(tokens, random));
        case 1 -> tokens.set(at, one(random.nextBoolean() ? TEXTS : NUMBERS, random));
        case 2 -> tokens.remove(at);
        default -> add(tokens, random);
      }
    }
    return String.join(" ", tokens).getBytes(UTF_8);
  }

  /** The next number, from the beginning again behind the last. */
  private static int next(List<String> tokens, int from) {
    for (int i = 0; i < tokens.size(); i++) {
      int at = (from + i) % tokens.size();
      if (NUMBER.matcher(tokens.get(at)).matches()) {
        return at;
      }
    }
    return from;
  }

  /** One more key in one of the objects. */
  private static void add(List<String> tokens, SplittableRandom random) {
    int open = random.nextInt(tokens.size());
    while (!tokens.get(open).equals("{") && open > 0) {
      open--;
    }
    List<String> value = random.nextInt(3) > 0 ? TEXTS : NUMBERS;
    tokens.addAll(open + 1, List.of(one(KEYS, random), ":", one(value, random), ","));
  }

  private static String one(List<String> of, SplittableRandom random) {
    return of.get(random.nextInt(of.size()));
  }

  private static List<String> recipes() throws IOException {
    List<String> recipes = new ArrayList<>();
    try (Stream<Path> files = Files.list(RECIPES)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
        recipes.add(Files.readString(file));
      }
    }
    return recipes;
  }
}
