package io.bagoftricks.engine.behavior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.api.Effect;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.ParamGroups;
import io.bagoftricks.api.ParamGroupsHook;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.TrainingTime;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;
import io.bagoftricks.api.Uses;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.optimizer.Optimizer;
import io.bagoftricks.api.optimizer.UpdateRule;
import io.bagoftricks.backends.spi.Profiler.Pass;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.engine.internal.optimizer.AdamW;
import io.bagoftricks.engine.internal.optimizer.Nag;
import io.bagoftricks.engine.internal.optimizer.Sgd;
import io.bagoftricks.engine.internal.timing.StepProfiler;
import io.bagoftricks.engine.internal.train.RunMemory;
import io.bagoftricks.engine.internal.train.RunProgress;
import io.bagoftricks.engine.internal.train.TrainingRun;
import io.bagoftricks.engine.internal.train.UpdateBoundary;
import io.bagoftricks.engine.plan.RunPlanner;
import io.bagoftricks.engine.plugin.TrickRegistry;
import io.bagoftricks.engine.recipe.Recipe;
import io.bagoftricks.engine.toys.RunToys;
import io.bagoftricks.engine.toys.TinyRuns;
import io.bagoftricks.engine.toys.ToyType;
import io.bagoftricks.engine.train.TrainingListener;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Parameters that are frozen in the second and third step. */
@Tag("every-backend")
final class FreezeOverTimeTest {
  private static final TrickRegistry TRICKS = TinyRuns.toysAnd(new FreezesProvider());
  private static final Optimizer OPTIMIZER = new Sgd(0.1, 0.9, 1e-4);
  private static final String STEM = "conv1.weight";
  private static final String HEAD = "fc.weight";

  record NoSettings() {}

  /** Freezes the stem and the first stage. */
  static final class Freezes implements ParamGroupsHook {
    @Inject
    Freezes() {}

    @Override
    @Uses(adds = Slot.RATE_FACTORS)
    public void onParamGroups(ParamGroups groups) {
      int frozen = 0;
      for (String layer : List.of("conv1", "bn1", "layer1")) {
        frozen +=
            groups.freeze(
                Parameter.below(layer), TrainingTime.parse("1ba"), TrainingTime.parse("3ba"));
      }
      groups.receipt(new Effect(frozen, groups.parameters().size(), "parameters"));
    }
  }

  @TrickCard(id = "freezes", family = Family.OPTIMIZATION, summary = "Freezes first layers.")
  public static final class FreezesProvider implements TrickProvider<NoSettings> {
    @Override
    public Class<? extends Trick> trick() {
      return Freezes.class;
    }

    @Override
    public NoSettings defaults() {
      return new NoSettings();
    }
  }

  /** The values of a run after each step, and the layers that had a backward pass in it. */
  private static final class Seen implements UpdateBoundary, StepProfiler {
    private final List<Map<String, double[]>> after = new ArrayList<>();
    private final List<Set<String>> backward = new ArrayList<>();
    private Set<String> layers = new TreeSet<>();

    @Override
    public void begins(RunProgress progress, RunMemory memory) {
      after.add(values(memory.weights()));
    }

    @Override
    public void reached(RunProgress progress, RunMemory memory) {
      if (progress.updates() == after.size()) {
        after.add(values(memory.weights()));
        backward.add(layers);
        layers = new TreeSet<>();
      }
    }

    @Override
    public void ran(Operation operation, long fromNanos, long toNanos) {
      if (operation.pass() == Pass.BACKWARD) {
        layers.add(operation.layer());
      }
    }

    @Override
    public void began(Activity activity, String name) {}

    @Override
    public void ended() {}

    double[] after(int steps, String name) {
      return Objects.requireNonNull(after.get(steps).get(name));
    }

    private static Map<String, double[]> values(Weights weights) {
      Map<String, double[]> values = new TreeMap<>();
      values.put("", weights.statistics().dup().toDoubleVector());
      for (String name : List.of(STEM, HEAD)) {
        values.put(name, weights.parameter(name).dup().ravel().toDoubleVector());
      }
      return values;
    }
  }

  /** A velocity that holds the rate would carry them on. */
  @ParameterizedTest
  @MethodSource
  void frozenParametersStayAndNeedNoBackwardPass(Optimizer optimizer) throws IOException {
    Seen seen = run(optimizer, "freezes");

    assertThat(seen.after(1, STEM)).isNotEqualTo(seen.after(0, STEM));
    assertThat(seen.after(2, STEM)).isEqualTo(seen.after(1, STEM));
    assertThat(seen.after(3, STEM)).isEqualTo(seen.after(1, STEM));
    assertThat(seen.after(4, STEM)).isNotEqualTo(seen.after(3, STEM));
    for (int step = 1; step <= 4; step++) {
      assertThat(seen.after(step, HEAD)).isNotEqualTo(seen.after(step - 1, HEAD));
      assertThat(seen.after(step, "")).isNotEqualTo(seen.after(step - 1, ""));
    }
    assertThat(seen.backward.get(0)).contains("conv1", "layer1.0.conv1", "layer2.0.conv1", "fc");
    for (int step : new int[] {1, 2}) {
      assertThat(seen.backward.get(step))
          .contains("layer2.0.conv1", "fc")
          .noneMatch(layer -> layer.equals("conv1") || layer.startsWith("layer1"));
    }
    assertThat(seen.backward.get(3)).isEqualTo(seen.backward.get(0));
  }

  /** The first step with frozen parameters is from the same weights as without. */
  @Test
  void othersMoveAsWithoutIt() throws IOException {
    Seen with = run(OPTIMIZER, "freezes");
    Seen without = run(OPTIMIZER);
    assertThat(with.after(2, HEAD)).containsExactly(without.after(2, HEAD), within(1e-6));
    assertThat(with.after(2, STEM)).isNotEqualTo(without.after(2, STEM));
  }

  static List<Optimizer> frozenParametersStayAndNeedNoBackwardPass() {
    return List.of(
        new Sgd(0.1, 0.9, 1e-4),
        new Nag(0.1, 0.9, 1e-4, UpdateRule.Nag.Form.PAPER),
        new Nag(0.1, 0.9, 1e-4, UpdateRule.Nag.Form.MXNET),
        new AdamW(1e-3, 0.9, 0.999, 1e-8, 0.01));
  }

  private static Seen run(Optimizer optimizer, String... tricks) throws IOException {
    List<String> all = new ArrayList<>(List.of(RunToys.STANDARDIZE));
    all.addAll(List.of(tricks));
    Seen seen = new Seen();
    Recipe recipe = TinyRuns.recipe(TRICKS, all.toArray(String[]::new));
    Recipe optimized =
        new Recipe(
            recipe.name(),
            recipe.source(),
            recipe.data(),
            recipe.model(),
            recipe.start(),
            ToyType.entry(optimizer),
            recipe.training(),
            recipe.tricks());
    try (TrainingRun run =
        TrainingRun.of(new RunPlanner(TRICKS).plan(optimized), TinyRuns.backend())) {
      run.profile(seen);
      run.train(new TrainingListener() {}, seen);
    }
    return seen;
  }
}
