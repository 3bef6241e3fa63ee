package io.bagoftricks.engine.plan;

import static io.bagoftricks.engine.toys.ToyRecipes.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.api.Effect;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.InitHook;
import io.bagoftricks.api.NetworkDraft;
import io.bagoftricks.api.ParamGroups;
import io.bagoftricks.api.ParamGroupsHook;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.TrainingTime;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;
import io.bagoftricks.api.Uses;
import io.bagoftricks.api.data.DataFacts;
import io.bagoftricks.api.data.DataSource;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Split;
import io.bagoftricks.api.network.BatchNorm2d;
import io.bagoftricks.api.network.Chain;
import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.Node;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.api.network.Relu;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.network.Sigmoid;
import io.bagoftricks.engine.internal.model.CifarResNet;
import io.bagoftricks.engine.internal.split.KnownSource;
import io.bagoftricks.engine.plugin.HookPoint;
import io.bagoftricks.engine.plugin.TrickException;
import io.bagoftricks.engine.plugin.TrickRegistry;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.problem.ProblemException;
import io.bagoftricks.engine.recipe.Recipe;
import io.bagoftricks.engine.recipe.TrainingConfig;
import io.bagoftricks.engine.recipe.TrickEntry;
import io.bagoftricks.engine.toys.ToyProvider;
import io.bagoftricks.engine.toys.ToyRecipes;
import io.bagoftricks.engine.toys.ToyTricks;
import io.bagoftricks.engine.toys.ToyTricks.None;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RunPlannerTest {
  private static final TrickRegistry TOYS =
      TrickRegistry.of(
          Stream.concat(
                  ToyTricks.all().stream(),
                  Stream.<TrickProvider<?>>of(
                      new SilentProvider(),
                      new SneakyProvider(),
                      new IdleProvider(),
                      new OnlookerProvider(),
                      new NarrowProvider(),
                      new FailingProvider(),
                      new SigmoidProvider(),
                      new ReluProvider(),
                      new StemNormProvider(),
                      new SecondRampProvider(),
                      new HalfPrecisionProvider()))
              .toList());

  @Test
  void plansWhatTheTricksMakeOfTheNetwork() {
    RunPlan plan = plan(small("deep-stem", "quiet-branches", "weights-only", "batch-rate"));
    assertThat(plan.facts().stepsPerEpoch()).isEqualTo(10);
    assertThat(plan.network().find("conv1.3")).isPresent();
    assertThat(plan.receipts())
        .containsExactly(
            new Receipt("deep-stem", HookPoint.ON_INIT, new Effect(1, 1, "stems")),
            // 22 convolutions (19, 2 in shortcuts, 1 more in the stem), a norm each, one linear.
            new Receipt("quiet-branches", HookPoint.ON_INIT, new Effect(9, 22, "batch norms")),
            new Receipt(
                "weights-only",
                HookPoint.ON_PARAM_GROUPS,
                new Effect(45, 68, "parameters undecayed")),
            new Receipt(
                "batch-rate", HookPoint.ON_PARAM_GROUPS, new Effect(1, 1, "learning rates")));
    assertThat(plan.groups()).hasSize(2);
    assertThat(plan.learningRate().at(0)).isCloseTo(0.1 * 100 / 256, within(1e-15));
    assertThat(plan.momentum().at(99)).isEqualTo(0.9);
  }

  @Test
  void composesTheSchedules() {
    // 10 epochs of 10 updates, batch 100; ramp 2 epochs: 20 updates, 80 for the curve.
    Recipe recipe =
        ToyRecipes.small(
            List.of(
                named("half-wave"),
                entry("batch-rate", "batch-rate", new ToyTricks.BatchRateConfig(50)),
                entry(
                    "slow-start",
                    "slow-start",
                    new ToyTricks.SlowStartConfig(TrainingTime.epochs(2)))));
    RunPlan plan = plan(recipe);
    assertThat(plan.learningRate().at(0)).isCloseTo(0.01, within(1e-12));
    assertThat(plan.learningRate().at(19)).isCloseTo(0.2, within(1e-12));
    assertThat(plan.learningRate().at(20)).isCloseTo(0.2, within(1e-12));
    assertThat(plan.learningRate().at(40)).isCloseTo(0.1707107, within(1e-6));
    assertThat(plan.learningRate().at(60)).isCloseTo(0.1, within(1e-12));
  }

  @Test
  void countsTheLastSmallerBatchOnlyWhereItIsKept() {
    assertThat(plan(withBatch(300, true)).facts().stepsPerEpoch()).isEqualTo(3);
    assertThat(plan(withBatch(500, false)).facts().stepsPerEpoch()).isEqualTo(2);
    assertThat(plan(withBatch(300, false)).facts().stepsPerEpoch()).isEqualTo(4);
    assertThat(plan(withBatch(1_000, true)).facts().stepsPerEpoch()).isEqualTo(1);
    assertThat(plan(withBatch(1_001, false)).facts().stepsPerEpoch()).isEqualTo(1);
    assertProblems(
        withBatch(1_001, true),
        "small.json: [recipe/no-steps] training.batchSize is 1001, but there are 1000 images to"
            + " train on, and training.dropLast leaves the smaller batch out: an epoch would"
            + " have no step. Lower the batch size, or keep the rest: --set"
            + " training.dropLast=false.");
  }

  @Test
  void aBatchIsNeverLargerThanTheData() {
    RunPlan plan = plan(withBatch(20_000, false));
    assertThat(plan.facts().batchSize()).isEqualTo(1_000);
    assertThat(plan.notes())
        .extracting(Problem::toString)
        .containsExactly(
            "small.json: [recipe/batch-beyond-data] training.batchSize is 20000, but there are 1000"
                + " images to train on: a step has 1000.");
    assertThat(plan(withBatch(1_000, false)).notes()).isEmpty();
  }

  @Test
  void arraysThatAreLongerThanArraysAreRefused() {
    Recipe recipe =
        ToyRecipes.recipe(
            "large",
            new ToyRecipes.Facts(new DataFacts(32_768, 2_000_000, 100, new Shape(3, 8192, 8192))),
            new CifarResNet(1202, 1024),
            new TrainingConfig(1, 1 << 20, 1, 42, true, 1, 2),
            List.of());
    assertProblems(
        recipe,
        "large.json: [recipe/too-many-parameters] The network has 79328486400 parameters, but may"
            + " have at most 1000000000. Make it narrower or less deep.",
        "large.json: [recipe/batch-too-large] A batch of 1048576 images of 3 channels and"
            + " 8192x8192 pixels, in 32768 classes, does not fit into one array of 2147483647"
            + " values. Lower training.batchSize.");
  }

  @Test
  void shufflesOfARecipeGiveOnePlan() {
    List<TrickEntry> entries = new ArrayList<>();
    for (TrickProvider<?> toy : ToyTricks.all()) {
      entries.add(named(toy.getClass().getAnnotation(TrickCard.class).id()));
    }
    entries.removeIf(e -> e.id().equals("slow-start"));
    RunPlan expected = plan(ToyRecipes.small(entries));
    Random random = new Random(42);
    for (int i = 0; i < 100; i++) {
      Collections.shuffle(entries, random);
      RunPlan plan = plan(ToyRecipes.small(entries));
      assertThat(plan.order()).isEqualTo(expected.order());
      for (HookPoint point : HookPoint.values()) {
        assertThat(plan.at(point))
            .extracting(PlannedTrick::instance)
            .isEqualTo(expected.at(point).stream().map(PlannedTrick::instance).toList());
      }
      assertThat(plan.network()).isEqualTo(expected.network());
      assertThat(plan.groups()).isEqualTo(expected.groups());
    }
  }

  @Test
  void aTrickHasOneStateOverAllItsHooks() {
    RunPlan plan = plan(small("average"));
    assertThat(plan.at(HookPoint.ON_LOSS).get(0)).isEqualTo(plan.at(HookPoint.AFTER_STEP).get(0));
    try (RunTricks tricks = RunTricks.of(plan)) {
      assertThat(tricks.states()).containsOnlyKeys("average");
      assertThat(tricks.at(HookPoint.ON_LOSS).get(0))
          .isEqualTo(tricks.at(HookPoint.AFTER_STEP).get(0));
      assertThat(tricks.at(HookPoint.ON_LOSS).get(0).state().counters())
          .containsEntry("updates", 7L);
    }
  }

  @Test
  void noEffectIsAnErrorUnlessTheRecipeAllowsIt() {
    assertProblems(
        small("idle"),
        "toy.json:idle: [recipe/no-effect] 'idle' has no effect on this network in onInit: 0 of 5"
            + " gates. Take it out, or write \"mayHaveNoEffect\": true.");
    RunPlan plan =
        plan(
            ToyRecipes.small(
                List.of(
                    new TrickEntry("idle", "idle", List.of(), true, new None(), "toy.json:8"))));
    assertThat(plan.notes())
        .extracting(Problem::toString)
        .containsExactly(
            "toy.json:8: [recipe/no-effect] 'idle' has no effect on this network in onInit: 0 of 5"
                + " gates.");
  }

  @Test
  void undeclaredEditsAndMissingReceiptsAreTheAuthorsErrors() {
    assertProblems(
        small("sneaky", "silent"),
        "toy.json:silent: [plugin/no-receipt] 'silent' edits [PRECISION] in onInit without a"
            + " receipt. Its author must say what it did.",
        "toy.json:sneaky: [plugin/undeclared-edit] 'sneaky' edits [DECAY_FACTORS] in"
            + " onParamGroups, but its @Uses declares only [RATE_FACTORS]. Its author must"
            + " declare what it edits.");
  }

  @Test
  void aTrickThatFailsIsNamed() {
    assertThatThrownBy(() -> plan(small("failing")))
        .isInstanceOf(TrickException.class)
        .hasMessage("'failing' failed in onInit: java.lang.ArithmeticException: no")
        .hasCauseInstanceOf(ArithmeticException.class);
  }

  @Test
  void structureEditsThatCommuteNeedNoOrder() {
    RunPlan plan = plan(small("deep-stem", "to-sigmoid"));
    assertThat(plan.order()).isEmpty();
    assertThat(plan.at(HookPoint.ON_INIT))
        .extracting(PlannedTrick::instance)
        .containsExactly("deep-stem", "to-sigmoid");
  }

  @Test
  void structureEditsThatDifferNeedAnOrder() {
    // First to-sigmoid, then to-relu: all become sigmoids and then all ReLUs; or the reverse.
    assertThatThrownBy(() -> plan(small("to-sigmoid", "to-relu")))
        .isInstanceOf(ProblemException.class)
        .hasMessage(
            "toy.json:to-sigmoid: [recipe/unordered] 'to-relu' and 'to-sigmoid' have no order in"
                + " onInit: both change STRUCTURE, and the two orders give different networks,"
                + " from 'act1' on. Add \"after\": [\"to-relu\"] to 'to-sigmoid', or the other way"
                + " round.");
    TrickEntry relu =
        new TrickEntry(
            "to-relu", "to-relu", List.of("to-sigmoid"), false, new None(), "toy.json:to-relu");
    RunPlan plan = plan(ToyRecipes.small(List.of(relu, named("to-sigmoid"))));
    assertThat(plan.network().find("act1").orElseThrow().layer()).isEqualTo(new Relu());
  }

  @Test
  void structureEditsOfWhichOneOrderFailsNeedAnOrder() {
    assertThatThrownBy(() -> plan(small("deep-stem", "stem-norm")))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("'deep-stem' before 'stem-norm' fails:");
  }

  /** Neither order of the two works; that is not a question of their order. */
  @Test
  void aNetworkThatATrickBreaksIsItsOwnFaultWhateverIsBesideIt() {
    for (String other : List.of("to-relu", "to-sigmoid", "stem-norm", "quiet-branches")) {
      assertThatThrownBy(() -> plan(small("narrow", other)))
          .isInstanceOf(ProblemException.class)
          .hasMessage(
              "toy.json:narrow: [plugin/network] 'narrow' left a network that does not fit:"
                  + " layer2.0.add: Shapes to add must be equal: 32x28x28 and 32x14x14. Its onInit is"
                  + " at fault, or the shapes that its layers infer.");
    }
  }

  @Test
  void aSetupHookThatOnlyReadsNeedsNoEffect() {
    assertThat(plan(small("onlooker")).notes()).isEmpty();
  }

  @Test
  void settingsThatDifferNeedAnOrderToo() {
    assertThatThrownBy(() -> plan(small("silent", "half-precision")))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(
            "both change PRECISION, and the two orders give different precision, input sizes or"
                + " normalization");
  }

  @Test
  void twoRampsConflictEvenWhereTheirCardsHideIt() {
    assertProblems(
        ToyRecipes.small(List.of(named("slow-start"), named("second-ramp"))),
        "toy.json:second-ramp: [recipe/conflict] 'slow-start' and 'second-ramp' both set the ramp"
            + " of the learning rate. Keep one of them.");
  }

  @Test
  void twoInstancesOfOneReplacerConflict() {
    assertThatThrownBy(
            () ->
                plan(
                    ToyRecipes.small(
                        List.of(
                            entry("half-wave", "one", new None()),
                            entry("half-wave", "two", new None())))))
        .hasMessageContaining(
            "'one' and 'two' both replace RATE_CURVE in onParamGroups. Keep one of them.");
  }

  @Test
  void reportsAllProblemsAtOnce() {
    Recipe recipe =
        ToyRecipes.small(
            List.of(
                entry("batch-rate", "rate", new ToyTricks.BatchRateConfig(0)),
                entry("soften", "soften", new ToyTricks.SoftenConfig(2)),
                entry("soften", "soften", new ToyTricks.SoftenConfig(0.1)),
                entry("nobody", "nobody", new None()),
                entry("blend", "blend", new ToyTricks.BatchRateConfig(1)),
                entry("blend", "blend-2", new None())));
    assertThatThrownBy(() -> plan(recipe))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e ->
                assertThat(e.problems())
                    .extracting(Problem::id)
                    .containsExactly(
                        "recipe/duplicate-instance",
                        "recipe/unknown-trick",
                        "recipe/setting",
                        "plugin/cannot-build",
                        "recipe/wrong-settings",
                        "recipe/conflict"))
        .hasMessageContaining(
            "[recipe/duplicate-instance] Two tricks of the recipe are called 'soften'. Give one of"
                + " them another \"id\".")
        .hasMessageContaining("[recipe/setting] tricks.rate.base: is 0, but must be at least 1")
        .hasMessageContaining("[recipe/wrong-settings] 'blend' is given settings of ")
        .hasMessageContaining("softness is 2.0");
  }

  private record Broken() implements DataSource {
    @Override
    public DataFacts facts() throws IOException {
      throw new IOException("train.gz is cut off");
    }

    @Override
    public Dataset open(Split split) throws IOException {
      throw new IOException("train.gz is cut off");
    }
  }

  @Test
  void unreadableDataHideNoContradictions() {
    Recipe recipe =
        ToyRecipes.recipe(
            "broken",
            new Broken(),
            CifarResNet.defaults(),
            TrainingConfig.defaults(),
            List.of(entry("half-wave", "one", new None()), entry("half-wave", "two", new None())));
    assertThatThrownBy(() -> plan(recipe))
        .hasMessage(
            "broken.json: [data/unreadable] train.gz is cut off.\n"
                + "toy.json:two: [recipe/conflict] 'one' and 'two' both replace RATE_CURVE in"
                + " onParamGroups. Keep one of them.");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 100, 10, [data/empty] The data have 0 images to train on and 100 to be judged by; there must be at least one of each. Name other data.",
    "1, 0, 10, [data/empty] The data have 1 images to train on and 0 to be judged by; there must be at least one of each. The first are too few to set some of each class apart: add images, or name other data.",
    "19, 0, 10, [data/empty] The data have 19 images to train on and 0 to be judged by; there must be at least one of each. The first are too few to set some of each class apart",
    "30, 0, 10, '[data/empty] The data have 30 images to train on and 0 to be judged by; there must be at least one of each. Set some of the first apart: \"validation\": {\"share\": 0.3334} in data, or --set data.validation.share=0.3334.'",
    "200, 0, 10, [data/empty] The data have 200 images to train on and 0 to be judged by; there must be at least one of each. Set some of the first apart: \"validation\": {\"share\": 0.1} in data",
    "0, 0, 0, [data/empty] The data have 0 images to train on and 0 to be judged by",
    "100, 10, 1, [data/one-class] The data have 1 class",
    "100, 10, 0, [data/one-class] The data have 0 classes",
  })
  void dataThatNobodyCanLearnFromAreTheRecipesProblem(
      int train, int test, int classes, String said) {
    Recipe recipe =
        ToyRecipes.recipe(
            "poor",
            new ToyRecipes.Facts(new DataFacts(classes, train, test, new Shape(1, 28, 28))),
            CifarResNet.defaults(),
            TrainingConfig.defaults(),
            List.of());
    assertThatThrownBy(() -> plan(recipe))
        .isInstanceOf(ProblemException.class)
        .hasMessageStartingWith("poor.json: " + said);
  }

  @Test
  void classesThatAreCalledAlikeAreTheRecipesProblem() {
    Recipe recipe =
        ToyRecipes.recipe(
            "alike", new Alike(), CifarResNet.defaults(), TrainingConfig.defaults(), List.of());
    assertThatThrownBy(() -> plan(recipe))
        .isInstanceOf(ProblemException.class)
        .hasMessageStartingWith(
            "alike.json: [data/class-names] The classes 0 and 1 are both called 'cat'.");
  }

  @Test
  void classesWithoutImagesToTrainOnAreAWarning() {
    Recipe recipe = gaps();
    String expected =
        "gaps.json: [data/empty-class] 2 of 4 classes have no image to train on, but are outputs of the network all the same: zebra, yak. Add images of them to train, or take away what makes them classes: a folder without images, a line of classes.txt, a number that labels leave out. Where they belong to a larger problem, leave them.";
    String unused =
        "gaps.json: [data/unused-folder] Images of these classes are not used, since their folders are not called as a split (train, val, test): 'extra'. Rename one that is to be a split; leave or take away the others.";
    assertThat(plan(recipe).notes())
        .extracting(Problem::toString)
        .containsExactly(expected, unused);
  }

  @Test
  void assumedNumbersAreANoteOfTheirOwnAndSayNothingOfSplits() {
    Recipe recipe = gaps();
    assertThat(plan(recipe).assumed())
        .map(Problem::toString)
        .contains(
            "toy.json: [data/assumed] There are no data at data.root. Name the data with --set data.root=DIR, or write their numbers into data.");
    assertThat(plan(recipe).chosenByTest()).isEmpty();
  }

  private static Recipe gaps() {
    return ToyRecipes.recipe(
        "gaps",
        new Gaps(),
        CifarResNet.defaults(),
        new TrainingConfig(10, 100, 0, 42, true, 1, 2),
        List.of());
  }

  /** Two classes without an image, and a folder that is not used. */
  private record Gaps() implements DataSource, KnownSource {
    @Override
    public DataFacts facts() {
      return new DataFacts(4, 1_000, 100, new Shape(1, 28, 28));
    }

    @Override
    public List<String> untaughtClasses() {
      return List.of("zebra", "yak");
    }

    @Override
    public List<String> unusedFolders() {
      return List.of("extra");
    }

    @Override
    public Optional<String> assumed() {
      return Optional.of("There are no data at data.root.");
    }

    @Override
    public List<Path> places() {
      return List.of(Path.of("place"));
    }

    @Override
    public boolean wouldTake(Path folder) {
      return false;
    }

    @Override
    public Dataset open(Split split) throws IOException {
      throw new IOException("there are no images");
    }
  }

  /** Two classes of one name. */
  private record Alike() implements DataSource {
    @Override
    public DataFacts facts() {
      return new DataFacts(2, 1_000, 100, new Shape(1, 28, 28));
    }

    @Override
    public List<String> labelNames() {
      return List.of("cat", "cat");
    }

    @Override
    public Dataset open(Split split) throws IOException {
      throw new IOException("there are no images");
    }
  }

  @Test
  void notesAreKeptBesideThePlan() {
    Recipe recipe =
        ToyRecipes.small(
            List.of(entry("batch-rate", "batch-rate", new ToyTricks.BatchRateConfig(100))));
    assertThat(plan(recipe).notes())
        .extracting(Problem::message)
        .containsExactly("tricks.batch-rate.base: is the batch size, so that the rate stays");
  }

  private static RunPlan plan(Recipe recipe) {
    return new RunPlanner(TOYS).plan(recipe);
  }

  private static Recipe small(String... tricks) {
    return ToyRecipes.small(Stream.of(tricks).map(RunPlannerTest::named).toList());
  }

  private static TrickEntry named(String trick) {
    return entry(TOYS, trick);
  }

  private static Recipe withBatch(int batchSize, boolean dropLast) {
    return ToyRecipes.recipe(
        "small",
        new ToyRecipes.Facts(new DataFacts(10, 1_000, 100, new Shape(1, 28, 28))),
        CifarResNet.defaults(),
        new TrainingConfig(1, batchSize, 0, 42, dropLast, 1, 2),
        List.of());
  }

  private static void assertProblems(Recipe recipe, String... messages) {
    assertThatThrownBy(() -> plan(recipe))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problems()).extracting(Problem::toString).containsExactly(messages));
  }

  @TrickCard(id = "silent", family = Family.ARCHITECTURE, summary = "Leaves no receipt.")
  private static final class SilentProvider extends ToyProvider<None> {
    SilentProvider() {
      super(Silent.class, new None());
    }
  }

  private static final class Silent implements InitHook {
    @Inject
    Silent() {}

    @Override
    @Uses(changes = Slot.PRECISION)
    public void onInit(NetworkDraft network) {
      network.precision(Precision.BFLOAT16);
    }
  }

  @TrickCard(id = "half-precision", family = Family.ARCHITECTURE, summary = "Another precision.")
  private static final class HalfPrecisionProvider extends ToyProvider<None> {
    HalfPrecisionProvider() {
      super(HalfPrecision.class, new None());
    }
  }

  private static final class HalfPrecision implements InitHook {
    @Inject
    HalfPrecision() {}

    @Override
    @Uses(changes = Slot.PRECISION)
    public void onInit(NetworkDraft network) {
      network.precision(Precision.FLOAT16);
      network.receipt(new Effect(1, 1, "precisions"));
    }
  }

  @TrickCard(id = "sneaky", family = Family.OPTIMIZATION, summary = "Edits what it hides.")
  private static final class SneakyProvider extends ToyProvider<None> {
    SneakyProvider() {
      super(Sneaky.class, new None());
    }
  }

  private static final class Sneaky implements ParamGroupsHook {
    @Inject
    Sneaky() {}

    @Override
    @Uses(adds = Slot.RATE_FACTORS)
    public void onParamGroups(ParamGroups groups) {
      groups.receipt(new Effect(groups.multiplyWeightDecay(p -> true, 0), 65, "parameters"));
    }
  }

  @TrickCard(id = "idle", family = Family.ARCHITECTURE, summary = "Finds nothing to do.")
  private static final class IdleProvider extends ToyProvider<None> {
    IdleProvider() {
      super(Idle.class, new None());
    }
  }

  private static final class Idle implements InitHook {
    @Inject
    Idle() {}

    @Override
    public void onInit(NetworkDraft network) {
      network.receipt(new Effect(0, 5, "gates"));
    }
  }

  @TrickCard(id = "failing", family = Family.ARCHITECTURE, summary = "Fails.")
  private static final class FailingProvider extends ToyProvider<None> {
    FailingProvider() {
      super(Failing.class, new None());
    }
  }

  private static final class Failing implements InitHook {
    @Inject
    Failing() {}

    @Override
    public void onInit(NetworkDraft network) {
      throw new ArithmeticException("no");
    }
  }

  @TrickCard(id = "to-sigmoid", family = Family.ARCHITECTURE, summary = "Sigmoids.")
  private static final class SigmoidProvider extends ToyProvider<None> {
    SigmoidProvider() {
      super(ToSigmoid.class, new None());
    }
  }

  private static final class ToSigmoid implements InitHook {
    @Inject
    ToSigmoid() {}

    @Override
    @Uses(changes = Slot.STRUCTURE)
    public void onInit(NetworkDraft network) {
      forFirstActivation(network, node -> network.replace(node, new Sigmoid()));
    }
  }

  @TrickCard(id = "to-relu", family = Family.ARCHITECTURE, summary = "ReLUs.")
  private static final class ReluProvider extends ToyProvider<None> {
    ReluProvider() {
      super(ToRelu.class, new None());
    }
  }

  private static final class ToRelu implements InitHook {
    @Inject
    ToRelu() {}

    @Override
    @Uses(changes = Slot.STRUCTURE)
    public void onInit(NetworkDraft network) {
      forFirstActivation(network, node -> network.replace(node, new Relu()));
    }
  }

  private static void forFirstActivation(NetworkDraft network, Consumer<Node> action) {
    Node activation =
        network.nodes().stream().filter(n -> n.name().equals("act1")).findFirst().orElseThrow();
    action.accept(activation);
    network.receipt(new Effect(1, 1, "activations"));
  }

  @TrickCard(id = "stem-norm", family = Family.ARCHITECTURE, summary = "A norm before conv1.")
  private static final class StemNormProvider extends ToyProvider<None> {
    StemNormProvider() {
      super(StemNorm.class, new None());
    }
  }

  private static final class StemNorm implements InitHook {
    @Inject
    StemNorm() {}

    @Override
    @Uses(changes = Slot.STRUCTURE)
    public void onInit(NetworkDraft network) {
      Node first =
          network.nodes(Conv2d.class).stream()
              .filter(n -> n.name().equals("conv1"))
              .findFirst()
              .orElseThrow(() -> new IllegalStateException("there is no conv1"));
      network.insertBefore(first, Chain.of("norm0", BatchNorm2d.defaults()));
      network.receipt(new Effect(1, 1, "stems"));
    }
  }

  @TrickCard(id = "second-ramp", family = Family.OPTIMIZATION, summary = "Hides its ramp.")
  private static final class SecondRampProvider extends ToyProvider<None> {
    SecondRampProvider() {
      super(SecondRamp.class, new None());
    }
  }

  private static final class SecondRamp implements ParamGroupsHook {
    @Inject
    SecondRamp() {}

    @Override
    @Uses(adds = Slot.RATE_RAMP)
    public void onParamGroups(ParamGroups groups) {
      groups.learningRate().ramp(5, step -> 1);
      groups.receipt(new Effect(1, 1, "ramps"));
    }
  }

  @TrickCard(id = "narrow", family = Family.ARCHITECTURE, summary = "Takes a convolution away.")
  private static final class NarrowProvider extends ToyProvider<None> {
    NarrowProvider() {
      super(Narrow.class, new None());
    }
  }

  private static final class Narrow implements InitHook {
    @Inject
    Narrow() {}

    @Override
    @Uses(changes = {Slot.STRUCTURE, Slot.INITIALIZERS})
    public void onInit(NetworkDraft network) {
      network.nodes(Conv2d.class).stream()
          .filter(node -> node.name().equals("layer2.0.conv1"))
          .forEach(network::remove);
      network.receipt(new Effect(1, 1, "convolutions"));
    }
  }

  @TrickCard(id = "onlooker", family = Family.ARCHITECTURE, summary = "Looks at the network.")
  private static final class OnlookerProvider extends ToyProvider<None> {
    OnlookerProvider() {
      super(Onlooker.class, new None());
    }
  }

  private static final class Onlooker implements InitHook {
    @Inject
    Onlooker() {}

    @Override
    @Uses(reads = Slot.STRUCTURE)
    public void onInit(NetworkDraft network) {
      network.receipt(new Effect(0, network.nodes().size(), "nodes"));
    }
  }
}
