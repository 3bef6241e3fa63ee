package io.bagoftricks.product.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.bagoftricks.api.Metrics;
import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.backends.spi.BackendProvider;
import io.bagoftricks.backends.spi.BackendUnavailableException;
import io.bagoftricks.backends.testkit.FakeDevice;
import io.bagoftricks.engine.internal.checkpoint.Checkpoint;
import io.bagoftricks.engine.internal.checkpoint.CheckpointStore;
import io.bagoftricks.engine.internal.train.RunMemory;
import io.bagoftricks.engine.internal.train.RunProgress;
import io.bagoftricks.engine.internal.train.TrainingRun;
import io.bagoftricks.engine.internal.train.UpdateBoundary;
import io.bagoftricks.engine.storage.Disk;
import io.bagoftricks.engine.train.EpochReport;
import io.bagoftricks.engine.train.UpdateReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Twelve whole steps of each optimizer with the tricks that act in training, on every backend,
 * against libtorch in float64 ({@code bench/golden-runs}): every step's loss by term, rate, mixed
 * targets, hits, weights, running statistics and averages, every epoch's means and evaluation.
 */
@Tag("isa")
@Tag("device")
final class GoldenRunsTest {
  private static final List<String> RUNS = List.of("sgd", "nag", "nag-mxnet", "adamw");

  /** In the middle of an epoch, after the overflow of the run that has one. */
  private static final long LEFT_AFTER = 5;

  private static final double EXACT = 1e-9;
  private static final double FLOAT = 1e-5;

  @TempDir private Path folder;

  static Stream<Arguments> runs() {
    return ServiceLoader.load(BackendProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(provider -> isTested(provider.id()))
        .map(GoldenRunsTest::open)
        .flatMap(
            backend ->
                Stream.of(Precision.DOUBLE, Precision.FLOAT)
                    .filter(backend.precisions()::contains)
                    .flatMap(p -> RUNS.stream().map(run -> Arguments.of(run, backend.id(), p))));
  }

  @ParameterizedTest
  @MethodSource("runs")
  void isTheRunOfLibtorch(String name, String backend, Precision precision) throws IOException {
    GoldenRun golden = GoldenRun.read(name);
    Recording recording = new Recording();

    try (TrainingRun run = TrainingRun.of(golden.plan(precision), backend(backend))) {
      golden.fill(run.weights());
      run.train(recording, recording);
    }

    agrees(golden, recording, precision);
  }

  /** The optimizers that remember one array and two, with the second's overflow before. */
  static Stream<Arguments> resumedRuns() {
    return Stream.of("nag", "adamw")
        .flatMap(
            run ->
                Stream.of(
                        Arguments.of(run, "nd4j", Precision.DOUBLE),
                        Arguments.of(run, "onednn", Precision.FLOAT),
                        Arguments.of(run, FakeDevice.ID, Precision.DOUBLE))
                    .filter(arguments -> isTested((String) arguments.get()[1])));
  }

  @ParameterizedTest
  @MethodSource("resumedRuns")
  void isTheRunOfLibtorchWhenItGoesOnFromACheckpoint(
      String name, String backend, Precision precision) throws IOException {
    GoldenRun golden = GoldenRun.read(name);
    Recording recording = new Recording();

    try (TrainingRun run = TrainingRun.of(golden.plan(precision), backend(backend))) {
      golden.fill(run.weights());
      assertThatThrownBy(
              () -> run.train(recording, new Leave(recording, golden.plan(precision).facts())))
          .hasMessage("left");
    }
    try (TrainingRun run = TrainingRun.of(golden.plan(precision), backend(backend))) {
      Checkpoint checkpoint = store().open(CheckpointStore.LAST);
      checkpoint.restore(run.memory(), golden.plan(precision).facts());
      run.goOn(checkpoint.progress());
      run.train(recording, recording);
    }

    agrees(golden, recording, precision);
  }

  /** The draws of the golden files differ from step to step, or the files would test nothing. */
  @Test
  void theGoldenRunsDrawAnewInEveryStep() throws IOException {
    Set<Double> lambdas = new HashSet<>();
    Set<JsonNode> partners = new HashSet<>();
    int mixed = 0;
    for (String name : List.of("nag", "adamw")) {
      for (JsonNode step : GoldenRun.read(name).steps()) {
        lambdas.add(step.get("lambdas").get(0).asDouble());
        partners.add(step.get("partners"));
        mixed++;
      }
    }

    assertThat(mixed).isEqualTo(24);
    assertThat(lambdas).hasSize(mixed);
    assertThat(partners).hasSize(mixed);
  }

  private static void agrees(GoldenRun golden, Recording recording, Precision precision) {
    double bound = precision == Precision.DOUBLE ? EXACT : FLOAT;
    assertThat(recording.steps()).hasSameSizeAs(golden.steps());
    for (int i = 0; i < golden.steps().size(); i++) {
      agrees(golden, golden.steps().get(i), recording.steps().get(i), bound);
    }
    assertThat(recording.epochs()).hasSameSizeAs(golden.epochs());
    for (int epoch = 0; epoch < golden.epochs().size(); epoch++) {
      agrees(golden.epochs().get(epoch), Recording.of(recording.epochs(), epoch), bound);
    }
    Map<String, Summary> end = recording.steps().get(golden.steps().size() - 1).tensors();
    golden
        .names()
        .forEach(
            name ->
                agrees(name, golden.end(name), Recording.of(end, name), bound * scale(name, end)));
  }

  private static void agrees(
      GoldenRun golden, JsonNode expected, Recording.Step actual, double bound) {
    String step = "step " + expected.get("step").asInt();
    UpdateReport report = actual.report();
    assertThat(report.moment().epoch()).as(step).isEqualTo(expected.get("epoch").asInt());
    assertThat(report.moment().step()).as(step).isEqualTo(expected.get("step").asInt());
    double rate = expected.get("rate").asDouble();
    assertThat(report.learningRate()).as("rate of %s", step).isCloseTo(rate, within(1e-14 * rate));
    double[] targets = golden.targets(expected);
    for (int i = 0; i < targets.length; i++) {
      assertThat(actual.targets().get(i))
          .as("target %d of %s", i, step)
          .isCloseTo(targets[i], within(bound / 10));
    }
    assertThat(report.updated()).as(step).isEqualTo(expected.get("updated").asBoolean());
    assertThat(report.overflowed()).as(step).isEqualTo(!expected.get("updated").asBoolean());
    assertThat(report.correct()).as("hits of %s", step).isEqualTo(expected.get("correct").asInt());
    agrees(step, GoldenRun.losses(expected), report.losses(), bound);
    projectionsAgree(golden, step, expected.get("projections"), actual.tensors(), bound);
    if (expected.has("averageProjections")) {
      projectionsAgree(
          golden,
          "average of " + step,
          expected.get("averageProjections"),
          actual.averages(),
          bound);
    }
  }

  private static void agrees(JsonNode expected, EpochReport actual, double bound) {
    String epoch = "epoch " + actual.epoch();
    agrees(epoch, GoldenRun.losses(expected), actual.losses(), bound);
    double loss = GoldenRun.losses(expected).values().stream().mapToDouble(l -> l).sum();
    assertThat(actual.loss()).as(epoch).isCloseTo(loss, within(bound * loss));
    assertThat(actual.top1()).as(epoch).isEqualTo(expected.get("top1").asDouble());
    assertThat(actual.skippedUpdates()).as(epoch).isEqualTo(expected.get("skipped").asLong());
    Metrics evaluation = actual.evaluation().orElseThrow();
    JsonNode scores = expected.get("evaluation");
    double testLoss = scores.get("loss").asDouble();
    assertThat(evaluation.loss()).as(epoch).isCloseTo(testLoss, within(bound * testLoss));
    assertThat(evaluation.top1()).as(epoch).isEqualTo(scores.get("top1").asDouble());
    assertThat(evaluation.top5()).as(epoch).isEqualTo(scores.get("top5").asDouble());
  }

  private static void agrees(
      String where, Map<String, Double> expected, Map<String, Double> actual, double bound) {
    assertThat(actual).as(where).containsOnlyKeys(expected.keySet());
    expected.forEach(
        (term, loss) ->
            assertThat(actual.get(term))
                .as("%s of %s", term, where)
                .isCloseTo(loss, within(bound * loss)));
  }

  /**
   * Relative to the tensor's norm, as a difference of that length projects to no more; running
   * means also to the deviations of what they are means of, beside which they may be small.
   */
  private static void projectionsAgree(
      GoldenRun golden, String step, JsonNode expected, Map<String, Summary> actual, double bound) {
    assertThat(actual).containsOnlyKeys(golden.names());
    List<Double> projections = GoldenRun.numbers(expected);
    List<String> names = golden.names();
    for (int i = 0; i < names.size(); i++) {
      Summary tensor = Recording.of(actual, names.get(i));
      assertThat(tensor.projection())
          .as("%s after %s", names.get(i), step)
          .isCloseTo(projections.get(i), within(bound * scale(names.get(i), actual)));
    }
  }

  private static double scale(String name, Map<String, Summary> tensors) {
    double norm = Recording.of(tensors, name).norm();
    return name.endsWith(".running_mean")
        ? Math.hypot(
            norm,
            Math.sqrt(Recording.of(tensors, name.replace("running_mean", "running_var")).sum()))
        : norm;
  }

  private static void agrees(String name, List<Double> expected, Summary actual, double bound) {
    List<Double> numbers = List.of(actual.sum(), actual.norm(), actual.first(), actual.last());
    for (int i = 0; i < numbers.size(); i++) {
      // A sum of n numbers may be the root of n times further off than their norm.
      assertThat(numbers.get(i))
          .as("%s at the end", name)
          .isCloseTo(expected.get(i), within(10 * bound));
    }
  }

  private CheckpointStore store() {
    return new CheckpointStore(folder.resolve("checkpoints"), Disk.local());
  }

  private final class Leave implements UpdateBoundary {
    private final Recording recording;
    private final RunFacts facts;

    Leave(Recording recording, RunFacts facts) {
      this.recording = recording;
      this.facts = facts;
    }

    @Override
    public void reached(RunProgress progress, RunMemory memory) {
      recording.reached(progress, memory);
      if (progress.updates() == LEFT_AFTER) {
        try {
          store().write("golden", facts, progress, memory, false);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        throw new IllegalStateException("left");
      }
    }
  }

  /** All but the fake device, which has a turn of its own. */
  private static boolean isTested(String id) {
    return id.equals(FakeDevice.ID) == FakeDevice.ID.equals(System.getenv("TEST_BACKEND"));
  }

  private static Backend backend(String id) {
    return ServiceLoader.load(BackendProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(provider -> provider.id().equals(id))
        .map(GoldenRunsTest::open)
        .findFirst()
        .orElseThrow();
  }

  private static Backend open(BackendProvider provider) {
    try {
      return provider.open();
    } catch (BackendUnavailableException e) {
      throw new IllegalStateException(e);
    }
  }
}
