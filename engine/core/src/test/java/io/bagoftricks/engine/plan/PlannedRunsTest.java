package io.bagoftricks.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.api.Effect;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.InitHook;
import io.bagoftricks.api.NetworkDraft;
import io.bagoftricks.api.ParamGroups;
import io.bagoftricks.api.ParamGroupsHook;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.StepHook;
import io.bagoftricks.api.StepResult;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;
import io.bagoftricks.api.TrickState;
import io.bagoftricks.api.Uses;
import io.bagoftricks.api.data.DataFacts;
import io.bagoftricks.api.data.DataSource;
import io.bagoftricks.api.data.Split;
import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.Node;
import io.bagoftricks.api.network.Role;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.network.Sigmoid;
import io.bagoftricks.engine.internal.model.CifarResNet;
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
import io.bagoftricks.engine.toys.ToyTricks.None;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Tricks whose setup does what a test says, from the plan to the end of a run. */
final class PlannedRunsTest {
  private static final TrickRegistry TRICKS =
      TrickRegistry.of(List.<TrickProvider<?>>of(new OneProvider(), new OtherProvider()));

  private static final List<String> CLOSED = new ArrayList<>();
  private static final List<INDArray> KEPT = new ArrayList<>();
  private static Consumer<NetworkDraft> onInit = network -> {};
  private static Consumer<ParamGroups> onParamGroups = groups -> {};
  private static boolean failsToClose;

  @TrickCard(id = "one", family = Family.ARCHITECTURE, summary = "Does what a test says.")
  static final class OneProvider extends ToyProvider<None> {
    OneProvider() {
      super(One.class, new None());
    }
  }

  static final class One implements InitHook, ParamGroupsHook, AutoCloseable {
    @Inject
    One() {}

    @Override
    @Uses(changes = Slot.STRUCTURE)
    public void onInit(NetworkDraft network) {
      onInit.accept(network);
      network.receipt(new Effect(1, 1, "layers"));
    }

    @Override
    @Uses(
        adds = {Slot.RATE_FACTORS, Slot.DECAY_FACTORS},
        replaces = {Slot.RATE_CURVE, Slot.MOMENTUM_CURVE})
    public void onParamGroups(ParamGroups groups) {
      onParamGroups.accept(groups);
      groups.receipt(new Effect(1, 1, "groups"));
    }

    @Override
    public void close() {
      CLOSED.add("one");
      if (failsToClose) {
        throw new IllegalStateException("one does not close");
      }
    }
  }

  @TrickCard(id = "other", family = Family.OPTIMIZATION, summary = "Remembers an array.")
  static final class OtherProvider extends ToyProvider<None> {
    OtherProvider() {
      super(Other.class, new None());
    }
  }

  static final class Other implements StepHook, AutoCloseable {
    @Inject
    Other(TrickState state) {
      KEPT.add(state.array("kept", () -> Nd4j.ones(2)));
    }

    @Override
    public void afterStep(StepResult result) {}

    @Override
    public void close() throws IOException {
      CLOSED.add("other");
      if (failsToClose) {
        throw new IOException("other does not close");
      }
    }
  }

  @BeforeEach
  void forget() {
    CLOSED.clear();
    KEPT.clear();
    onInit = network -> {};
    onParamGroups = groups -> {};
    failsToClose = false;
  }

  private static Recipe recipe(String... tricks) {
    return ToyRecipes.small(
        Stream.of(tricks)
            .map(t -> new TrickEntry(t, t, List.of(), true, new None(), "toy.json:" + t))
            .toList());
  }

  private static RunPlan plan(String... tricks) {
    return new RunPlanner(TRICKS).plan(recipe(tricks));
  }

  @Test
  void tricksOfAPlanAreClosedWithIt() {
    plan("one", "other");
    assertThat(CLOSED).containsExactlyInAnyOrder("one", "other");
    assertThat(KEPT).hasSize(1).allMatch(INDArray::wasClosed);
  }

  @Test
  void tricksOfARunAreClosedWithIt() {
    RunPlan plan = plan("one", "other");
    CLOSED.clear();
    RunTricks run = RunTricks.of(plan);
    assertThat(CLOSED).isEmpty();
    assertThat(KEPT.get(1).wasClosed()).isFalse();
    run.close();
    assertThat(CLOSED).containsExactly("one", "other");
    assertThat(KEPT.get(1).wasClosed()).isTrue();
  }

  @Test
  void allAreClosedWhereOneFailsTo() {
    RunTricks run = RunTricks.of(plan("one", "other"));
    CLOSED.clear();
    failsToClose = true;
    assertThatThrownBy(run::close)
        .isInstanceOf(TrickException.class)
        .hasMessageContaining("'one' failed in close")
        .satisfies(
            e ->
                assertThat(e.getSuppressed())
                    .singleElement()
                    .satisfies(
                        also ->
                            assertThat(also)
                                .hasMessageContaining("'other' failed in close")
                                .hasRootCauseMessage("other does not close")));
    assertThat(CLOSED).containsExactly("one", "other");
    assertThat(KEPT.get(1).wasClosed()).isTrue();
  }

  @Test
  void aSetupThatFailsLeavesNothingOpen() {
    RunPlan plan = plan("one", "other");
    CLOSED.clear();
    onInit =
        network -> {
          throw new IllegalStateException("no");
        };
    assertThatThrownBy(() -> RunTricks.of(plan))
        .hasMessageStartingWith("'one' failed in onInit")
        .hasNoSuppressedExceptions();
    assertThat(CLOSED).containsExactly("one", "other");
    failsToClose = true;
    assertThatThrownBy(() -> RunTricks.of(plan))
        .hasMessageStartingWith("'one' failed in onInit")
        .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
  }

  @Test
  void aRunWhoseSetupIsRefusedDoesNotStart() {
    RunPlan plan = plan("one");
    onInit = network -> network.problems().error("layer", "is not there");
    assertThatThrownBy(() -> RunTricks.of(plan))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("[recipe/setting] tricks.one.layer: is not there");
  }

  /** The same names and layers, with parameters of another shape. */
  @Test
  void aRunWhoseNetworkHasOtherParametersDoesNotStart() {
    RunPlan plan = plan("one");
    onInit = PlannedRunsTest::widensTheStem;
    assertThatThrownBy(() -> RunTricks.of(plan))
        .hasMessageContaining("[plugin/not-repeatable] 'one' in onInit");
  }

  private static void widensTheStem(NetworkDraft network) {
    Node stem =
        network.nodes(Conv2d.class).stream()
            .filter(node -> node.name().equals("conv1"))
            .findFirst()
            .orElseThrow();
    network.replace(stem, Conv2d.of(((Conv2d) stem.layer()).outChannels(), 5, 1));
  }

  @Test
  void tellsWhoInterruptsItsSetup() {
    onInit = network -> Thread.currentThread().interrupt();
    assertThatThrownBy(() -> plan("one"))
        .hasMessageContaining("'one' failed in onInit")
        .hasMessageContaining("it interrupted the thread in which the engine calls it");
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void anInterruptOfTheProgramIsNotOfTheSetup() {
    onInit = network -> {};
    Thread.currentThread().interrupt();
    plan("one");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void tellsWhoUsesADraftTooLate() {
    NetworkDraft[] kept = new NetworkDraft[1];
    onInit = network -> kept[0] = network;
    onParamGroups =
        groups -> {
          try {
            kept[0].nodes();
          } catch (IllegalStateException e) {
            kept[0] = null;
          }
        };
    assertThatThrownBy(() -> plan("one"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(
            "toy.json:one: [plugin/context-misused] 'one' in onInit: it used NetworkDraft.nodes()"
                + " after the call had returned.");
  }

  @Test
  void refusesSchedulesOutOfBounds() {
    onParamGroups = groups -> groups.learningRate().follow(time -> -1);
    assertThatThrownBy(() -> plan("one"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(
            "small.json: [recipe/schedule] The learning rate of step 1 is -0.1 by the schedule of"
                + " 'one', but must be finite and not negative. Look at the tricks that shape it.");
    onParamGroups = groups -> groups.momentum().follow(time -> 2);
    assertThatThrownBy(() -> plan("one"))
        .hasMessageContaining(
            "The momentum of step 1 is 1.8 by the schedule of 'one', but must be at least 0 and"
                + " below 1.");
  }

  /** The effect of a schedule may follow from a setting that is wrong already. */
  @Test
  void asksNoScheduleOfATrickWhoseSettingIsWrong() {
    onParamGroups =
        groups -> {
          groups.problems().error("curve", "is not one");
          groups.learningRate().follow(time -> -1);
        };
    assertOnly("recipe/setting");
  }

  @Test
  void looksAtNoNetworkOfATrickWhoseSettingIsWrong() {
    onInit =
        network -> {
          network.problems().error("layer", "is not there");
          network.nodes(Conv2d.class).stream()
              .filter(node -> node.name().equals("layer2.0.conv1"))
              .forEach(network::remove);
        };
    assertOnly("recipe/setting");
  }

  private static void assertOnly(String id) {
    assertThatThrownBy(() -> plan("one"))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e ->
                assertThat(e.problems())
                    .filteredOn(problem -> problem.severity() == Problem.Severity.ERROR)
                    .extracting(Problem::id)
                    .containsExactly(id));
  }

  @Test
  void aNetworkKeepsItsClasses() {
    onInit =
        network -> {
          Node last =
              network.nodes().stream()
                  .filter(node -> node.name().equals("fc"))
                  .findFirst()
                  .orElseThrow();
          network.replace(last, new Sigmoid());
        };
    assertThatThrownBy(() -> plan("one"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("toy.json:one: [plugin/network] 'one' left a network that does not");
  }

  @Test
  void factorsOnParametersAreCountedAsTheyMatch() {
    List<Integer> matched = new ArrayList<>();
    onParamGroups =
        groups -> {
          matched.add(groups.multiplyLearningRate(p -> p.name().equals("fc.bias"), 0.5));
          matched.add(groups.multiplyLearningRate(p -> false, 0.5));
          matched.add(groups.multiplyWeightDecay(p -> p.role() == Role.BIAS, 0));
          assertThat(groups.learningRate().base()).isEqualTo(0.1);
          assertThat(groups.momentum().base()).isEqualTo(0.9);
        };
    plan("one");
    assertThat(matched).containsExactly(1, 0, 1);
  }

  @Test
  void aRecipesOrderIsThatOfItsTricks() {
    RunPlan listed = new RunPlanner(TRICKS).inRecipeOrder().plan(recipe("other", "one"));
    assertThat(listed.at(HookPoint.ON_INIT))
        .extracting(PlannedTrick::instance)
        .containsExactly("one");
    assertThat(listed.at(HookPoint.AFTER_STEP))
        .extracting(PlannedTrick::instance)
        .containsExactly("other");
    assertThat(listed.at(HookPoint.ON_LOSS)).isEmpty();
    assertThat(listed.at(HookPoint.ON_INIT).get(0).writes(HookPoint.ON_LOSS)).isEmpty();
    assertThat(listed.at(HookPoint.ON_INIT).get(0).writes(HookPoint.ON_INIT))
        .containsExactly(Slot.STRUCTURE);
  }

  private static RunPlan of(DataFacts facts) {
    DataSource data = new ToyRecipes.Facts(facts);
    return new RunPlanner(TRICKS)
        .plan(
            ToyRecipes.recipe(
                "judged",
                data,
                new CifarResNet(8, 1),
                new TrainingConfig(2, 5, 0, 42, true, 1, 1),
                List.of()));
  }

  @Test
  void saysThatTheTestImagesChooseTheBestEpoch() {
    Shape image = new Shape(1, 8, 8);
    assertThat(of(new DataFacts(10, 20, 1, image)).chosenByTest())
        .hasValueSatisfying(note -> assertThat(note.id()).isEqualTo("data/chosen-by-test"));
    assertThat(
            of(new DataFacts(
                    10, Map.of(Split.TRAIN, 20L, Split.VALIDATION, 5L, Split.TEST, 5L), image))
                .chosenByTest())
        .isEmpty();
  }
}
