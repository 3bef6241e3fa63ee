package io.bagoftricks.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.api.network.Constant;
import io.bagoftricks.api.network.Initializer;
import io.bagoftricks.api.network.Normalization;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.network.Role;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.engine.ablate.AblationMode;
import io.bagoftricks.engine.ablate.Variant;
import io.bagoftricks.engine.explain.PlanText;
import io.bagoftricks.engine.plan.ParameterGroup;
import io.bagoftricks.engine.plan.PlannedTrick;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plan.RunPlanner;
import io.bagoftricks.engine.plugin.HookPoint;
import io.bagoftricks.engine.plugin.Plugins;
import io.bagoftricks.engine.plugin.TrickRegistry;
import io.bagoftricks.engine.recipe.Recipe;
import io.bagoftricks.engine.recipe.RecipeReader;
import io.bagoftricks.engine.recipe.RecipeTypes;
import io.bagoftricks.engine.recipe.RecipeWriter;
import io.bagoftricks.engine.recipe.TrickEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every recipe that users are shown can be read and planned, without its data. */
final class RecipesTest {
  private static final Plugins PLUGINS = Plugins.load(RecipesTest.class.getClassLoader());
  private static final TrickRegistry TRICKS = PLUGINS.tricks();
  private static final RecipeTypes TYPES = PLUGINS.types();

  private static final Path IMAGENET = Path.of("resnet50d-imagenet.json");

  /** Maven starts tests in the module's folder, where the recipes are. */
  static Stream<Path> recipes() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(""))) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList().stream();
    }
  }

  @Test
  void theRecipesOfTheReadmeAreThere() throws IOException {
    assertThat(recipes().map(p -> p.getFileName().toString()))
        .contains(
            "quickstart.json",
            "fashion-mnist-baseline.json",
            "fashion-mnist-tricks.json",
            "resnet50d-imagenet.json",
            "inception-v3-imagenet.json",
            "photos.json",
            "fine-tune.json",
            "flowers-resnet18d.json",
            "imagenet-resnet50-baseline.json",
            "imagenet-resnet50d-tricks.json",
            "imagenet-resnet50-paper.json",
            "cifar10-resnet56-tricks.json",
            "cifar10-resnet20-baseline.json",
            "cifar10-resnet20-tricks.json");
  }

  /**
   * The paper's two ends: section 2.1 with Xavier, jitter, PCA and step decay in batches of 256;
   * and the last row of table 6, distillation and mixup for 200 epochs in batches of 1,024.
   */
  @Test
  void thePapersTwoEndsAreComplete() {
    RunPlan baseline = plan(Path.of("imagenet-resnet50-baseline.json"));
    assertThat(baseline.recipe().tricks())
        .extracting(TrickEntry::id)
        .containsExactlyInAnyOrder(
            "normalize",
            "random-resized-crop",
            "horizontal-flip",
            "hsb-jitter",
            "pca-noise",
            "resize-center-crop",
            "xavier",
            "step-decay");
    assertThat(baseline.recipe().training().epochs()).isEqualTo(120);
    assertThat(baseline.recipe().training().batchSize()).isEqualTo(256);
    long steps = baseline.facts().stepsPerEpoch();
    assertThat(baseline.learningRate().at(30 * steps - 1)).isEqualTo(0.1);
    assertThat(baseline.learningRate().at(30 * steps)).isCloseTo(0.01, within(1e-12));
    assertThat(baseline.learningRate().at(90 * steps)).isCloseTo(1e-4, within(1e-12));
    assertThat(baseline.network().parameters().stream().mapToLong(Parameter::elements).sum())
        .isEqualTo(25_557_032);

    RunPlan tricks = plan(Path.of("imagenet-resnet50d-tricks.json"));
    // ImageNet lies in train/ and val/, whose labels are public.
    assertThat(tricks.facts().trainExamples()).isEqualTo(1_281_167);
    assertThat(tricks.data().validationExamples()).isEqualTo(50_000);
    assertThat(tricks.data().testExamples()).isZero();
    assertThat(tricks.recipe().training().epochs()).isEqualTo(200);
    assertThat(tricks.recipe().training().batchSize()).isEqualTo(1024);
    assertThat(tricks.learningRate().at(5 * tricks.facts().stepsPerEpoch() - 1)).isEqualTo(0.4);
    assertThat(tricks.network().parameters().stream().mapToLong(Parameter::elements).sum())
        .isEqualTo(25_576_264);
    assertThat(read(Path.of("imagenet-resnet50-paper.json")).training().epochs()).isEqualTo(120);
  }

  /** Section 2.1: the six steps of preparing an image, and how parameters start. */
  @Test
  void thePapersBaselinePreparesAndStartsAsItSays() {
    RunPlan baseline = plan(Path.of("imagenet-resnet50-baseline.json"));

    assertThat(baseline.at(HookPoint.ON_SAMPLE))
        .extracting(PlannedTrick::instance)
        .containsExactly("random-resized-crop", "horizontal-flip", "hsb-jitter", "pca-noise");
    assertThat(baseline.settings().normalization())
        .isEqualTo(
            new Normalization(List.of(123.68, 116.779, 103.939), List.of(58.393, 57.12, 57.375)));
    Map<Role, Set<Initializer>> starts = new EnumMap<>(Role.class);
    for (Parameter parameter : baseline.network().parameters()) {
      starts
          .computeIfAbsent(parameter.role(), role -> new HashSet<>())
          .add(parameter.initializer());
    }
    assertThat(starts.get(Role.BIAS)).containsExactly(Constant.ZERO);
    assertThat(starts.get(Role.BETA)).containsExactly(Constant.ZERO);
    assertThat(starts.get(Role.GAMMA)).containsExactly(Constant.ONE);
    assertThat(starts.get(Role.WEIGHT)).hasSize(1);
  }

  /** Tables 4, 5 and 6, row by row. */
  @Test
  void theRungsOfThePaperAreInTheOrderOfItsTables() {
    Recipe recipe = read(Path.of("imagenet-resnet50-paper.json"));
    List<String> kept =
        List.of(
            "normalize",
            "random-resized-crop",
            "horizontal-flip",
            "hsb-jitter",
            "pca-noise",
            "resize-center-crop",
            "xavier");
    assertThat(Variant.of(recipe, AblationMode.CUMULATIVE, kept))
        .extracting(Variant::name)
        .containsExactly(
            "baseline",
            "+ linear-scaling",
            "+ warmup",
            "+ zero-gamma",
            "+ no-bias-decay",
            "+ mixed-precision",
            "+ resnet-b",
            "+ resnet-c",
            "+ resnet-d",
            "+ cosine",
            "+ label-smoothing",
            "+ distillation",
            "+ mixup");
    Recipe all = read(Path.of("imagenet-resnet50-paper.json"), "tricks.step-decay.enabled=true");
    for (Variant variant :
        Variant.with(
            Map.of("cosine", "step-decay"),
            Variant.of(recipe, AblationMode.CUMULATIVE, kept),
            all)) {
      RunPlan plan = new RunPlanner(TRICKS).plan(variant.of(all));
      boolean cosine = variant.instances().contains("cosine");
      long steps = plan.facts().stepsPerEpoch();
      double before = plan.learningRate().at(30 * steps - 1);
      assertThat(plan.learningRate().at(30 * steps) < 0.2 * before).isEqualTo(!cosine);
    }
  }

  /** With all rungs it is the recipe of the last row of table 6, but for the epochs. */
  @Test
  void theLastRungIsTheNetworkOfThePapersEnd() {
    RunPlan rungs = plan(Path.of("imagenet-resnet50-paper.json"));
    RunPlan end = plan(Path.of("imagenet-resnet50d-tricks.json"));

    assertThat(rungs.network().vertices()).isEqualTo(end.network().vertices());
    assertThat(rungs.recipe().training().batchSize()).isEqualTo(1024);
    assertThat(rungs.learningRate().at(5 * rungs.facts().stepsPerEpoch() - 1)).isEqualTo(0.4);
  }

  /** The gain of each rung is the paper's row less the one before, without a gap in between. */
  @Test
  void theGainsOfTheRungsAreDifferencesOfThePapersRows() throws IOException {
    Map<String, String[]> rows = new HashMap<>();
    Path table = Path.of("src/main/resources/META-INF/ablation/paper.csv");
    for (String line : Files.readAllLines(table)) {
      if (!line.startsWith("#")) {
        String[] cells = line.split(",| -> ", -1);
        rows.put(cells[0], cells);
        assertThat(Double.parseDouble(cells[1]))
            .isCloseTo(Double.parseDouble(cells[3]) - Double.parseDouble(cells[2]), within(1e-9));
      }
    }
    String before = "75.87";
    for (String rung :
        List.of(
            "linear-scaling",
            "warmup",
            "zero-gamma",
            "no-bias-decay",
            "mixed-precision",
            "resnet-b",
            "resnet-c",
            "resnet-d",
            "cosine",
            "label-smoothing",
            "mixup")) {
      String[] row = rows.getOrDefault(rung, new String[] {rung, "", "not in the table", ""});
      assertThat(row[2]).describedAs(rung).isEqualTo(before);
      before = row[3];
    }
    assertThat(before).isEqualTo("79.15");
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void canBePlanned(Path file) {
    RunPlan plan = plan(file);

    assertThat(plan.recipe().name()).isEqualTo(file.getFileName().toString().replace(".json", ""));
    assertThat(plan.network().classes()).isEqualTo(plan.facts().classes());
    assertThat(plan.groups().stream().mapToInt(g -> g.parameters().size()).sum())
        .isEqualTo(plan.network().parameters().size());
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void isEqualAfterBeingResolvedAndReadAgain(Path file) {
    Recipe recipe = read(file);

    Recipe again =
        new RecipeReader(TYPES).read(RecipeWriter.toJson(recipe), "resolved", List.of(), TRICKS);

    assertThat(again)
        .usingRecursiveComparison()
        .ignoringFields(
            "source",
            "tricks.places",
            "data.places",
            "data.made",
            "model.places",
            "optimizer.places")
        .isEqualTo(recipe);
  }

  @Test
  void theImageNetRecipeLeavesThePapersReceipts() {
    RunPlan plan = plan(IMAGENET);

    assertThat(plan.receipts().stream().filter(r -> r.instance().equals("zero-gamma")))
        .singleElement()
        .satisfies(r -> assertThat(r.effect().touched()).isEqualTo(16));
    assertThat(plan.network().parameters().stream().mapToLong(Parameter::elements).sum())
        .isEqualTo(25_576_264);
    assertThat(plan.receipts().stream().filter(r -> r.instance().equals("xavier")))
        .singleElement()
        .satisfies(r -> assertThat(r.effect().touched()).isEqualTo(56));
    assertThat(plan.facts().stepsPerEpoch()).isEqualTo(1251);
    assertThat(plan.learningRate().at(48)).isEqualTo(49 * 0.4 / 6255);
    assertThat(plan.learningRate().at(6254)).isEqualTo(0.4);
  }

  @Test
  void theInceptionRecipeHasThePapersNetworkAndSize() {
    RunPlan plan = plan(Path.of("inception-v3-imagenet.json"));

    assertThat(plan.facts().input()).isEqualTo(new Shape(3, 299, 299));
    assertThat(plan.network().parameters().stream().mapToLong(Parameter::elements).sum())
        .isEqualTo(23_834_568);
    assertThat(plan.learningRate().at(6254)).isEqualTo(0.4);
  }

  @ParameterizedTest
  @CsvSource({"18, 8, 20", "34, 16, 36", "50, 16, 53", "101, 33, 104", "152, 50, 155"})
  void zeroGammaCountsBlocks(int depth, int blocks, int norms) {
    RunPlan plan =
        plan(
            IMAGENET,
            "model.depth=" + depth,
            "tricks.xresnet-d.mayHaveNoEffect=true",
            "tricks.xresnet-d.variant=b");

    assertThat(plan.receipts().stream().filter(r -> r.instance().equals("zero-gamma")))
        .singleElement()
        .satisfies(
            r -> {
              assertThat(r.effect().touched()).isEqualTo(blocks);
              assertThat(r.effect().outOf()).isEqualTo(norms);
            });
  }

  @Test
  void noBiasDecayLeaves54TensorsOfResNet50Decayed() {
    RunPlan plan = plan(IMAGENET, "tricks.xresnet-d.variant=b");

    assertThat(plan.groups()).hasSize(2);
    assertThat(plan.groups().stream().filter(g -> g.decayFactor() == 1))
        .singleElement()
        .extracting(ParameterGroup::parameters)
        .satisfies(parameters -> assertThat(parameters).hasSize(54));
    assertThat(plan.groups().stream().filter(g -> g.decayFactor() == 0))
        .singleElement()
        .satisfies(g -> assertThat(g.parameters()).hasSize(107));
  }

  @Test
  void theExplanationFitsAScreen() {
    String[] lines = PlanText.of(plan(IMAGENET)).split("\n");

    assertThat(lines).hasSizeLessThanOrEqualTo(55);
    assertThat(lines).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(120));
  }

  private static Recipe read(Path file, String... overrides) {
    return new RecipeReader(TYPES).read(file, List.of(overrides), TRICKS);
  }

  private static RunPlan plan(Path file, String... overrides) {
    return new RunPlanner(TRICKS).plan(read(file, overrides));
  }
}
