package io.bagoftricks.engine.behavior;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.backends.nd4j.Nd4jBackendProvider;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.backends.spi.BackendUnavailableException;
import io.bagoftricks.backends.testkit.FakeDevice;
import io.bagoftricks.engine.checkpoint.CheckpointStore;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plan.RunPlanner;
import io.bagoftricks.engine.plugin.TrickRegistry;
import io.bagoftricks.engine.recipe.ModelStart;
import io.bagoftricks.engine.recipe.Recipe;
import io.bagoftricks.engine.recipe.TrainingConfig;
import io.bagoftricks.engine.storage.Disk;
import io.bagoftricks.engine.toys.RunEnd;
import io.bagoftricks.engine.toys.RunToys;
import io.bagoftricks.engine.toys.TestType;
import io.bagoftricks.engine.toys.TinyRuns;
import io.bagoftricks.engine.train.ReplayCheck;
import io.bagoftricks.engine.train.RunMemory;
import io.bagoftricks.engine.train.RunProgress;
import io.bagoftricks.engine.train.TrainingListener;
import io.bagoftricks.engine.train.TrainingRun;
import io.bagoftricks.engine.train.UpdateBoundary;
import io.bagoftricks.engine.train.UpdateReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * On a device whose memory the host does not see a run ends in the very bits in which it ends in
 * the host's memory, whatever tricks hold and write meanwhile.
 */
final class DeviceTest {
  private static final TrickRegistry TRICKS =
      TinyRuns.toysAnd(
          new DeviceTricks.HoldsGradientsProvider(),
          new DeviceTricks.ReadsProvider(),
          new DeviceTricks.HoldsWeightsProvider(),
          new DeviceTricks.OneByOneProvider(),
          new MeanTeacherTest.ConsistencyProvider());
  private static final String NORMALIZE = RunToys.STANDARDIZE;

  @TempDir private Path folder;

  private record Case(String name, Recipe recipe) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> cases() {
    return Stream.of(
        new Case(
            "an average, a mixture, and clipped gradients",
            frozen(
                TinyRuns.recipe(
                    TRICKS, NORMALIZE, "mix", "clip", "moving-average", "weights-only"))),
        new Case("what holds gradients", TinyRuns.recipe(TRICKS, NORMALIZE, "holds-gradients")),
        new Case("what reads", TinyRuns.recipe(TRICKS, NORMALIZE, "clip", "reads")),
        new Case("what holds weights", TinyRuns.recipe(TRICKS, NORMALIZE, "holds-weights")),
        new Case("a mean teacher", TinyRuns.recipe(TRICKS, NORMALIZE, "clip", "consistency")),
        new Case("an optimizer of a plugin", ownFormula()),
        new Case("one by one", frozen(TinyRuns.recipe(TRICKS, NORMALIZE, "one-by-one"))));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void endsInTheSameBits(Case each) throws IOException {
    assertThat(end(each.recipe(), device(), Optional.empty(), UpdateBoundary.none()))
        .isEqualTo(end(each.recipe(), host(), Optional.empty(), UpdateBoundary.none()));
  }

  /** Strict runs look at every array in every call. */
  @ParameterizedTest
  @MethodSource("cases")
  void endsInTheSameBitsWhereAllIsWatched(Case each) throws IOException {
    Recipe strict = TinyRuns.with(each.recipe(), training(true));
    assertThat(end(strict, device(), Optional.empty(), UpdateBoundary.none()))
        .isEqualTo(end(each.recipe(), host(), Optional.empty(), UpdateBoundary.none()));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void goesOnToTheSameBits(Case each) throws IOException {
    CheckpointStore store = new CheckpointStore(folder, Disk.local());
    RunPlan plan = plan(each.recipe());
    UpdateBoundary writes =
        (progress, memory) -> {
          if (progress.updates() == 5) {
            write(store, plan, progress, memory);
          }
        };
    RunEnd whole = end(each.recipe(), device(), Optional.empty(), writes);

    assertThat(end(each.recipe(), device(), Optional.of(store), UpdateBoundary.none()))
        .isEqualTo(whole);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void replaysTheSame(Case each) throws IOException {
    Recipe strict = TinyRuns.with(each.recipe(), training(true));
    new ReplayCheck(plan(strict), device()).run();
  }

  /** Where nobody asks for arrays, updates move no weights to the host. */
  @Test
  void arithmeticStaysOnTheDevice() throws IOException {
    FakeDevice device = device();
    List<Integer> fetched = new ArrayList<>();
    Recipe recipe = TinyRuns.recipe(TRICKS, NORMALIZE, "clip", "moving-average");
    try (TrainingRun run = TrainingRun.of(plan(frozen(recipe)), device)) {
      run.train(
          new TrainingListener() {
            @Override
            public void onUpdate(UpdateReport update) {
              fetched.add(device.fetched().size());
            }
          });
    }
    // Tricks are watched in the first updates, and in the first of each epoch of four.
    assertThat(fetched).hasSize(8);
    assertThat(fetched.get(0)).isPositive();
    assertThat(fetched.subList(5, 8)).containsOnly(fetched.get(4));
  }

  private static RunEnd end(
      Recipe recipe, Backend backend, Optional<CheckpointStore> from, UpdateBoundary boundary)
      throws IOException {
    return RunEnd.of(plan(recipe), backend, from, boundary);
  }

  private static void write(
      CheckpointStore store, RunPlan plan, RunProgress progress, RunMemory memory) {
    try {
      store.write("recipe", plan.facts(), progress, memory, false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Recipe ownFormula() {
    Recipe recipe = frozen(TinyRuns.recipe(TRICKS, NORMALIZE));
    return new Recipe(
        recipe.name(),
        recipe.source(),
        recipe.data(),
        recipe.model(),
        recipe.start(),
        TestType.entry(new DeviceTricks.OwnFormula(0.01, 0)),
        recipe.training(),
        recipe.tricks());
  }

  private static Recipe frozen(Recipe recipe) {
    return recipe.withStart(
        ModelStart.defaults().freezing(List.of("layer2.0.conv1.weight", "bn1")));
  }

  private static TrainingConfig training(boolean strict) {
    TrainingConfig plain = new TrainingConfig(2, 16, 0, 7, true, 1, 1);
    return new TrainingConfig(
        2, 16, 0, 7, true, 1, 1, plain.checkpoint(), plain.onNonFinite(), strict);
  }

  private static RunPlan plan(Recipe recipe) {
    return new RunPlanner(TRICKS).plan(recipe);
  }

  private static Backend host() {
    return TinyRuns.backend("nd4j");
  }

  private static FakeDevice device() {
    try {
      return new FakeDevice(new Nd4jBackendProvider().open());
    } catch (BackendUnavailableException e) {
      throw new IllegalStateException(e);
    }
  }
}
