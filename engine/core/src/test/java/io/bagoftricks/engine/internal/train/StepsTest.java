package io.bagoftricks.engine.internal.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.api.Batch;
import io.bagoftricks.api.BatchHook;
import io.bagoftricks.api.Effect;
import io.bagoftricks.api.EvaluateHook;
import io.bagoftricks.api.Evaluation;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.InitHook;
import io.bagoftricks.api.LossDraft;
import io.bagoftricks.api.LossHook;
import io.bagoftricks.api.Metrics;
import io.bagoftricks.api.Moment;
import io.bagoftricks.api.NetworkDraft;
import io.bagoftricks.api.ParamGroups;
import io.bagoftricks.api.ParamGroupsHook;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Step;
import io.bagoftricks.api.StepHook;
import io.bagoftricks.api.StepResult;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;
import io.bagoftricks.api.TrickState;
import io.bagoftricks.api.Uses;
import io.bagoftricks.api.data.DataFacts;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.api.network.Role;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.optimizer.Optimizer;
import io.bagoftricks.api.optimizer.UpdateRule;
import io.bagoftricks.backends.spi.Accumulate;
import io.bagoftricks.backends.spi.Phase;
import io.bagoftricks.backends.spi.Update;
import io.bagoftricks.engine.internal.loader.LoaderBatch;
import io.bagoftricks.engine.internal.model.CifarResNet;
import io.bagoftricks.engine.internal.state.StoredState;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plan.RunPlanner;
import io.bagoftricks.engine.plugin.TrickRegistry;
import io.bagoftricks.engine.problem.ProblemException;
import io.bagoftricks.engine.recipe.CheckpointConfig;
import io.bagoftricks.engine.recipe.ModelStart;
import io.bagoftricks.engine.recipe.OnNonFinite;
import io.bagoftricks.engine.recipe.Recipe;
import io.bagoftricks.engine.recipe.RecipeType;
import io.bagoftricks.engine.recipe.SettingPlaces;
import io.bagoftricks.engine.recipe.TrainingConfig;
import io.bagoftricks.engine.recipe.TrickEntry;
import io.bagoftricks.engine.recipe.TypeEntry;
import io.bagoftricks.engine.toys.ScriptedBackend;
import io.bagoftricks.engine.toys.ToyProvider;
import io.bagoftricks.engine.toys.ToyRecipes;
import io.bagoftricks.engine.toys.ToyTricks;
import io.bagoftricks.engine.toys.ToyTricks.None;
import io.bagoftricks.engine.train.NonFiniteException;
import io.bagoftricks.engine.train.UpdateReport;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The calls of a run's steps to a scripted backend, and their use of its results: 5 images of 7
 * classes in micro-batches of 2, 2 and 1.
 */
final class StepsTest {
  private static final int CLASSES = 7;
  private static final List<String> FROZEN = List.of("layer2.0.conv1.weight", "fc.bias");
  private static final TrickRegistry TOYS =
      TrickRegistry.of(
          Stream.concat(
                  ToyTricks.all().stream(),
                  Stream.<TrickProvider<?>>of(
                      new QuarterRateProvider(),
                      new RestsProvider(),
                      new DecidesProvider(),
                      new OtherHardProvider(),
                      new RisingMomentumProvider(),
                      new HalfPrecisionProvider(),
                      new WatchProvider(),
                      new TurnTargetsProvider(),
                      new TermsProvider(),
                      new ScaleProvider(),
                      new DrawsSeenProvider(),
                      new OtherWeightsProvider()))
              .toList());

  /** A quarter of the rate, and half of that, in odd steps. */
  @TrickCard(id = "quarter-rate", family = Family.OPTIMIZATION, summary = "A quarter.")
  static final class QuarterRateProvider extends ToyProvider<None> {
    QuarterRateProvider() {
      super(QuarterRate.class, new None());
    }
  }

  static final class QuarterRate implements StepHook {
    @Inject
    QuarterRate() {}

    @Override
    @Uses(adds = Slot.STEP_RATE)
    public void onStep(Step step) {
      if (step.moment().step() % 2 == 1) {
        step.multiplyLearningRate(0.5);
        step.multiplyLearningRate(0.5);
      }
    }
  }

  /** Gives one parameter no rate in the second and third step. */
  @TrickCard(id = "rests", family = Family.OPTIMIZATION, summary = "Rests.")
  static final class RestsProvider extends ToyProvider<None> {
    RestsProvider() {
      super(Rests.class, new None());
    }
  }

  static final class Rests implements StepHook {
    @Inject
    Rests() {}

    @Override
    @Uses(adds = Slot.STEP_RATE)
    public void onStep(Step step) {
      if (step.moment().step() == 1 || step.moment().step() == 2) {
        step.parameters().stream()
            .filter(each -> each.parameter().name().equals("fc.weight"))
            .forEach(each -> each.multiplyLearningRate(0));
      }
    }
  }

  /** Looks at rate and evaluation, leaves every third step out, and writes weights after it. */
  @TrickCard(id = "decides", family = Family.OPTIMIZATION, summary = "Decides.")
  static final class DecidesProvider extends ToyProvider<None> {
    DecidesProvider() {
      super(Decides.class, new None());
    }
  }

  static final class Decides implements StepHook {
    private final TrickState state;

    @Inject
    Decides(TrickState state) {
      this.state = state;
    }

    @Override
    @Uses(reads = Slot.STEP_RATE, changes = Slot.DECISION)
    public void onStep(Step step) {
      state.number("rate", 0).set(step.learningRate());
      state.number("top1", -1).set(step.lastEvaluation().map(Metrics::top1).orElse(-1.0));
      if (step.moment().step() % 3 == 2) {
        step.skip("a third");
      }
    }

    @Override
    @Uses(changes = Slot.WEIGHTS)
    public void afterStep(StepResult result) {
      state.counter("updated", 0).set(result.updated() ? 1 : 0);
      state.counter("overflowed", 0).set(result.overflowed() ? 1 : 0);
      result.editWeights().addi(1);
    }
  }

  /** Has another formula in the place of the first term, of twice its weight. */
  @TrickCard(id = "other-hard", family = Family.LOSS, summary = "Another formula.")
  static final class OtherHardProvider extends ToyProvider<None> {
    OtherHardProvider() {
      super(OtherHard.class, new None());
    }
  }

  static final class OtherHard implements LossHook {
    @Inject
    OtherHard() {}

    @Override
    @Uses(changes = {Slot.HARD_LOSS, Slot.LOSS_TERMS})
    public void onLoss(LossDraft loss) {
      loss.multiply(LossDraft.HARD, 2);
      loss.replace(LossDraft.HARD, (logits, targets, gradient) -> Terms.constant(gradient, 3, 7));
    }
  }

  /** Lets momentum rise step by step. */
  @TrickCard(id = "rising-momentum", family = Family.OPTIMIZATION, summary = "More momentum.")
  static final class RisingMomentumProvider extends ToyProvider<None> {
    RisingMomentumProvider() {
      super(RisingMomentum.class, new None());
    }
  }

  static final class RisingMomentum implements ParamGroupsHook {
    @Inject
    RisingMomentum() {}

    @Override
    @Uses(replaces = Slot.MOMENTUM_CURVE)
    public void onParamGroups(ParamGroups groups) {
      groups.momentum().follow(time -> (time.step() + 1) / 10.0);
      groups.receipt(new Effect(1, 1, "momenta"));
    }
  }

  /** Stores activations in 16 bits. */
  @TrickCard(id = "half-precision", family = Family.ARCHITECTURE, summary = "Fewer bits.")
  static final class HalfPrecisionProvider extends ToyProvider<None> {
    HalfPrecisionProvider() {
      super(HalfPrecision.class, new None());
    }
  }

  static final class HalfPrecision implements InitHook {
    @Inject
    HalfPrecision() {}

    @Override
    @Uses(changes = Slot.PRECISION)
    public void onInit(NetworkDraft network) {
      network.precision(Precision.FLOAT16);
      network.receipt(new Effect(1, 1, "precisions"));
    }
  }

  /** Remembers the norm of the gradients, and the largest. */
  @TrickCard(id = "watch", family = Family.OPTIMIZATION, summary = "Looks at gradients.")
  static final class WatchProvider extends ToyProvider<None> {
    WatchProvider() {
      super(Watch.class, new None());
    }
  }

  static final class Watch implements StepHook {
    private final TrickState state;

    @Inject
    Watch(TrickState state) {
      this.state = state;
    }

    @Override
    @Uses(reads = Slot.GRADIENTS)
    public void onStep(Step step) {
      state.number("norm", 0).set(step.gradientNorm());
      state.number("largest", 0).set(step.gradients().amaxNumber().doubleValue());
    }
  }

  /** Turns every target over to the next class, after the batch is scored. */
  @TrickCard(id = "turn-targets", family = Family.LOSS, summary = "Turns targets.")
  static final class TurnTargetsProvider extends ToyProvider<None> {
    TurnTargetsProvider() {
      super(TurnTargets.class, new None());
    }
  }

  static final class TurnTargets implements LossHook {
    @Inject
    TurnTargets() {}

    @Override
    @Uses(changes = Slot.TARGET)
    public void onLoss(LossDraft loss) {
      INDArray targets = loss.editTargets();
      INDArray before = targets.dup();
      for (int c = 0; c < CLASSES; c++) {
        targets.getColumn((c + 1) % CLASSES).assign(before.getColumn(c));
      }
    }
  }

  /** Silences the first term and adds two of its own. */
  @TrickCard(id = "terms", family = Family.LOSS, summary = "Adds terms.")
  static final class TermsProvider extends ToyProvider<None> {
    TermsProvider() {
      super(Terms.class, new None());
    }
  }

  static final class Terms implements LossHook {
    @Inject
    Terms() {}

    @Override
    @Uses(adds = Slot.LOSS_TERMS)
    public void onLoss(LossDraft loss) {
      loss.multiply(LossDraft.HARD, 0);
      loss.add("three", 0.5, (logits, targets, gradient) -> constant(gradient, 2, 3));
      loss.add("four", 0.25, (logits, targets, gradient) -> constant(gradient, -8, 4));
      loss.multiply("four", 2);
    }

    private static double constant(INDArray gradient, double slope, double value) {
      gradient.assign(slope);
      return value;
    }
  }

  /** Scales the loss by 8. */
  @TrickCard(id = "scale-loss", family = Family.LOSS, summary = "Scales the loss.")
  static final class ScaleProvider extends ToyProvider<None> {
    ScaleProvider() {
      super(Scale.class, new None());
    }
  }

  static final class Scale implements LossHook {
    @Inject
    Scale() {}

    @Override
    @Uses(adds = Slot.LOSS_SCALE)
    public void onLoss(LossDraft loss) {
      loss.scale(8);
    }
  }

  /** Remembers the first draw of each of its calls. */
  @TrickCard(id = "draws-seen", family = Family.DATA, summary = "Remembers draws.")
  static final class DrawsSeenProvider extends ToyProvider<None> {
    DrawsSeenProvider() {
      super(DrawsSeen.class, new None());
    }
  }

  static final class DrawsSeen implements BatchHook, LossHook, StepHook {
    private final TrickState state;

    @Inject
    DrawsSeen(TrickState state) {
      this.state = state;
    }

    @Override
    @Uses(reads = Slot.INPUT)
    public void onBatch(Batch batch) {
      note(batch.draws().uniform());
    }

    @Override
    @Uses(reads = Slot.TARGET)
    public void onLoss(LossDraft loss) {
      note(loss.draws().uniform());
    }

    @Override
    @Uses(reads = Slot.GRADIENTS)
    public void onStep(Step step) {
      note(step.draws().uniform());
    }

    private void note(double draw) {
      TrickState.Counter calls = state.counter("calls", 0);
      state.number("draw" + calls.get(), 0).set(draw);
      calls.increment();
    }
  }

  /** Evaluates weights that are all 2, with running statistics that are all 3. */
  @TrickCard(id = "other-weights", family = Family.OPTIMIZATION, summary = "Other weights.")
  static final class OtherWeightsProvider extends ToyProvider<None> {
    OtherWeightsProvider() {
      super(OtherWeights.class, new None());
    }
  }

  static final class OtherWeights implements EvaluateHook {
    private static final int MANY = 10_000;

    private final TrickState state;

    @Inject
    OtherWeights(TrickState state) {
      this.state = state;
    }

    @Override
    @Uses(replaces = Slot.EVALUATED_WEIGHTS)
    public void onEvaluate(Evaluation evaluation) {
      long[] lengths = {state.counter("weights", MANY).get(), state.counter("running", MANY).get()};
      evaluation.useWeights(Nd4j.valueArrayOf(lengths[0], 2f), Nd4j.valueArrayOf(lengths[1], 3f));
    }
  }

  private static RunPlan plan(List<String> frozen, String... tricks) {
    List<TrickEntry> entries = new ArrayList<>();
    Arrays.stream(tricks).forEach(trick -> entries.add(ToyRecipes.entry(TOYS, trick)));
    return new RunPlanner(TOYS)
        .plan(recipe(entries).withStart(ModelStart.defaults().freezing(frozen)));
  }

  private static Recipe recipe(List<TrickEntry> tricks) {
    return ToyRecipes.recipe(
        "steps",
        new ToyRecipes.Facts(new DataFacts(CLASSES, 20, 10, new Shape(1, 8, 8))),
        new CifarResNet(8, 1),
        new TrainingConfig(
            2, 5, 2, 42, true, 1, 1, CheckpointConfig.defaults(), OnNonFinite.SKIP, false),
        tricks);
  }

  private static UpdateReport update(RunPlan plan, Steps steps, long step, int... labels) {
    LoaderBatch images = new LoaderBatch(new float[labels.length * 64], labels, 0, labels.length);
    Moment moment = new Moment((int) step / 4, step, 8);
    return steps.update(images, plan.settings().inputSize(0), moment, null, false);
  }

  private static StoredState state(Steps steps, String instance) {
    return Objects.requireNonNull(steps.memory().states().get(instance));
  }

  /** A formula that keeps values in fields would hand them from one run of a plan to the next. */
  @Test
  void everyRunOfAPlanHasAnOptimizerOfItsOwn() {
    Recipe recipe = recipe(List.of());
    TypeEntry<Optimizer> optimizer =
        TypeEntry.of(new MadeAnew(), new None(), SettingPlaces.at("toy.json"));
    RunPlan plan =
        new RunPlanner(TOYS)
            .plan(
                new Recipe(
                    recipe.name(),
                    recipe.source(),
                    recipe.data(),
                    recipe.model(),
                    recipe.start(),
                    optimizer,
                    recipe.training(),
                    recipe.tricks()));
    Set<UpdateRule> rules = Collections.newSetFromMap(new IdentityHashMap<>());
    rules.add(optimizer.made().rule());
    for (int run = 0; run < 2; run++) {
      ScriptedBackend backend = new ScriptedBackend(CLASSES, forward -> 1, backward -> 1);
      try (Steps steps = Steps.of(plan, backend, GradientExchange.alone())) {
        update(plan, steps, 0, 0, 1, 2, 3, 4);
      }
      rules.add(backend.updates().get(0).rule());
    }

    assertThat(rules).hasSize(3);
  }

  /** An optimizer, another one for each run. */
  private record MadeAnew() implements RecipeType<Optimizer> {
    @Override
    public String id() {
      return "made-anew";
    }

    @Override
    public Record defaults() {
      return new None();
    }

    @Override
    public Optimizer make(Record settings) {
      UpdateRule rule = new UpdateRule.Sgd();
      return new Optimizer() {
        @Override
        public double learningRate() {
          return 0.1;
        }

        @Override
        public double weightDecay() {
          return 0;
        }

        @Override
        public UpdateRule rule() {
          return rule;
        }
      };
    }
  }

  @Test
  void aGroupHasItsFactorsOnRateAndDecay() {
    ScriptedBackend backend = new ScriptedBackend(CLASSES, forward -> 1, backward -> 1);
    RunPlan plan = plan(FROZEN, "weights-only");
    try (Steps steps = Steps.of(plan, backend, GradientExchange.alone())) {
      update(plan, steps, 0, 0, 1, 2, 3, 4);
    }

    Update update = backend.updates().get(0);
    assertThat(update.momentum()).isEqualTo(0.9);
    assertThat(update.rule()).isEqualTo(plan.recipe().optimizer().made().rule());
    assertThat(update.groups().stream().flatMap(group -> group.parameters().stream()))
        .hasSameElementsAs(
            plan.network().parameters().stream()
                .filter(parameter -> !FROZEN.contains(parameter.name()))
                .toList());
    for (Update.Group group : update.groups()) {
      for (Parameter parameter : group.parameters()) {
        boolean decayed = parameter.role() == Role.WEIGHT;
        assertThat(group.learningRate()).as(parameter.name()).isEqualTo(0.1);
        assertThat(group.weightDecay()).as(parameter.name()).isEqualTo(decayed ? 1e-4 : 0);
      }
    }
  }

  /** As PyTorch counts: a parameter without a gradient has no update, and keeps its state. */
  @Test
  void aParameterWithoutARateIsLeftOutAndItsUpdatesAreCounted() {
    ScriptedBackend backend = new ScriptedBackend(CLASSES, forward -> 1, backward -> 1);
    RunPlan plan = plan(FROZEN, "rests");
    RunProgress progress = RunProgress.start();
    try (Steps steps = Steps.of(plan, backend, GradientExchange.alone())) {
      for (int step = 0; step < 4; step++) {
        UpdateReport report = update(plan, steps, step, 0, 1, 2, 3, 4);
        progress = progress.after(report, EpochTotals.none(), Set.of(), 1);
      }
    }
    assertThat(progress.leftOut()).isEqualTo(Map.of("fc.weight", 2L));
    assertThat(backend.updates())
        .extracting(StepsTest::updated)
        .containsExactly("1, fc.weight", "2", "3", "2, fc.weight", "4");

    ScriptedBackend other = new ScriptedBackend(CLASSES, forward -> 1, backward -> 1);
    try (Steps steps = Steps.of(plan, other, GradientExchange.alone())) {
      steps.goOn(progress);
      update(plan, steps, 4, 0, 1, 2, 3, 4);
    }
    assertThat(other.updates()).extracting(StepsTest::updated).containsExactly("3, fc.weight", "5");
  }

  /** Which update, and whether it is one of the parameter that rests. */
  private static String updated(Update update) {
    boolean all =
        update.groups().stream()
            .flatMap(group -> group.parameters().stream())
            .anyMatch(parameter -> parameter.name().equals("fc.weight"));
    return update.count() + (all ? ", fc.weight" : "");
  }

  @Test
  void tricksMultiplyTheRateOfOneStep() {
    ScriptedBackend backend = new ScriptedBackend(CLASSES, forward -> 1, backward -> 1);
    RunPlan plan = plan(List.of(), "quarter-rate", "half-wave", "batch-rate");
    List<Double> told = new ArrayList<>();
    try (Steps steps = Steps.of(plan, backend, GradientExchange.alone())) {
      for (int step = 0; step < 4; step++) {
        told.add(update(plan, steps, step, 0, 1, 2, 3, 4).learningRate());
      }
    }

    for (int step = 0; step < 4; step++) {
      double scheduled = 0.1 * 5 / 256 * (0.5 + 0.5 * Math.cos(Math.PI * step / 8));
      double rate = scheduled * (step % 2 == 1 ? 0.25 : 1);
      assertThat(told.get(step)).isCloseTo(rate, within(1e-15));
      assertThat(backend.updates().get(step).groups().get(0).learningRate())
          .isCloseTo(rate, within(1e-15));
    }
  }

  @Test
  void tricksSeeTheStepLeaveItOutAndWriteWeights() {
    ScriptedBackend backend = new ScriptedBackend(CLASSES, forward -> 1, backward -> 1);
    RunPlan plan = plan(List.of(), "quarter-rate", "decides");
    try (Steps steps = Steps.of(plan, backend, GradientExchange.alone())) {
      for (int step = 0; step < 4; step++) {
        long version = steps.weights().version();
        Metrics last = step == 0 ? null : new Metrics(step / 8.0, 1, 0, 0, 10);
        UpdateReport report =
            steps.update(
                new LoaderBatch(new float[5 * 64], new int[5], 0, 5),
                plan.settings().inputSize(0),
                new Moment(step / 4, step, 8),
                last,
                false);

        boolean skipped = step == 2;
        StoredState seen = state(steps, "decides");
        assertThat(seen.numbers().get("rate"))
            .isCloseTo(step % 2 == 1 ? 0.025 : 0.1, within(1e-15));
        assertThat(seen.numbers().get("top1")).isEqualTo(step == 0 ? -1 : step / 8.0);
        assertThat(seen.counters().get("updated")).isEqualTo(skipped ? 0 : 1);
        assertThat(seen.counters().get("overflowed")).isZero();
        assertThat(report.updated()).isEqualTo(!skipped);
        assertThat(report.overflowed()).isFalse();
        assertThat(report.skipReason())
            .isEqualTo(skipped ? Optional.of("a third") : Optional.empty());
        // An update and an edit, each of which renews what a plan keeps of the weights.
        assertThat(steps.weights().version()).isEqualTo(version + (skipped ? 1 : 2));
      }
    }

    assertThat(backend.updates()).extracting(Update::count).containsExactly(1L, 2L, 3L);
  }

  @Test
  void anotherFormulaKeepsTheWeightOfItsTerm() {
    ScriptedBackend backend = new ScriptedBackend(CLASSES, forward -> 1, backward -> 1);
    RunPlan plan = plan(List.of(), "other-hard");
    UpdateReport report;
    try (Steps steps = Steps.of(plan, backend, GradientExchange.alone())) {
      report = update(plan, steps, 0, 0, 1, 2, 3, 4);
    }

    assertThat(report.losses()).containsOnlyKeys("hard");
    assertThat(report.loss()).isCloseTo(14, within(1e-12));
    assertThat(backend.backwards().get(0).logitsGradient())
        .allSatisfy(g -> assertThat(g).isCloseTo(2 * 3 * 2 / 5.0, within(1e-6)));
  }

  @Test
  void momentumFollowsItsSchedule() {
    ScriptedBackend backend = new ScriptedBackend(CLASSES, forward -> 1, backward -> 1);
    RunPlan plan = plan(List.of(), "rising-momentum");
    try (Steps steps = Steps.of(plan, backend, GradientExchange.alone())) {
      for (int step = 0; step < 3; step++) {
        update(plan, steps, step, 0, 1, 2, 3, 4);
      }
    }

    for (int step = 0; step < 3; step++) {
      assertThat(backend.updates().get(step).momentum())
          .isCloseTo(0.9 * (step + 1) / 10, within(1e-15));
    }
  }

  @Test
  void anEndFreesTheOptimizerState() {
    ScriptedBackend backend = new ScriptedBackend(CLASSES, forward -> 1, backward -> 1);
    Steps steps = Steps.of(plan(List.of()), backend, GradientExchange.alone());
    assertThat(backend.arrays()).hasSize(1).noneMatch(array -> array.values().wasClosed());
    steps.close();
    assertThat(backend.arrays()).allMatch(array -> array.values().wasClosed());
  }

  @Test
  void refusesAPrecisionThatTheBackendDoesNotHave() {
    ScriptedBackend backend = new ScriptedBackend(CLASSES, forward -> 1, backward -> 1);
    RunPlan plan = plan(List.of(), "half-precision");
    assertThatThrownBy(() -> Steps.of(plan, backend, GradientExchange.alone()))
        .isInstanceOf(ProblemException.class)
        .hasMessage(
            "steps.json: [backend/precision] Backend '%s' cannot compute with activations stored as"
                    .formatted(backend.id())
                + " FLOAT16; it can with [FLOAT]. Choose another backend or precision.");
  }

  @Test
  void skippedUpdatesAreNotCounted() {
    // Three backward passes each: those of the second and third update overflow.
    ScriptedBackend backend =
        new ScriptedBackend(
            CLASSES,
            forward -> 1,
            backward -> backward == 4 || backward == 8 ? Double.NEGATIVE_INFINITY : 1);
    RunPlan plan = plan(List.of());
    List<Boolean> updated = new ArrayList<>();
    List<Integer> overflowsInARow = new ArrayList<>();
    RunProgress progress = RunProgress.start();
    try (Steps steps = Steps.of(plan, backend, GradientExchange.alone())) {
      for (int step = 0; step < 4; step++) {
        UpdateReport report = update(plan, steps, step, 0, 1, 2, 3, 4);
        progress = progress.after(report, EpochTotals.none(), report.effective(), 0);
        updated.add(report.updated());
        overflowsInARow.add(progress.overflowsInARow());
      }
    }

    assertThat(updated).containsExactly(true, false, false, true);
    assertThat(overflowsInARow).containsExactly(0, 1, 2, 0);
    assertThat(progress.weightUpdates()).isEqualTo(2);
    assertThat(progress.updates()).isEqualTo(4);
    assertThat(backend.updates()).extracting(Update::count).containsExactly(1L, 2L);
  }

  @Test
  void goesOnCountingAndWithTheRateOfARollback() {
    ScriptedBackend backend = new ScriptedBackend(CLASSES, forward -> 1, backward -> 1);
    RunPlan plan = plan(List.of());
    RunProgress start = RunProgress.start();
    try (Steps steps = Steps.of(plan, backend, GradientExchange.alone())) {
      steps.goOn(
          new RunProgress(
              9,
              6,
              new TreeMap<>(),
              3,
              start.totals(),
              List.of(),
              Optional.empty(),
              new HashSet<>(),
              1,
              2));
      assertThat(update(plan, steps, 2, 0, 1, 2, 3, 4).learningRate())
          .isCloseTo(0.025, within(1e-15));
    }

    assertThat(backend.updates().get(0).count()).isEqualTo(7);
  }

  @Test
  void goesOnCountingOverflows() {
    ScriptedBackend backend =
        new ScriptedBackend(CLASSES, forward -> 1, backward -> Double.NEGATIVE_INFINITY);
    RunPlan plan = plan(List.of());
    try (Steps steps = Steps.of(plan, backend, GradientExchange.alone())) {
      steps.goOn(
          new RunProgress(
              200,
              100,
              new TreeMap<>(),
              100,
              EpochTotals.none(),
              List.of(),
              Optional.empty(),
              new HashSet<>(),
              1,
              0));
      assertThatThrownBy(() -> update(plan, steps, 2, 0, 1, 2, 3, 4))
          .isInstanceOf(NonFiniteException.class)
          .hasMessageContaining("no gradient has been finite for 101 steps");
    }
  }

  @Test
  void nobodySeesTheGradientsOfFrozenParameters() {
    ScriptedBackend backend = new ScriptedBackend(CLASSES, forward -> 1, backward -> 1);
    RunPlan plan = plan(FROZEN, "watch", "scale-loss");
    long trained =
        plan.network().parameters().stream()
            .filter(parameter -> !FROZEN.contains(parameter.name()))
            .mapToLong(Parameter::elements)
            .sum();
    try (Steps steps = Steps.of(plan, backend, GradientExchange.alone())) {
      update(plan, steps, 0, 0, 1, 2, 3, 4);
      for (String frozen : FROZEN) {
        assertThat(steps.weights().gradient(frozen).amaxNumber().doubleValue()).isZero();
      }

      assertThat(backend.forwards(Phase.TRAINING))
          .allSatisfy(
              forward ->
                  assertThat(forward.spec().frozen()).containsExactlyInAnyOrderElementsOf(FROZEN));

      // Three backward passes of 1, unscaled by 8.
      assertThat(state(steps, "watch").numbers().get("largest")).isEqualTo(3 / 8.0);
      assertThat(state(steps, "watch").numbers().get("norm"))
          .isCloseTo(3 / 8.0 * Math.sqrt((double) trained), within(1e-5));
    }
  }

  @Test
  void theGradientOfALossIsWeightedByTermsExamplesAndScale() {
    ScriptedBackend backend = new ScriptedBackend(CLASSES, forward -> 1, backward -> 1);
    RunPlan plan = plan(List.of(), "terms", "scale-loss");
    UpdateReport report;
    try (Steps steps = Steps.of(plan, backend, GradientExchange.alone())) {
      report = update(plan, steps, 0, 0, 1, 2, 3, 4);
    }

    assertThat(report.losses())
        .containsOnlyKeys("hard", "three", "four")
        .containsEntry("hard", 0.0);
    assertThat(report.losses().get("three")).isCloseTo(1.5, within(1e-12));
    assertThat(report.losses().get("four")).isCloseTo(2, within(1e-12));
    assertThat(report.lossScale()).isEqualTo(8);
    assertThat(backend.backwards())
        .extracting(ScriptedBackend.Backward::mode)
        .containsExactly(Accumulate.OVERWRITE, Accumulate.ADD, Accumulate.ADD);
    double slope = 8 * (0.5 * 2 - 2 * 0.25 * 8);
    for (int part = 0; part < 3; part++) {
      double share = part == 2 ? 1 / 5.0 : 2 / 5.0;
      assertThat(backend.backwards().get(part).logitsGradient())
          .as("part %d", part)
          .allSatisfy(g -> assertThat(g).isCloseTo(share * slope, within(1e-5)));
    }
  }

  @Test
  void trainingIsScoredOnTheTargetsFromBeforeTheLoss() {
    ScriptedBackend backend = new ScriptedBackend(CLASSES, forward -> 1, backward -> 1);
    RunPlan plan = plan(List.of(), "turn-targets");
    try (Steps steps = Steps.of(plan, backend, GradientExchange.alone())) {
      // Class 0 has the largest logit; the turned targets of class 6 would be it.
      UpdateReport report = update(plan, steps, 0, 0, 6, 0, 3, 0);

      assertThat(report.correct()).isEqualTo(3);
      assertThat(report.examples()).isEqualTo(5);
    }
  }

  @Test
  void everyCallHasDrawsOfItsOwn() {
    ScriptedBackend backend = new ScriptedBackend(CLASSES, forward -> 1, backward -> 1);
    RunPlan plan =
        new RunPlanner(TOYS)
            .plan(
                ToyRecipes.recipe(
                    "draws",
                    new ToyRecipes.Facts(new DataFacts(CLASSES, 20, 10, new Shape(1, 8, 8))),
                    new CifarResNet(8, 1),
                    new TrainingConfig(2, 5, 2, 42, true, 1, 1),
                    List.of(
                        ToyRecipes.entry("draws-seen", "one", new None()),
                        ToyRecipes.entry("draws-seen", "two", new None()))));
    try (Steps steps = Steps.of(plan, backend, GradientExchange.alone())) {
      for (int step = 0; step < 8; step++) {
        update(plan, steps, step, 0, 1, 2, 3, 4);
      }
      List<Double> draws = new ArrayList<>(state(steps, "one").numbers().values());
      draws.addAll(state(steps, "two").numbers().values());

      // Two instances, eight updates of a batch, three micro-batches and a step each.
      assertThat(draws).hasSize(2 * 8 * 5).doesNotHaveDuplicates();
      assertThat(backend.forwards(Phase.TRAINING))
          .extracting(ScriptedBackend.Forward::firstDraw)
          .hasSize(8 * 3)
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void evaluatesTheChosenWeightsWithTheirStatisticsAndPutsTheOthersBack() {
    ScriptedBackend backend = new ScriptedBackend(CLASSES, forward -> 1, backward -> 1);
    RunPlan plan = plan(List.of(), "other-weights");
    try (Steps steps = Steps.of(plan, backend, GradientExchange.alone())) {
      steps.weights().edit(editable -> editable.statistics().assign(5));
      long elements = steps.weights().layout().elements();
      long statistics = steps.weights().layout().statisticsElements();
      state(steps, "other-weights").counter("weights", 0).set(elements);
      state(steps, "other-weights").counter("running", 0).set(statistics);
      double trained = steps.weights().masters().sumNumber().doubleValue();
      steps.withEvaluatedWeights(
          new Moment(1, 8, 8),
          pass -> {
            pass.count(new LoaderBatch(new float[3 * 64], new int[] {0, 1, 2}, 0, 3));
            return pass.result();
          });

      ScriptedBackend.Forward forward = backend.forwards(Phase.EVALUATION).get(0);
      assertThat(backend.forwards(Phase.TRAINING)).isEmpty();
      assertThat(forward.masters()).isEqualTo(2.0 * (double) elements);
      assertThat(forward.statistics()).isEqualTo(3.0 * (double) statistics);
      assertThat(steps.weights().masters().sumNumber().doubleValue()).isEqualTo(trained);
      assertThat(steps.weights().statistics().sumNumber().doubleValue())
          .isEqualTo(5.0 * (double) statistics);
    }
  }
}
