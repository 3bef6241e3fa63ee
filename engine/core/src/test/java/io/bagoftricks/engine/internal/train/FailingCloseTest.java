package io.bagoftricks.engine.internal.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.api.Family;
import io.bagoftricks.api.ParamGroups;
import io.bagoftricks.api.ParamGroupsHook;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;
import io.bagoftricks.api.Uses;
import io.bagoftricks.api.data.DataFacts;
import io.bagoftricks.api.data.DataSource;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Split;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.backends.spi.Plan;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.engine.Training;
import io.bagoftricks.engine.internal.model.CifarResNet;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plan.RunPlanner;
import io.bagoftricks.engine.plugin.TrickException;
import io.bagoftricks.engine.plugin.TrickRegistry;
import io.bagoftricks.engine.recipe.TrainingConfig;
import io.bagoftricks.engine.toys.ScriptedBackend;
import io.bagoftricks.engine.toys.ToyProvider;
import io.bagoftricks.engine.toys.ToyRecipes;
import io.bagoftricks.engine.toys.ToyTricks.None;
import jakarta.inject.Inject;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

/** A trick and images that fail to close: the first failure is told, with those after it. */
final class FailingCloseTest {
  private static final TrickRegistry TRICKS =
      TrickRegistry.of(List.<TrickProvider<?>>of(new StubbornProvider()));

  private static boolean planned;
  private static boolean starts;

  private final List<Split> closed = new ArrayList<>();

  @TrickCard(id = "stubborn", family = Family.OPTIMIZATION, summary = "Cannot be closed.")
  static final class StubbornProvider extends ToyProvider<None> {
    StubbornProvider() {
      super(Stubborn.class, new None());
    }
  }

  static final class Stubborn implements ParamGroupsHook, AutoCloseable {
    @Inject
    Stubborn() {}

    @Override
    @Uses
    public void onParamGroups(ParamGroups groups) {
      if (planned && !starts) {
        throw new IllegalStateException("cannot start");
      }
    }

    @Override
    public void close() {
      if (planned) {
        throw new IllegalStateException("cannot close");
      }
    }
  }

  private record Images(List<Split> closed) implements DataSource {
    @Override
    public DataFacts facts() {
      return new DataFacts(2, 8, 2, new Shape(1, 8, 8));
    }

    @Override
    public Dataset open(Split split) {
      return new Dataset() {
        @Override
        public int size() {
          return split == Split.TRAIN ? 8 : 2;
        }

        @Override
        public int label(int index) {
          return index % 2;
        }

        @Override
        public Image read(int index) {
          return new Image(Size.of(8), new float[][] {new float[64]});
        }

        @Override
        public void close() {
          closed.add(split);
          throw new IllegalStateException("images of " + split + " cannot be closed");
        }
      };
    }
  }

  private RunPlan plan(boolean runStarts) {
    planned = false;
    RunPlan plan =
        new RunPlanner(TRICKS)
            .plan(
                ToyRecipes.recipe(
                    "run",
                    new Images(closed),
                    new CifarResNet(8, 1),
                    new TrainingConfig(1, 8, 0, 42, true, 1, 1),
                    List.of(ToyRecipes.entry(TRICKS, "stubborn"))));
    planned = true;
    starts = runStarts;
    return plan;
  }

  private static ScriptedBackend backend() {
    return new ScriptedBackend(2, forward -> 1, backward -> 1);
  }

  @Test
  void aRunTellsOfItsTricksAndOfItsImages() throws Exception {
    ScriptedBackend backend = backend();
    TrainingRun run = TrainingRun.of(plan(true), backend);
    assertThatThrownBy(run::close)
        .isInstanceOf(TrickException.class)
        .hasMessageContaining("'stubborn' failed in close")
        .satisfies(
            e ->
                assertThat(e.getSuppressed())
                    .singleElement()
                    .satisfies(also -> assertThat(also).hasMessageContaining("cannot be closed")));
    assertThat(closed).hasSizeGreaterThanOrEqualTo(2);
    assertThat(backend.closedWeights()).isEqualTo(1);
  }

  /** Of whatever cannot be made behind the weights. */
  @Test
  void weightsAreFreedWhereTheRestCannotBeMade() {
    ScriptedBackend backend = backend();
    Backend full = failing(backend, "array");

    assertThatThrownBy(() -> Training.steps(plan(true), full)).hasMessageContaining("array fails");
    assertThat(backend.closedWeights()).isEqualTo(1);
  }

  @Test
  void tricksAreClosedWhereANetworkCannotBeMade() {
    Backend full = failing(backend(), "allocate");

    assertThatThrownBy(() -> Training.inference(plan(true), full))
        .hasMessage("allocate fails")
        .satisfies(
            e ->
                assertThat(e.getSuppressed())
                    .singleElement()
                    .satisfies(
                        also ->
                            assertThat(also).hasMessageContaining("'stubborn' failed in close")));
  }

  @Test
  void aPlanThatCannotBeClosedKeepsNothingElseFromIt() {
    ScriptedBackend backend = backend();
    Steps steps = Training.steps(plan(true), failing(backend, "close"));
    steps.logits(Nd4j.zeros(1, 1, 8, 8));

    assertThatThrownBy(steps::close)
        .hasMessage("close fails")
        .satisfies(
            e ->
                assertThat(e.getSuppressed())
                    .extracting(Throwable::getMessage)
                    .anyMatch(said -> said.contains("'stubborn' failed in close")));
    assertThat(backend.closedWeights()).isEqualTo(1);
  }

  /** A backend whose plans, or whose weights, fail in some methods. */
  private static Backend failing(Backend backend, String... methods) {
    return wrapped(Backend.class, backend, Set.of(methods));
  }

  private static <T> T wrapped(Class<T> type, T real, Set<String> failing) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              if (failing.contains(method.getName())
                  && (real instanceof Plan || !method.getName().equals("close"))) {
                throw new IllegalStateException(method.getName() + " fails");
              }
              Object result = method.invoke(real, arguments);
              if (result instanceof Plan plan) {
                return wrapped(Plan.class, plan, failing);
              }
              return result instanceof Weights weights
                  ? wrapped(Weights.class, weights, failing)
                  : result;
            }));
  }

  @Test
  void theReasonWhyARunCannotStartIsTheOneThatIsTold() {
    RunPlan plan = plan(false);
    assertThatThrownBy(() -> TrainingRun.of(plan, backend()))
        .isInstanceOf(TrickException.class)
        .hasMessageContaining("'stubborn' failed in onParamGroups")
        .satisfies(
            e ->
                assertThat(e.getSuppressed())
                    .extracting(Throwable::getMessage)
                    .anyMatch(said -> said.contains("'stubborn' failed in close"))
                    .anyMatch(said -> said.contains("cannot be closed")));
    assertThat(closed).hasSizeGreaterThanOrEqualTo(2);
  }
}
