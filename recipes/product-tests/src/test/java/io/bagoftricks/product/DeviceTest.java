package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.Effect;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.InitHook;
import io.bagoftricks.api.NetworkDraft;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;
import io.bagoftricks.api.Uses;
import io.bagoftricks.api.network.CustomLayer;
import io.bagoftricks.api.network.Relu;
import io.bagoftricks.api.network.Shape;
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
import io.bagoftricks.engine.toys.TinyRuns;
import io.bagoftricks.engine.train.ReplayCheck;
import io.bagoftricks.engine.train.RunMemory;
import io.bagoftricks.engine.train.RunProgress;
import io.bagoftricks.engine.train.UpdateBoundary;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * On a device whose memory the host does not see the product's tricks do what they do elsewhere.
 */
final class DeviceTest {
  private static final TrickRegistry TRICKS = TinyRuns.tricksAnd(new NarrowLayersProvider());
  private static final String NORMALIZE =
      "{\"trick\": \"normalize\", \"mean\": [100], \"standardDeviation\": [50]}";
  private static final String HALF =
      "{\"trick\": \"mixed-precision\", \"type\": \"fp16\", \"initialScale\": 16777216,"
          + " \"growthInterval\": 2}";

  @TempDir private Path folder;

  private record Case(String name, Recipe recipe) {
    @Override
    public String toString() {
      return name;
    }
  }

  record NoSettings() {}

  /** Puts a layer of 16 bits in the place of the first ReLU. */
  static final class NarrowLayers implements InitHook {
    @Inject
    NarrowLayers() {}

    @Override
    @Uses(changes = Slot.STRUCTURE)
    public void onInit(NetworkDraft network) {
      network.replace(network.nodes(Relu.class).get(0), new Narrow());
      network.receipt(new Effect(1, 1, "activations"));
    }
  }

  @TrickCard(id = "narrow-layers", family = Family.ARCHITECTURE, summary = "Layers in 16 bits.")
  static final class NarrowLayersProvider implements TrickProvider<NoSettings> {
    @Override
    public Class<? extends Trick> trick() {
      return NarrowLayers.class;
    }

    @Override
    public NoSettings defaults() {
      return new NoSettings();
    }
  }

  private record Narrow() implements CustomLayer {
    @Override
    public boolean inStoredPrecision() {
      return true;
    }

    @Override
    public Shape output(List<Shape> inputs) {
      return inputs.get(0);
    }

    @Override
    public void forward(Forward pass) {
      check(pass.input(0));
      pass.output().assign(pass.input(0)).muli(0.5);
    }

    @Override
    public void backward(Backward pass) {
      check(pass.outputGradient());
      pass.inputGradient(0).assign(pass.outputGradient()).muli(0.5);
    }

    private static void check(INDArray array) {
      if (array.dataType() != DataType.FLOAT16) {
        throw new IllegalStateException("The layer was given " + array.dataType());
      }
    }
  }

  static Stream<Case> cases() {
    return Stream.of(
        new Case(
            "tricks that remember, in 16 bits",
            frozen(
                TinyRuns.recipe(
                    TRICKS, NORMALIZE, HALF, "mixup", "gradient-clip", "ema", "no-bias-decay"))),
        new Case(
            "layers of 16 bits",
            TinyRuns.recipe(
                TRICKS,
                NORMALIZE,
                "{\"trick\": \"mixed-precision\", \"type\": \"fp16\"}",
                "narrow-layers")));
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
