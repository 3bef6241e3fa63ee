package io.bagoftricks.product.random;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.engine.backend.BackendRegistry;
import io.bagoftricks.engine.internal.checkpoint.Checkpoint;
import io.bagoftricks.engine.internal.checkpoint.CheckpointStore;
import io.bagoftricks.engine.internal.train.TrainingRun;
import io.bagoftricks.engine.plan.PlannedTrick;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.storage.Disk;
import io.bagoftricks.engine.train.TrainingListener;
import io.bagoftricks.engine.train.UpdateReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Tricks that a seed draws together: five steps on every backend, of which nothing is not finite,
 * and a run that is resumed from a checkpoint in the middle ends in the same bits. A failure names
 * the seed: {@code -Drandom.recipes.first=SEED -Drandom.recipes=1}.
 */
final class RandomRecipesTest {
  private static final long FIRST = Long.getLong("random.recipes.first", 0);
  private static final long COUNT = Long.getLong("random.recipes", 300);

  /** Nobody cuts the power of a test, and a disk takes its time. */
  private static final Disk UNFORCED = unforced(Disk.local());

  @TempDir Path folder;

  static Stream<String> backends() {
    return BackendRegistry.of(RandomRecipesTest.class.getClassLoader()).ids().stream();
  }

  @ParameterizedTest
  @MethodSource("backends")
  void staysFiniteAndGoesOnToTheSameBits(String id) throws Exception {
    Backend backend =
        BackendRegistry.of(RandomRecipesTest.class.getClassLoader())
            .open(Optional.of(id), message -> {});
    for (long seed = FIRST; seed < FIRST + COUNT; seed++) {
      check(seed, backend);
    }
  }

  @Test
  void mostTricksOccurAndEveryOptimizer() {
    Set<String> tricks = new TreeSet<>();
    Set<String> optimizers = new TreeSet<>();
    long pairs =
        LongStream.range(0, 200)
            .mapToObj(RandomRecipe::plan)
            .peek(plan -> plan.tricks().stream().map(PlannedTrick::instance).forEach(tricks::add))
            .peek(plan -> optimizers.add(plan.recipe().optimizer().type().id()))
            .filter(plan -> plan.tricks().size() > 1)
            .count();
    assertThat(tricks).hasSizeGreaterThan(35).contains("distillation", "layer-freeze");
    assertThat(optimizers).contains("adamw", "lamb", "lars", "nag", "rmsprop", "sgd");
    assertThat(pairs).isGreaterThan(100);
  }

  private void check(long seed, Backend backend) throws IOException {
    RunPlan plan = RandomRecipe.plan(seed);
    long stop = 2 + seed / 4 % (plan.facts().totalSteps() - 2);
    List<String> tricks = plan.tricks().stream().map(PlannedTrick::instance).toList();
    CheckpointStore store = new CheckpointStore(folder.resolve("seed-" + seed), UNFORCED);
    try (TrainingRun whole = TrainingRun.of(plan, backend);
        TrainingRun resumed = TrainingRun.of(plan, backend)) {
      whole.train(
          new Finite("seed " + seed + ": " + tricks),
          (progress, memory) -> {
            if (progress.updates() == stop) {
              try {
                store.write("random", plan.facts(), progress, memory, false);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            }
          });
      Checkpoint checkpoint = store.open(CheckpointStore.LAST);
      checkpoint.restore(resumed.memory(), plan.facts());
      resumed.goOn(checkpoint.progress());
      resumed.train(new TrainingListener() {});
      double[] weights = weights(whole);
      assertThat(weights)
          .describedAs("seed %d on %s with %s", seed, backend.id(), tricks)
          .isEqualTo(weights(resumed))
          .doesNotContain(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
    } catch (RuntimeException e) {
      throw new AssertionError(
          "seed " + seed + " on " + backend.id() + " with " + tricks + ": " + e.getMessage(), e);
    } finally {
      UNFORCED.delete(folder.resolve("seed-" + seed));
    }
  }

  private static Disk unforced(Disk disk) {
    return (Disk)
        Proxy.newProxyInstance(
            Disk.class.getClassLoader(),
            new Class<?>[] {Disk.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("force")) {
                return null;
              }
              return method.isDefault()
                  ? InvocationHandler.invokeDefault(proxy, method, arguments)
                  : method.invoke(disk, arguments);
            });
  }

  private static double[] weights(TrainingRun run) {
    INDArray weights = run.weights().masters();
    return weights.dup().reshape(weights.length()).toDoubleVector();
  }

  /**
   * No loss of a step is anything but a number, and gradients leave the range of their type only
   * where the loss is scaled: that is how a scale is found.
   */
  private record Finite(String what) implements TrainingListener {
    @Override
    public void onUpdate(UpdateReport update) {
      assertThat(update.overflowed() && update.lossScale() == 1).describedAs(what).isFalse();
      assertThat(update.losses().values()).describedAs(what).allMatch(Double::isFinite);
    }
  }
}
