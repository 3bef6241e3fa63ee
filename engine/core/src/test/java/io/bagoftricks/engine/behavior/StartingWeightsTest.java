package io.bagoftricks.engine.behavior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.api.model.Model;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.engine.internal.model.CifarResNet;
import io.bagoftricks.engine.internal.network.Graph;
import io.bagoftricks.engine.internal.run.RunFolder;
import io.bagoftricks.engine.internal.train.TrainingRun;
import io.bagoftricks.engine.internal.weights.StartingWeights;
import io.bagoftricks.engine.internal.weights.WeightsFile;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plan.RunPlanner;
import io.bagoftricks.engine.problem.ProblemException;
import io.bagoftricks.engine.recipe.ModelStart;
import io.bagoftricks.engine.recipe.Recipe;
import io.bagoftricks.engine.storage.Disk;
import io.bagoftricks.engine.toys.TinyRuns;
import io.bagoftricks.engine.toys.ToyType;
import io.bagoftricks.engine.train.TrainingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that start from a file, and parameters that keep their values. */
@Tag("every-backend")
final class StartingWeightsTest {
  @TempDir private Path folder;

  private static Recipe recipe(ModelStart start) {
    return TinyRuns.recipe(TinyRuns.toysAnd(), "weights-only").withStart(start);
  }

  private static RunPlan plan(ModelStart start) {
    return new RunPlanner(TinyRuns.toysAnd()).plan(recipe(start));
  }

  private static ModelStart frozen(String... names) {
    return ModelStart.defaults().freezing(List.of(names));
  }

  private static Map<String, List<Float>> values(Weights weights) {
    Map<String, List<Float>> values = new TreeMap<>();
    weights
        .network()
        .parameters()
        .forEach(
            p -> {
              float[] array =
                  weights.parameter(p.name()).dup().reshape(p.elements()).toFloatVector();
              Float[] boxed = new Float[array.length];
              Arrays.setAll(boxed, i -> array[i]);
              values.put(p.name(), List.of(boxed));
            });
    return values;
  }

  @Test
  void frozenParametersKeepTheirBitsAndOthersDoNot() throws IOException {
    try (TrainingRun run =
        TrainingRun.of(plan(frozen("layer1", "*.bn2.bias", "conv1.weight")), TinyRuns.backend())) {
      Map<String, List<Float>> before = values(run.weights());
      run.train(new TrainingListener() {});
      Map<String, List<Float>> after = values(run.weights());

      before.forEach(
          (name, values) -> {
            boolean frozen =
                name.startsWith("layer1.")
                    || name.endsWith(".bn2.bias")
                    || name.equals("conv1.weight");
            if (frozen) {
              assertThat(after.get(name)).describedAs(name).isEqualTo(values);
            } else {
              assertThat(after.get(name)).describedAs(name).isNotEqualTo(values);
            }
          });
    }
  }

  /**
   * As a FrozenBatchNorm2d: a frozen network trains with the function that it is evaluated with.
   */
  @Test
  void frozenBatchNormsKeepTheirStatistics() throws IOException {
    RunPlan plan = plan(frozen("conv1", "bn1", "layer1", "layer2.0.bn1.weight"));
    try (TrainingRun run = TrainingRun.of(plan, TinyRuns.backend())) {
      Map<String, List<Float>> before = statistics(run.weights());
      run.train(new TrainingListener() {});
      Map<String, List<Float>> after = statistics(run.weights());

      assertThat(before).hasSize(9);
      before.forEach(
          (name, values) -> {
            if (name.equals("bn1") || name.startsWith("layer1.")) {
              assertThat(after.get(name)).describedAs(name).isEqualTo(values);
            } else {
              assertThat(after.get(name)).describedAs(name).isNotEqualTo(values);
            }
          });
    }
    assertThat(plan.notes())
        .anySatisfy(
            note ->
                assertThat(note.message())
                    .contains("3 of 9 batch norms keep their running statistics"));
  }

  @Test
  void statisticsMoveOnWhereTheRecipeSaysSo() throws IOException {
    RunPlan plan =
        plan(new ModelStart(Optional.empty(), List.of("conv1", "bn1"), Optional.of(false)));
    try (TrainingRun run = TrainingRun.of(plan, TinyRuns.backend())) {
      Map<String, List<Float>> before = statistics(run.weights());
      run.train(new TrainingListener() {});
      assertThat(statistics(run.weights()).get("bn1")).isNotEqualTo(before.get("bn1"));
    }
    assertThat(plan.notes())
        .anySatisfy(note -> assertThat(note.message()).contains("model.freezeStatistics is false"));
  }

  private static Map<String, List<Float>> statistics(Weights weights) {
    float[] all = weights.statistics().dup().toFloatVector();
    Map<String, List<Float>> statistics = new TreeMap<>();
    weights
        .layout()
        .statistics()
        .forEach(
            (name, slice) -> {
              List<Float> values = new ArrayList<>();
              for (int i = 0; i < 2 * slice.channels(); i++) {
                values.add(all[(int) slice.offset() + i]);
              }
              statistics.put(name, values);
            });
    return statistics;
  }

  @Test
  void freezingNothingOrEverythingIsRefused() {
    assertThatThrownBy(() -> plan(frozen("layer9", "fc")))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(
            "[recipe/freeze-nothing] model.freeze names 'layer9', but there is no such layer or"
                + " parameter. Did you mean 'layer1'?");
    assertThatThrownBy(() -> plan(frozen("head")))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("Known: 'conv1', 'layer1', 'layer2', 'layer3', 'fc', 'bn1'.");
    assertThatThrownBy(() -> plan(frozen("*")))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("[recipe/all-frozen] model.freeze leaves no parameter to train.");
  }

  @Test
  void startsFromWhatAnotherRunKept() throws IOException {
    Path file = save(ModelStart.defaults());
    RunPlan plan = plan(ModelStart.defaults().from(file.toString()));
    try (TrainingRun source = TrainingRun.of(plan(ModelStart.defaults()), TinyRuns.backend());
        TrainingRun run = TrainingRun.of(other(plan), TinyRuns.backend())) {
      assertThat(values(run.weights())).isNotEqualTo(values(source.weights()));

      assertThat(StartingWeights.load(plan, run.weights(), List.of()))
          .contains("starts from the weights in " + file);

      assertThat(values(run.weights())).isEqualTo(values(source.weights()));
    }
  }

  @Test
  void aHeadForOtherClassesIsNewAndSaid() throws IOException {
    Path file = save(ModelStart.defaults());
    RunPlan plan = plan(ModelStart.defaults());
    var graph = Graph.of(plan.recipe().model().made(), plan.facts().input(), 3);
    try (Weights weights = TinyRuns.backend().allocate(graph.freeze(), Precision.FLOAT)) {
      assertThat(WeightsFile.open(file).loadAllButAnotherHead(weights))
          .containsExactly("fc.weight", "fc.bias");

      assertThat(values(weights).get("fc.weight")).containsOnly(0f).hasSize(3 * 16);
      assertThat(values(weights).get("conv1.weight")).doesNotContain(0f);
      assertThatThrownBy(() -> WeightsFile.open(file).load(weights))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("fc.weight has the shape [10, 16], but [3, 16] here");
    }
  }

  @Test
  void anotherNetworksWeightsAreRefusedWithReasons() throws IOException {
    Path file = save(ModelStart.defaults());
    RunPlan plan =
        new RunPlanner(TinyRuns.toysAnd())
            .plan(
                withModel(
                    recipe(ModelStart.defaults().from(file.toString())), new CifarResNet(14, 4)));
    try (TrainingRun run = TrainingRun.of(plan, TinyRuns.backend())) {
      Map<String, List<Float>> before = values(run.weights());

      assertThatThrownBy(() -> StartingWeights.load(plan, run.weights(), List.of()))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("[weights/misfit] These weights are another network's: ")
          .hasMessageContaining("it lacks layer1.1.bn1.bias");

      assertThat(values(run.weights())).isEqualTo(before);
    }
    assertThatThrownBy(() -> WeightsFile.open(folder.resolve("none")))
        .hasMessageContaining("[weights/missing] There is no such file of weights.");
    Path noWeights = Files.writeString(folder.resolve("recipe.json"), "{\"name\": \"tiny\"}");
    assertThatThrownBy(() -> WeightsFile.open(noWeights))
        .hasMessageContaining("[weights/unreadable] This is not a file of weights: ");
  }

  private static Recipe withModel(Recipe recipe, Model model) {
    return new Recipe(
        recipe.name(),
        recipe.source(),
        recipe.data(),
        ToyType.entry(model),
        recipe.start(),
        recipe.optimizer(),
        recipe.training(),
        recipe.tricks());
  }

  /** The weights of a run at its start. */
  private Path save(ModelStart start) throws IOException {
    try (TrainingRun run = TrainingRun.of(plan(start), TinyRuns.backend())) {
      RunFolder source = RunFolder.create(Disk.local(), folder.resolve("source"), "{}");
      source.ending().save(run.weights());
      return source.ending().weights();
    }
  }

  private static RunPlan other(RunPlan plan) {
    return new RunPlanner(TinyRuns.toysAnd())
        .plan(
            TinyRuns.with(
                plan.recipe(),
                plan.recipe().training().withSeed(plan.recipe().training().seed() + 1)));
  }
}
