package io.bagoftricks.engine.internal.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.api.Batch;
import io.bagoftricks.api.BatchHook;
import io.bagoftricks.api.EvaluateHook;
import io.bagoftricks.api.Evaluation;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.LossDraft;
import io.bagoftricks.api.LossHook;
import io.bagoftricks.api.Metrics;
import io.bagoftricks.api.Moment;
import io.bagoftricks.api.Sample;
import io.bagoftricks.api.SampleHook;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Step;
import io.bagoftricks.api.StepHook;
import io.bagoftricks.api.StepResult;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;
import io.bagoftricks.api.Uses;
import io.bagoftricks.api.data.DataFacts;
import io.bagoftricks.api.data.DataSource;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Dataset.Image;
import io.bagoftricks.api.data.Split;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.backends.spi.Phase;
import io.bagoftricks.engine.evaluation.Evaluated;
import io.bagoftricks.engine.internal.model.CifarResNet;
import io.bagoftricks.engine.internal.timing.StepProfiler;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plan.RunPlanner;
import io.bagoftricks.engine.plugin.TrickException;
import io.bagoftricks.engine.plugin.TrickRegistry;
import io.bagoftricks.engine.recipe.CheckpointConfig;
import io.bagoftricks.engine.recipe.OnNonFinite;
import io.bagoftricks.engine.recipe.TrainingConfig;
import io.bagoftricks.engine.toys.ScriptedBackend;
import io.bagoftricks.engine.toys.ToyProvider;
import io.bagoftricks.engine.toys.ToyRecipes;
import io.bagoftricks.engine.toys.ToyTricks.None;
import io.bagoftricks.engine.train.EpochReport;
import io.bagoftricks.engine.train.NoResultException;
import io.bagoftricks.engine.train.NonFinite;
import io.bagoftricks.engine.train.NonFiniteException;
import io.bagoftricks.engine.train.TrainingListener;
import io.bagoftricks.engine.train.TrainingResult;
import io.bagoftricks.engine.train.UpdateReport;
import jakarta.inject.Inject;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The course of a run on a scripted backend: epochs of three steps of 8 of 24 images, whose class
 * is 0 in one of three.
 */
final class TrainingRunTest {
  private static final int CLASSES = 3;
  private static final TrickRegistry TRICKS =
      TrickRegistry.of(
          List.<TrickProvider<?>>of(
              new FlipsProvider(),
              new ForgetsProvider(),
              new SkipsProvider(),
              new TripledProvider(),
              new KnowsProvider(),
              new WrongProvider(),
              new ViewsProvider(),
              new MeasuresProvider()));

  private final List<String> told = new ArrayList<>();
  private final List<UpdateReport> updates = new ArrayList<>();
  private final List<EpochReport> epochs = new ArrayList<>();
  private final List<Metrics> evaluations = new ArrayList<>();
  private final TrainingListener listener =
      new TrainingListener() {
        @Override
        public void onUpdate(UpdateReport update) {
          updates.add(update);
        }

        @Override
        public void onEpoch(EpochReport epoch) {
          epochs.add(epoch);
        }

        @Override
        public void onEvaluated(Evaluated evaluated) {
          evaluations.add(evaluated.metrics());
        }

        @Override
        public void onTested(Evaluated evaluated) {
          told.add("tested " + evaluated.metrics().examples());
        }

        @Override
        public void onFaults(List<String> faults) {
          told.add("faults " + faults);
        }

        @Override
        public void onWarning(String message) {
          told.add(message);
        }
      };

  /** Images of one pixel value, of which some were damaged when they were read. */
  private record Gray(int validation, boolean damaged) implements DataSource {
    @Override
    public DataFacts facts() {
      return new DataFacts(
          CLASSES,
          Map.of(Split.TRAIN, 24L, Split.VALIDATION, (long) validation, Split.TEST, 9L),
          new Shape(1, 8, 8));
    }

    @Override
    public Dataset open(Split split) {
      int size = split == Split.TRAIN ? 24 : split == Split.TEST ? 9 : validation;
      Set<String> faults = new LinkedHashSet<>();
      return new Dataset() {
        @Override
        public int size() {
          return size;
        }

        @Override
        public int label(int index) {
          return index % CLASSES;
        }

        @Override
        public Image read(int index) {
          if (damaged && index == 1) {
            faults.add("one of " + split + " is damaged");
          }
          float[] pixels = new float[64];
          Arrays.fill(pixels, 10 * index);
          return new Image(Size.of(8), new float[][] {pixels});
        }

        @Override
        public List<String> faults() {
          return List.copyOf(faults);
        }
      };
    }
  }

  /** Declares that it flips images, and may do so. */
  @TrickCard(id = "flips", family = Family.DATA, summary = "Flips.")
  static final class FlipsProvider extends ToyProvider<None> {
    FlipsProvider() {
      super(Flips.class, new None());
    }
  }

  static final class Flips implements SampleHook {
    @Inject
    Flips() {}

    @Override
    @Uses(adds = Slot.GEOMETRY)
    public void onSample(Sample sample) {
      sample.flipHorizontally();
    }
  }

  /** Declares that it writes inputs, and does not. */
  @TrickCard(id = "forgets", family = Family.DATA, summary = "Does nothing.")
  static final class ForgetsProvider extends ToyProvider<None> {
    ForgetsProvider() {
      super(Forgets.class, new None());
    }
  }

  static final class Forgets implements BatchHook {
    @Inject
    Forgets() {}

    @Override
    @Uses(changes = Slot.INPUT)
    public void onBatch(Batch batch) {}
  }

  /** Leaves every step out. */
  @TrickCard(id = "skips", family = Family.OPTIMIZATION, summary = "Skips.")
  static final class SkipsProvider extends ToyProvider<None> {
    SkipsProvider() {
      super(Skips.class, new None());
    }
  }

  static final class Skips implements StepHook {
    @Inject
    Skips() {}

    @Override
    @Uses(changes = Slot.DECISION)
    public void onStep(Step step) {
      step.skip("it is asked to");
    }
  }

  /** Evaluates weights that are all 3. */
  @TrickCard(id = "tripled", family = Family.OPTIMIZATION, summary = "Other weights.")
  static final class TripledProvider extends ToyProvider<None> {
    TripledProvider() {
      super(Tripled.class, new None());
    }
  }

  static final class Tripled implements EvaluateHook {
    private static long weights;
    private static long statistics;
    private static @Nullable Moment moment;

    @Inject
    Tripled() {}

    @Override
    @Uses(replaces = Slot.EVALUATED_WEIGHTS)
    public void onEvaluate(Evaluation evaluation) {
      moment = evaluation.moment();
      evaluation.useWeights(Nd4j.zeros(weights).addi(3), Nd4j.zeros(statistics).addi(1));
    }
  }

  /** Knows the last evaluation. */
  @TrickCard(id = "knows", family = Family.OPTIMIZATION, summary = "Knows the evaluation.")
  static final class KnowsProvider extends ToyProvider<None> {
    KnowsProvider() {
      super(Knows.class, new None());
    }
  }

  static final class Knows implements StepHook {
    private static final List<Optional<Metrics>> KNOWN = new ArrayList<>();

    @Inject
    Knows() {}

    @Override
    @Uses
    public void onStep(Step step) {
      KNOWN.add(step.lastEvaluation());
    }
  }

  /** Has a term of the loss whose gradient is wrong. */
  @TrickCard(id = "wrong", family = Family.LOSS, summary = "A wrong gradient.")
  static final class WrongProvider extends ToyProvider<None> {
    WrongProvider() {
      super(Wrong.class, new None());
    }
  }

  static final class Wrong implements LossHook {
    @Inject
    Wrong() {}

    @Override
    @Uses(adds = Slot.LOSS_TERMS)
    public void onLoss(LossDraft loss) {
      loss.add(
          "mine",
          1,
          (logits, targets, gradient) -> {
            gradient.assign(1);
            return 0;
          });
    }
  }

  /** Evaluates each image twice. */
  @TrickCard(id = "views", family = Family.DATA, summary = "Looks twice.")
  static final class ViewsProvider extends ToyProvider<None> {
    ViewsProvider() {
      super(Views.class, new None());
    }
  }

  static final class Views implements EvaluateHook {
    @Inject
    Views() {}

    @Override
    @Uses(adds = Slot.EVALUATED_VIEWS)
    public void onEvaluate(Evaluation evaluation) {
      evaluation.addView(inputs -> inputs);
    }
  }

  /** Measures statistics of the weights in training, and forgets them. */
  @TrickCard(id = "measures", family = Family.OPTIMIZATION, summary = "Measures.")
  static final class MeasuresProvider extends ToyProvider<None> {
    MeasuresProvider() {
      super(Measures.class, new None());
    }
  }

  static final class Measures implements StepHook, EvaluateHook {
    private @Nullable INDArray weights;

    @Inject
    Measures() {}

    @Override
    @Uses(reads = Slot.WEIGHTS)
    public void afterStep(StepResult result) {
      weights = result.weights().dup();
    }

    @Override
    @Uses(reads = Slot.EVALUATED_WEIGHTS)
    public void onEvaluate(Evaluation evaluation) {
      if (weights != null) {
        evaluation.recomputeStatistics(weights, 8);
      }
    }
  }

  private static ScriptedBackend sound() {
    return new ScriptedBackend(CLASSES, forward -> 1, backward -> 1);
  }

  private static RunPlan plan(
      OnNonFinite policy, int epochs, int every, DataSource data, String... tricks) {
    return new RunPlanner(TRICKS)
        .plan(
            ToyRecipes.recipe(
                "run",
                data,
                new CifarResNet(8, 1),
                new TrainingConfig(
                    epochs, 8, 0, 42, true, every, 1, CheckpointConfig.defaults(), policy, false),
                Arrays.stream(tricks).map(trick -> ToyRecipes.entry(TRICKS, trick)).toList()));
  }

  private static RunPlan plan(String... tricks) {
    return plan(OnNonFinite.STOP, 2, 1, new Gray(6, false), tricks);
  }

  private TrainingResult train(RunPlan plan, ScriptedBackend backend) throws Exception {
    try (TrainingRun run = TrainingRun.of(plan, backend)) {
      return run.train(listener);
    }
  }

  @Test
  void makesItsStepsAndEvaluatesAfterEachEpoch() throws Exception {
    List<String> boundaries = new ArrayList<>();
    RunPlan plan = plan("knows");
    Knows.KNOWN.clear();
    try (TrainingRun run = TrainingRun.of(plan, sound())) {
      TrainingResult result =
          run.train(
              listener,
              new UpdateBoundary() {
                @Override
                public void begins(RunProgress progress, RunMemory memory) {
                  boundaries.add("begins " + progress.updates());
                }

                @Override
                public void reached(RunProgress progress, RunMemory memory) {
                  assertThat(memory.weights()).isSameAs(run.weights());
                  boundaries.add(progress.updates() + " of epoch " + progress.epoch());
                }
              });
      assertThat(run.progress().epoch()).isEqualTo(2);
      assertThat(run.progress().updates()).isEqualTo(6);
      assertThat(run.progress().seconds()).isPositive().isLessThan(600);
      assertThat(run.memory().weights()).isSameAs(run.weights());
      // Class 0 has the largest logit: 2 of 6, and 3 of 9.
      assertThat(result.metrics().top1()).isEqualTo(2 / 6.0);
      assertThat(result.metrics().examples()).isEqualTo(6);
      assertThat(result.test().orElseThrow().examples()).isEqualTo(9);
      assertThat(result.epochs()).isEqualTo(epochs);
      assertThat(result.seconds()).isGreaterThanOrEqualTo(run.progress().seconds()).isLessThan(600);
      assertThat(result.roles().validation()).isEqualTo(Split.VALIDATION);
      assertThat(result.faults()).isEmpty();
      assertThat(run.evaluate().examples()).isEqualTo(9);
    }
    assertThat(boundaries)
        .containsExactly(
            "begins 0",
            "1 of epoch 0",
            "2 of epoch 0",
            "3 of epoch 0",
            "3 of epoch 1",
            "4 of epoch 1",
            "5 of epoch 1",
            "6 of epoch 1",
            "6 of epoch 2");
    assertThat(told).containsExactly("tested 9");
    assertThat(updates)
        .extracting(update -> update.moment().step())
        .containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
    assertThat(updates)
        .extracting(update -> update.moment().epoch())
        .containsExactly(0, 0, 0, 1, 1, 1);
    assertThat(updates).extracting(update -> update.moment().totalSteps()).containsOnly(6L);
    assertThat(epochs).extracting(EpochReport::epoch).containsExactly(0, 1);
    assertThat(epochs).extracting(EpochReport::examples).containsOnly(24L);
    assertThat(epochs).allSatisfy(e -> assertThat(e.top1()).isCloseTo(1 / 3.0, within(1e-9)));
    assertThat(epochs)
        .allSatisfy(
            e -> {
              assertThat(e.seconds()).isPositive().isLessThan(600);
              assertThat(e.loaderWaitSeconds()).isBetween(0.0, e.seconds());
            });
    assertThat(evaluations).hasSize(2);
    assertThat(Knows.KNOWN)
        .containsExactly(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(evaluations.get(0)),
            Optional.of(evaluations.get(0)),
            Optional.of(evaluations.get(0)));
  }

  @Test
  void evaluatesEverySomeEpochsAndAtTheEnd() throws Exception {
    train(plan(OnNonFinite.STOP, 5, 3, new Gray(6, false)), sound());
    assertThat(epochs)
        .extracting(epoch -> epoch.evaluation().isPresent())
        .containsExactly(false, false, true, false, true);
    assertThat(evaluations).hasSize(2);
  }

  @Test
  void isJudgedByTheTestSplitWhereThereIsNoOther() throws Exception {
    RunPlan plan = plan(OnNonFinite.STOP, 1, 1, new Gray(0, false));
    try (TrainingRun run = TrainingRun.of(plan, sound())) {
      TrainingResult result = run.train(listener);
      assertThat(result.metrics().examples()).isEqualTo(9);
      assertThat(result.test()).isEmpty();
      assertThat(result.seconds()).isEqualTo(run.progress().seconds());
      assertThat(run.evaluate().examples()).isEqualTo(9);
    }
    assertThat(told).isEmpty();
  }

  @Test
  void goesOnInTheMiddleOfAnEpoch() throws Exception {
    RunPlan plan = plan();
    ScriptedBackend whole = sound();
    List<RunProgress> places = new ArrayList<>();
    try (TrainingRun run = TrainingRun.of(plan, whole)) {
      run.train(listener, (progress, memory) -> places.add(progress));
    }
    List<Long> draws = draws(whole);
    // After the second step; after the third, with its evaluation left; and after the fourth.
    for (int place : new int[] {1, 2, 4}) {
      RunProgress progress = places.get(place);
      ScriptedBackend rest = sound();
      List<Metrics> before = List.copyOf(evaluations);
      try (TrainingRun run = TrainingRun.of(plan, rest)) {
        run.goOn(progress);
        assertThat(run.progress()).isEqualTo(progress);
        run.train(listener);
        assertThat(run.progress().updates()).isEqualTo(6);
      }
      assertThat(draws(rest)).isEqualTo(draws.subList((int) progress.updates(), 6));
      assertThat(evaluations.size() - before.size()).isEqualTo(place < 3 ? 2 : 1);
    }
  }

  private static List<Long> draws(ScriptedBackend backend) {
    return backend.forwards(Phase.TRAINING).stream()
        .map(ScriptedBackend.Forward::firstDraw)
        .toList();
  }

  @Test
  void warnsOfTricksThatChangedNothing() throws Exception {
    train(plan("flips", "forgets"), sound());
    assertThat(told)
        .containsExactly(
            "Trick 'forgets' changed nothing in the whole run; check its settings.", "tested 9");
  }

  @Test
  void remembersWhoChangedSomething() throws Exception {
    try (TrainingRun run = TrainingRun.of(plan("flips", "skips"), sound())) {
      assertThatThrownBy(() -> run.train(listener))
          .isInstanceOf(NoResultException.class)
          .hasMessageContaining("None of the 6 steps changed the weights: the first was left out");
      assertThat(run.progress().effective()).containsExactly("flips", "skips");
    }
  }

  @Test
  void tellsOfImagesThatAreDamagedOnce() throws Exception {
    TrainingResult result = train(plan(OnNonFinite.STOP, 2, 1, new Gray(6, true)), sound());
    assertThat(told)
        .containsExactly(
            "faults [one of TRAIN is damaged, one of VALIDATION is damaged]",
            "one of TRAIN is damaged",
            "one of VALIDATION is damaged",
            "tested 9",
            "faults [one of TEST is damaged]",
            "one of TEST is damaged");
    assertThat(result.faults())
        .containsExactly(
            "one of TEST is damaged", "one of TRAIN is damaged", "one of VALIDATION is damaged");
  }

  /** A loss of infinity in the second step. */
  private static ScriptedBackend spoilt() {
    return new ScriptedBackend(CLASSES, forward -> forward == 1 ? Double.NaN : 1, backward -> 1);
  }

  private static final class Boundary implements UpdateBoundary {
    private final List<NonFinite> found = new ArrayList<>();
    private final List<Integer> images = new ArrayList<>();
    private final Optional<RunProgress> back;

    Boundary(Optional<RunProgress> back) {
      this.back = back;
    }

    @Override
    public void reached(RunProgress progress, RunMemory memory) {}

    @Override
    public void nonFinite(NonFinite what, List<Integer> which) {
      found.add(what);
      images.addAll(which);
    }

    @Override
    public Optional<RunProgress> rollBack(RunMemory memory, int rollbacks) {
      return back.map(progress -> progress.rolledBack(rollbacks));
    }
  }

  @Test
  void leavesAStepOutWhereAskedTo() throws Exception {
    Boundary boundary = new Boundary(Optional.empty());
    try (TrainingRun run =
        TrainingRun.of(plan(OnNonFinite.SKIP, 2, 1, new Gray(6, false)), spoilt())) {
      run.train(listener, boundary);
      assertThat(run.progress().weightUpdates()).isEqualTo(5);
    }
    assertThat(boundary.found).singleElement().satisfies(f -> assertThat(f.update()).isEqualTo(1));
    assertThat(boundary.images).hasSize(8).doesNotHaveDuplicates();
    assertThat(told.get(0)).startsWith("Step 2 is left out: the loss is NaN. ");
    assertThat(epochs.get(0).skippedUpdates()).isEqualTo(1);
    assertThat(epochs.get(0).overflows()).isEqualTo(1);
  }

  @Test
  void endsAtALossThatIsNotFinite() throws Exception {
    Boundary boundary = new Boundary(Optional.empty());
    try (TrainingRun run = TrainingRun.of(plan(), spoilt())) {
      assertThatThrownBy(() -> run.train(listener, boundary))
          .isInstanceOf(NonFiniteException.class)
          .hasMessageStartingWith(
              "[train/not-finite] At epoch 1, step 2, learning rate 0.1000 the loss is NaN: training"
                  + " has diverged. ")
          .hasMessageEndingWith(
              " Lower optimizer.learningRate, warm up longer, or clip gradients.");
    }
    assertThat(boundary.found).hasSize(1);
    assertThat(boundary.images).hasSize(8);
  }

  @Test
  void goesBackToAPlaceWithHalfTheRate() throws Exception {
    Boundary boundary = new Boundary(Optional.of(RunProgress.start()));
    try (TrainingRun run =
        TrainingRun.of(plan(OnNonFinite.ROLLBACK, 2, 1, new Gray(6, false)), spoilt())) {
      run.train(listener, boundary);
      assertThat(run.progress().rollbacks()).isEqualTo(1);
    }
    assertThat(told)
        .anySatisfy(
            warning ->
                assertThat(warning)
                    .endsWith(" Going back to step 0, with half the rate (1 of 3 times)."));
    assertThat(updates)
        .extracting(UpdateReport::learningRate)
        .containsExactly(0.1, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05);
  }

  @Test
  void endsWhereThereIsNoPlaceToGoBackTo() throws Exception {
    try (TrainingRun run =
        TrainingRun.of(plan(OnNonFinite.ROLLBACK, 2, 1, new Gray(6, false)), spoilt())) {
      assertThatThrownBy(() -> run.train(listener)).isInstanceOf(NonFiniteException.class);
    }
  }

  @Test
  void goesBackThreeTimesAndNoMore() throws Exception {
    ScriptedBackend never = new ScriptedBackend(CLASSES, forward -> Double.NaN, backward -> 1);
    try (TrainingRun run =
        TrainingRun.of(plan(OnNonFinite.ROLLBACK, 2, 1, new Gray(6, false)), never)) {
      assertThatThrownBy(() -> run.train(listener, new Boundary(Optional.of(RunProgress.start()))))
          .isInstanceOf(NoResultException.class)
          .hasMessageContaining(
              " The run has gone back 3 times, each time with half the rate, and does not go back"
                  + " again.")
          .hasCauseInstanceOf(NonFiniteException.class);
    }
    assertThat(told).hasSize(3);
  }

  @Test
  void handsOutTheWeightsThatAreEvaluated() throws Exception {
    try (TrainingRun run = TrainingRun.of(plan("tripled"), sound())) {
      Tripled.weights = run.weights().layout().elements();
      Tripled.statistics = run.weights().layout().statisticsElements();
      double trained = run.weights().masters().meanNumber().doubleValue();
      assertThat(
              run.<Double>withEvaluatedWeights(
                  weights -> weights.masters().meanNumber().doubleValue()))
          .isEqualTo(3);
      assertThat(run.weights().masters().meanNumber().doubleValue()).isEqualTo(trained);
      assertThat(Tripled.moment).isEqualTo(new Moment(1, 6, 6));
    }
  }

  /** Its own writes for an evaluation the engine holds against nobody. */
  @Test
  void chosenWeightsAndMeasuredStatisticsAreNobodysFault() throws Exception {
    try (TrainingRun run = TrainingRun.of(plan("tripled", "views", "knows", "measures"), sound())) {
      Tripled.weights = run.weights().layout().elements();
      Tripled.statistics = run.weights().layout().statisticsElements();
      assertThat(run.train(listener).metrics().examples()).isEqualTo(6);
    }
    assertThat(told).containsExactly("tested 9");
  }

  @Test
  void anEndFreesAll() throws Exception {
    ScriptedBackend backend = sound();
    train(plan(), backend);
    assertThat(backend.closedWeights()).isEqualTo(1);
  }

  @Test
  void zerosAreCountedInTheLastStepOfAnEpoch() throws Exception {
    train(plan(), sound());
    assertThat(updates)
        .extracting(update -> update.zeroGradients().isPresent())
        .containsExactly(false, false, true, false, false, true);
    assertThat(epochs).extracting(epoch -> epoch.zeroGradients().orElse(-1)).containsOnly(0.25);
  }

  @Test
  void remarksAreWarnings() throws Exception {
    train(plan("wrong"), sound());
    assertThat(told.get(0))
        .startsWith("'wrong' in its loss term 'mine' at epoch 1, step 1: its gradient is not the");
  }

  /** As a thread of a plugin does it, after the last step. */
  @Test
  void arraysThatAreWrittenAtTheEndAreTold() throws Exception {
    RunPlan plan = plan(OnNonFinite.STOP, 1, 1, new Gray(6, false), "knows");
    try (TrainingRun run = TrainingRun.of(plan, sound())) {
      assertThatThrownBy(
              () ->
                  run.train(
                      listener,
                      (progress, memory) -> {
                        if (progress.epoch() == 1) {
                          memory.weights().statistics().addi(1);
                        }
                      }))
          .isInstanceOf(TrickException.class)
          .hasMessageStartingWith(
              "[plugin/late-write] 'a trick' in no hook of its own at epoch 1, step 4: statistics()"
                  + " was written");
    }
  }

  @Test
  void aProfilerIsToldOfTheRun() throws Exception {
    Set<String> began = new TreeSet<>();
    StepProfiler profiler =
        (StepProfiler)
            Proxy.newProxyInstance(
                TrainingRunTest.class.getClassLoader(),
                new Class<?>[] {StepProfiler.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("began")) {
                    began.add(arguments[0].toString());
                  }
                  return null;
                });
    try (TrainingRun run = TrainingRun.of(plan(), sound())) {
      run.profile(profiler);
      run.train(listener);
    }
    assertThat(began)
        .containsExactly(
            "BACKWARD",
            "EVALUATED_BATCH",
            "EVALUATION",
            "FORWARD",
            "GRADIENTS",
            "INPUT",
            "LOADER_WAIT",
            "LOSS",
            "OPTIMIZER",
            "SCORES",
            "UPDATE");
  }

  @Test
  void endsAtAnEvaluationThatIsNotFinite() throws Exception {
    Boundary boundary = new Boundary(Optional.empty());
    ScriptedBackend never = sound().evaluating(forward -> Double.NaN);
    try (TrainingRun run = TrainingRun.of(plan(), never)) {
      assertThatThrownBy(() -> run.train(listener, boundary))
          .isInstanceOf(NonFiniteException.class)
          .hasMessageStartingWith(
              "[train/not-finite] At epoch 1, step 3, learning rate 0.1000 the loss of the"
                  + " evaluation is NaN: training has diverged. Every layer's output is finite");
    }
    assertThat(boundary.images).isEmpty();
    assertThat(evaluations).isEmpty();
  }

  @Test
  void goesOnAfterAnEvaluationThatIsNotFiniteWhereAskedTo() throws Exception {
    Boundary boundary = new Boundary(Optional.empty());
    ScriptedBackend once = sound().evaluating(forward -> forward == 0 ? Double.NaN : 1);
    try (TrainingRun run = TrainingRun.of(plan(OnNonFinite.SKIP, 2, 1, new Gray(6, false)), once)) {
      run.train(listener, boundary);
    }
    assertThat(boundary.found)
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.update()).isEqualTo(2);
              assertThat(found.epoch()).isZero();
              assertThat(found.learningRate()).isEqualTo(0.1);
              assertThat(found.lossScale()).isEqualTo(1);
            });
    assertThat(told.get(0))
        .startsWith("After epoch 1 the loss of the evaluation is NaN. Every layer's output");
    assertThat(evaluations).hasSize(2);
  }

  @Test
  void otherImagesHaveAnotherFingerprint() throws Exception {
    String one;
    try (TrainingRun run = TrainingRun.of(plan(), sound())) {
      one = run.fingerprint();
      assertThat(run.fingerprint()).isNotEmpty().isEqualTo(one);
    }
    try (TrainingRun run =
        TrainingRun.of(plan(OnNonFinite.STOP, 2, 1, new Gray(5, false)), sound())) {
      assertThat(run.fingerprint()).isNotEqualTo(one);
    }
    try (TrainingRun run =
        TrainingRun.of(plan(OnNonFinite.STOP, 2, 1, new Gray(0, false)), sound())) {
      assertThat(run.fingerprint()).isNotEmpty().isNotEqualTo(one);
    }
  }

  @Test
  void sharesItsGradients() throws Exception {
    List<Long> exchanged = new ArrayList<>();
    try (TrainingRun run =
        TrainingRun.of(plan(), sound(), weights -> exchanged.add(weights.layout().elements()))) {
      run.train(listener);
    }
    assertThat(exchanged).hasSize(6);
  }
}
