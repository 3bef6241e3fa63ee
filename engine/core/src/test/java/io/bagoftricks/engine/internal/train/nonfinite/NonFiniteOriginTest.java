package io.bagoftricks.engine.internal.train.nonfinite;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.Batch;
import io.bagoftricks.api.BatchHook;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.LossDraft;
import io.bagoftricks.api.LossHook;
import io.bagoftricks.api.Moment;
import io.bagoftricks.api.Sample;
import io.bagoftricks.api.SampleHook;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;
import io.bagoftricks.api.Uses;
import io.bagoftricks.api.data.DataFacts;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.backends.spi.InsufficientMemoryException;
import io.bagoftricks.backends.spi.ParameterLayout.StatisticsSlice;
import io.bagoftricks.backends.spi.Plan;
import io.bagoftricks.backends.spi.PlanSpec;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.backends.spi.Weights.Part;
import io.bagoftricks.engine.internal.loader.LoaderBatch;
import io.bagoftricks.engine.internal.model.CifarResNet;
import io.bagoftricks.engine.internal.timing.Spans;
import io.bagoftricks.engine.internal.train.RunMemory;
import io.bagoftricks.engine.internal.train.hook.BatchContext;
import io.bagoftricks.engine.internal.train.hook.HookRunner;
import io.bagoftricks.engine.internal.train.memory.PlanCache;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plan.RunPlanner;
import io.bagoftricks.engine.plan.RunTricks;
import io.bagoftricks.engine.plugin.HookPoint;
import io.bagoftricks.engine.plugin.TrickException;
import io.bagoftricks.engine.plugin.TrickRegistry;
import io.bagoftricks.engine.recipe.TrainingConfig;
import io.bagoftricks.engine.toys.ScriptedBackend;
import io.bagoftricks.engine.toys.TinyRuns;
import io.bagoftricks.engine.toys.ToyProvider;
import io.bagoftricks.engine.toys.ToyRecipes;
import io.bagoftricks.engine.toys.ToyTricks.None;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Where a value that is not finite came from, in batches of 5 in micro-batches of 2. */
final class NonFiniteOriginTest {
  private static final int CLASSES = 7;
  private static final Moment MOMENT = new Moment(0, 1, 8);
  private static final TrickRegistry TRICKS =
      TrickRegistry.of(
          List.<TrickProvider<?>>of(
              new ColorsProvider(),
              new TermsProvider(),
              new TargetsProvider(),
              new MovesProvider(),
              new SpoilsProvider()));
  private static final String NOWHERE =
      "Every layer's output is finite when the batch is run again, so it is not known where the"
          + " value came from.";

  @TrickCard(id = "colors", family = Family.DATA, summary = "Writes pixels.")
  static final class ColorsProvider extends ToyProvider<None> {
    ColorsProvider() {
      super(Colors.class, new None());
    }
  }

  static final class Colors implements SampleHook {
    @Inject
    Colors() {}

    @Override
    @Uses(changes = Slot.COLOR)
    public void onSample(Sample sample) {}
  }

  /** Its geometry makes no value that is not finite. */
  @TrickCard(id = "moves", family = Family.DATA, summary = "Moves pixels.")
  static final class MovesProvider extends ToyProvider<None> {
    MovesProvider() {
      super(Moves.class, new None());
    }
  }

  static final class Moves implements SampleHook {
    @Inject
    Moves() {}

    @Override
    @Uses(adds = Slot.GEOMETRY)
    public void onSample(Sample sample) {}
  }

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
    public void onLoss(LossDraft loss) {}
  }

  @TrickCard(id = "targets", family = Family.LOSS, summary = "Writes targets.")
  static final class TargetsProvider extends ToyProvider<None> {
    TargetsProvider() {
      super(Targets.class, new None());
    }
  }

  static final class Targets implements LossHook {
    @Inject
    Targets() {}

    @Override
    @Uses(changes = Slot.TARGET)
    public void onLoss(LossDraft loss) {}
  }

  @TrickCard(id = "spoils", family = Family.DATA, summary = "Writes the batch.")
  static final class SpoilsProvider extends ToyProvider<None> {
    SpoilsProvider() {
      super(Spoils.class, new None());
    }
  }

  static final class Spoils implements BatchHook {
    @Inject
    Spoils() {}

    @Override
    @Uses(changes = {Slot.INPUT, Slot.TARGET})
    public void onBatch(Batch batch) {
      batch.editInputs();
      batch.editTargets().assign(Double.NaN);
    }
  }

  private final INDArray inputs = Nd4j.rand(DataType.FLOAT, 5, 1, 8, 8);
  private final INDArray targets = Nd4j.ones(DataType.FLOAT, 5, CLASSES).divi(CLASSES);
  private final float[] images = new float[5 * 64];

  private static RunPlan plan(String... tricks) {
    return new RunPlanner(TRICKS)
        .plan(
            ToyRecipes.recipe(
                "origin",
                new ToyRecipes.Facts(new DataFacts(CLASSES, 20, 10, new Shape(1, 8, 8))),
                new CifarResNet(8, 1),
                new TrainingConfig(2, 5, 2, 42, true, 1, 1),
                Stream.of(tricks).map(trick -> ToyRecipes.entry(TRICKS, trick)).toList()));
  }

  private BatchContext batch() {
    return new BatchContext(MOMENT, inputs, targets, new long[5], x -> x);
  }

  /** The places of a run on a backend. */
  private static final class Run implements AutoCloseable {
    private final Weights weights;
    private final PlanCache plans;
    private final NonFiniteOrigin origin;
    private final NonFiniteOutput output;

    Run(Backend backend, String... tricks) {
      RunPlan plan = plan(tricks);
      weights = backend.allocate(plan.network(), Precision.FLOAT);
      plans = new PlanCache(backend, weights, Precision.FLOAT);
      origin = new NonFiniteOrigin(plan, weights, plans, Draws.of(1));
      output = new NonFiniteOutput(plan, weights, plans);
    }

    @Override
    public void close() {
      plans.close();
      weights.close();
    }
  }

  /** A backend with too little memory for the outputs of all layers. */
  private record Tight(Backend backend) implements Backend {
    @Override
    public String id() {
      return backend.id();
    }

    @Override
    public String description() {
      return backend.description();
    }

    @Override
    public Set<Precision> precisions() {
      return backend.precisions();
    }

    @Override
    public Optional<String> remark(Precision precision) {
      return backend.remark(precision);
    }

    @Override
    public Weights allocate(Network network, Precision masters) {
      return backend.allocate(network, masters);
    }

    @Override
    public Plan plan(Weights weights, PlanSpec spec) {
      if (!spec.taps().isEmpty()) {
        throw new InsufficientMemoryException("too little");
      }
      return backend.plan(weights, spec);
    }
  }

  private static Run scripted(String... tricks) {
    return new Run(new ScriptedBackend(CLASSES, forward -> 1, backward -> 1), tricks);
  }

  private static RunMemory memory(Run run) {
    return new RunMemory(run.weights, List.of(), new TreeMap<>());
  }

  private String of(Run run, BatchContext batch, Map<String, Double> losses) {
    return run.origin.of(new LoaderBatch(images, new int[5], 0, 5), batch, losses);
  }

  private String of(Run run) {
    return of(run, batch(), Map.of("hard", 1.0));
  }

  @Test
  void isNotKnownWhereAllIsFinite() {
    try (Run run = scripted("colors", "terms", "targets")) {
      assertThat(of(run)).isEqualTo(NOWHERE);
      assertThat(run.output.origin(inputs, Draws.of(1))).isEqualTo(NOWHERE);
      assertThat(memory(run).nonFinite()).isEmpty();
    }
  }

  @Test
  void weightsComeFirst() {
    try (Run run = scripted()) {
      run.weights.parameter("fc.bias").putScalar(6, Double.NaN);
      images[3] = Float.NaN;
      assertThat(of(run)).isEqualTo("The weights are not finite, first those of 'fc.bias'.");
      assertThat(run.output.origin(inputs, Draws.of(1)))
          .isEqualTo("The weights are not finite, first those of 'fc.bias'.");
      assertThat(memory(run).nonFinite())
          .contains("The weights are not finite, first those of 'fc.bias'.");
      run.weights.parameter("conv1.weight").putScalar(0, Double.NEGATIVE_INFINITY);
      assertThat(of(run)).contains("first those of 'conv1.weight'");
    }
  }

  @Test
  void statisticsAreMeansAndVariances() {
    try (Run run = scripted()) {
      StatisticsSlice slice = run.weights.layout().statisticsOf("layer2.0.bn2");
      long last = slice.offset() + 2L * slice.channels() - 1;
      run.weights.statistics().putScalar(last, Double.POSITIVE_INFINITY);
      assertThat(of(run)).isEqualTo("Running statistics of 'layer2.0.bn2' are not finite.");
      run.weights.statistics().putScalar(last, 0);
      run.weights.statistics().putScalar(last + 1, Double.POSITIVE_INFINITY);
      assertThat(of(run)).contains("'layer2.0.downsample.1'");
    }
  }

  @Test
  void imagesAreThoseOfTheTricksThatWritePixels() {
    images[5 * 64 - 1] = Float.POSITIVE_INFINITY;
    try (Run run = scripted("colors", "moves")) {
      assertThat(of(run))
          .isEqualTo("Images are not finite when they leave the loader, which 'colors' wrote.");
    }
    try (Run run = scripted("moves")) {
      assertThat(of(run)).isEqualTo("Images are not finite when they leave the loader.");
    }
  }

  @Test
  void imagesThatAreEvaluatedAreLookedAtToo() {
    inputs.putScalar(0, Double.NaN);
    try (Run run = scripted()) {
      assertThat(run.output.origin(inputs, Draws.of(1)))
          .isEqualTo("Images are not finite when they have been prepared.");
    }
  }

  @Test
  void theBatchIsThatOfTheTricksThatEditedIt() {
    RunPlan plan = plan("spoils");
    BatchContext edited = batch();
    try {
      new HookRunner(RunTricks.of(plan), Draws.of(1), new Spans())
          .run(HookPoint.ON_BATCH, BatchHook.class, Batch.class, edited, BatchHook::onBatch);
    } catch (TrickException e) {
      assertThat(e).hasMessageContaining("[plugin/no-distribution]");
    }
    try (Run run = scripted("spoils", "targets")) {
      assertThat(of(run, edited, Map.of()))
          .isEqualTo("The batch's targets are not finite, which 'spoils' wrote.");
      assertThat(of(run)).isEqualTo("The batch's targets are not finite, which 'targets' wrote.");
      inputs.putScalar(0, Double.NaN);
      assertThat(of(run, edited, Map.of()))
          .isEqualTo("The batch's images are not finite after onBatch, which 'spoils' wrote.");
      assertThat(of(run)).isEqualTo("The batch's images are not finite after onBatch.");
    }
  }

  @Test
  void termsAreNamedWithTheTricksThatWriteThem() {
    try (Run run = scripted("terms", "targets")) {
      assertThat(
              of(run, batch(), Map.of("hard", 1.0, "b", Double.NaN, "a", Double.POSITIVE_INFINITY)))
          .isEqualTo(
              "The logits are finite, but the loss term 'a', 'b' is not, which 'terms' wrote.");
    }
    try (Run run = scripted()) {
      assertThat(of(run, batch(), Map.of("hard", Double.NaN)))
          .isEqualTo("The logits are finite, but the loss term 'hard' is not.");
    }
  }

  @Test
  void gradientsComeLast() {
    try (Run run = scripted()) {
      run.weights.gradient("layer3.0.conv2.weight").putScalar(0, Double.NaN);
      assertThat(of(run))
          .isEqualTo(
              "The loss is finite, but gradients are not, first those of 'layer3.0.conv2.weight'.");
    }
  }

  @Test
  void itIsSaidWhereMemoryForTheLayersIsShort() {
    ScriptedBackend backend = new ScriptedBackend(CLASSES, forward -> 1, backward -> 1);
    try (Run run = new Run(new Tight(backend))) {
      String message = "There was too little memory to look at the layers.";
      assertThat(of(run)).isEqualTo(message);
      assertThat(run.output.origin(inputs, Draws.of(1))).isEqualTo(message);
    }
  }

  /** Weights and running statistics are put back from there. */
  @Test
  void copiesOfTheWeightsAreFreed() {
    ScriptedBackend backend = new ScriptedBackend(CLASSES, forward -> 1, backward -> 1);
    try (Run run = new Run(backend)) {
      assertThat(of(run)).isEqualTo(NOWHERE);
      assertThat(backend.arrays()).hasSize(2).allMatch(array -> array.values().wasClosed());
    }
  }

  /** Only the last image, in a micro-batch of its own, is that large. */
  @Test
  void allImagesRunThroughTheLayersAgain() {
    try (Run run = new Run(TinyRuns.backend("nd4j"))) {
      run.weights.masters().assign(0.5);
      run.weights.statistics().assign(0.25);
      run.weights.written(Part.MASTERS);
      run.weights.written(Part.STATISTICS);
      assertThat(of(run)).isEqualTo(NOWHERE);
      inputs.slice(4).assign(1e38);
      assertThat(of(run))
          .isEqualTo(
              "The first layer whose output is not finite is 'conv1' (Conv2d); the weights and its"
                  + " inputs are.");
      assertThat(run.output.origin(inputs, Draws.of(1)))
          .contains("The first layer whose output is not finite is 'conv1' (Conv2d)");
      assertThat(run.weights.statistics().toFloatVector()).containsOnly(0.25f);
      inputs.slice(4).assign(1);
      run.weights.parameter("layer2.0.conv1.weight").assign(3e38);
      run.weights.written(Part.MASTERS);
      assertThat(of(run)).contains("not finite is 'layer2.0.conv1' (Conv2d)");
    }
  }
}
