package io.bagoftricks.engine.toys;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.backends.nd4j.Nd4jBackendProvider;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.backends.spi.BackendUnavailableException;
import io.bagoftricks.backends.testkit.FakeDevice;
import io.bagoftricks.engine.internal.checkpoint.CheckpointStore;
import io.bagoftricks.engine.internal.train.ReplayCheck;
import io.bagoftricks.engine.internal.train.RunMemory;
import io.bagoftricks.engine.internal.train.RunProgress;
import io.bagoftricks.engine.internal.train.UpdateBoundary;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plan.RunPlanner;
import io.bagoftricks.engine.plugin.TrickRegistry;
import io.bagoftricks.engine.recipe.ModelStart;
import io.bagoftricks.engine.recipe.Recipe;
import io.bagoftricks.engine.recipe.TrainingConfig;
import io.bagoftricks.engine.storage.Disk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * On a device whose memory the host does not see a run ends in the very bits in which it ends in
 * the host's memory. A test of it has {@code static Stream<Case> cases()}.
 */
public abstract class DeviceContract {
  private final TrickRegistry tricks;
  @TempDir private Path folder;

  /**
   * A recipe of a few steps.
   *
   * @param name for the report
   */
  public record Case(String name, Recipe recipe) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** Of runs with these tricks. */
  protected DeviceContract(TrickRegistry tricks) {
    this.tricks = tricks;
  }

  @ParameterizedTest
  @MethodSource("cases")
  final void endsInTheSameBits(Case each) throws IOException {
    assertThat(end(each.recipe(), device(), Optional.empty(), UpdateBoundary.none()))
        .isEqualTo(end(each.recipe(), host(), Optional.empty(), UpdateBoundary.none()));
  }

  /** Strict runs look at every array in every call. */
  @ParameterizedTest
  @MethodSource("cases")
  final void endsInTheSameBitsWhereAllIsWatched(Case each) throws IOException {
    Recipe strict = TinyRuns.with(each.recipe(), training(true));
    assertThat(end(strict, device(), Optional.empty(), UpdateBoundary.none()))
        .isEqualTo(end(each.recipe(), host(), Optional.empty(), UpdateBoundary.none()));
  }

  @ParameterizedTest
  @MethodSource("cases")
  final void goesOnToTheSameBits(Case each) throws IOException {
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
  final void replaysTheSame(Case each) throws IOException {
    Recipe strict = TinyRuns.with(each.recipe(), training(true));
    new ReplayCheck(plan(strict), device()).run();
  }

  private RunEnd end(
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

  /** The recipe with a weight and a norm that are not trained. */
  protected static Recipe frozen(Recipe recipe) {
    return recipe.withStart(
        ModelStart.defaults().freezing(List.of("layer2.0.conv1.weight", "bn1")));
  }

  private static TrainingConfig training(boolean strict) {
    TrainingConfig plain = new TrainingConfig(2, 16, 0, 7, true, 1, 1);
    return new TrainingConfig(
        2, 16, 0, 7, true, 1, 1, plain.checkpoint(), plain.onNonFinite(), strict);
  }

  /** Plans with the tricks of this test. */
  protected final RunPlan plan(Recipe recipe) {
    return new RunPlanner(tricks).plan(recipe);
  }

  private static Backend host() {
    return TinyRuns.backend("nd4j");
  }

  /** The reference backend behind a wall. */
  protected static FakeDevice device() {
    try {
      return new FakeDevice(new Nd4jBackendProvider().open());
    } catch (BackendUnavailableException e) {
      throw new IllegalStateException(e);
    }
  }
}
