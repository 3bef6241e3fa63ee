package io.bagoftricks.engine.internal.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.api.FlatValues;
import io.bagoftricks.api.TeacherWeights;
import io.bagoftricks.api.data.DataFacts;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.optimizer.CustomRule;
import io.bagoftricks.api.optimizer.Optimizer;
import io.bagoftricks.api.optimizer.ParameterUpdate;
import io.bagoftricks.api.optimizer.UpdateRule;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.backends.spi.Phase;
import io.bagoftricks.backends.spi.Update;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.engine.internal.loader.LoaderBatch;
import io.bagoftricks.engine.internal.model.CifarResNet;
import io.bagoftricks.engine.internal.train.memory.BatchArrays;
import io.bagoftricks.engine.internal.train.memory.WeightsInitializer;
import io.bagoftricks.engine.internal.train.memory.WeightsSnapshot;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plan.RunPlanner;
import io.bagoftricks.engine.plugin.TrickRegistry;
import io.bagoftricks.engine.recipe.ModelStart;
import io.bagoftricks.engine.recipe.Recipe;
import io.bagoftricks.engine.recipe.TrainingConfig;
import io.bagoftricks.engine.toys.ScriptedBackend;
import io.bagoftricks.engine.toys.ToyRecipes;
import io.bagoftricks.engine.toys.ToyType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The arrays of a run: how they begin, what moves them, and what puts them back. */
final class WeightsAtWorkTest {
  private static final Shape IMAGE = new Shape(1, 8, 8);
  private static final List<String> FROZEN = List.of("layer2.0.conv1.weight", "fc.bias");

  private final ScriptedBackend backend = new ScriptedBackend(10, forward -> 1, backward -> 1);
  private final RunPlan plan = plan(FROZEN);
  private final Weights weights = backend.allocate(plan.network(), Precision.FLOAT);

  private static Recipe recipe(List<String> frozen) {
    return ToyRecipes.recipe(
            "weights",
            new ToyRecipes.Facts(new DataFacts(10, 20, 10, IMAGE)),
            new CifarResNet(8, 1),
            new TrainingConfig(2, 5, 2, 42, true, 1, 1),
            List.of())
        .withStart(ModelStart.defaults().freezing(frozen));
  }

  private static RunPlan plan(List<String> frozen) {
    return new RunPlanner(TrickRegistry.of(List.of())).plan(recipe(frozen));
  }

  @Test
  void aSnapshotPutsWeightsAndStatisticsBack() {
    weights.masters().assign(2);
    weights.statistics().assign(3);
    WeightsSnapshot before = WeightsSnapshot.of(weights);
    weights.masters().assign(5);
    weights.statistics().assign(6);
    before.close();
    assertThat(weights.masters().toFloatVector()).containsOnly(2);
    assertThat(weights.statistics().toFloatVector()).containsOnly(3);
  }

  /** As a network of its own would draw them, whatever else is drawn. */
  @Test
  void weightsBeginAsTheirParametersSay() {
    WeightsInitializer.initialize(weights, Draws.of(42));
    assertThat(weights.version()).isPositive();
    for (Parameter parameter : plan.network().parameters()) {
      float[] expected = new float[(int) parameter.elements()];
      parameter
          .initializer()
          .fill(
              expected,
              parameter.shape(),
              Draws.of(42).stream("initialize").stream(parameter.name()));
      assertThat(weights.parameter(parameter.name()).dup('c').ravel().toFloatVector())
          .isEqualTo(expected);
    }
  }

  @Test
  void frozenParametersHaveNoGradients() {
    FrozenParameters frozen = new FrozenParameters(plan.groups(), weights);
    weights.gradients().assign(1);
    frozen.clearGradients();
    assertThat(weights.gradients().toFloatVector()).containsOnly(1);
    assertThat(frozen.at(0)).containsExactlyInAnyOrderElementsOf(FROZEN);
    assertThat(frozen.at(1)).isSameAs(frozen.at(0));
    frozen.clearGradients();
    for (Parameter parameter : plan.network().parameters()) {
      assertThat(weights.gradient(parameter.name()).meanNumber().doubleValue())
          .isEqualTo(FROZEN.contains(parameter.name()) ? 0 : 1);
    }
    FrozenParameters none = new FrozenParameters(plan(List.of()).groups(), weights);
    assertThat(none.at(0)).isEmpty();
  }

  @Test
  void groupsAreSplitByTheFactorsOfOneStep() {
    Map<String, Double> factors =
        Map.of("fc.weight", 0.25, "conv1.weight", 0.25, "bn1.weight", 0.0);
    UpdateGroups groups = UpdateGroups.of(plan, 0, 0.5, factors, parameter -> 3);
    assertThat(groups.leftOut())
        .containsExactlyInAnyOrder("bn1.weight", "fc.bias", "layer2.0.conv1.weight");
    List<Update.Group> updated = Objects.requireNonNull(groups.byCount().get(3L));
    assertThat(groups.byCount()).hasSize(1);
    assertThat(updated.stream().flatMap(group -> group.parameters().stream()))
        .containsExactlyInAnyOrderElementsOf(
            plan.network().parameters().stream()
                .filter(parameter -> !FROZEN.contains(parameter.name()))
                .filter(parameter -> !parameter.name().equals("bn1.weight"))
                .toList());
    for (Update.Group group : updated) {
      for (Parameter parameter : group.parameters()) {
        boolean slow = List.of("fc.weight", "conv1.weight").contains(parameter.name());
        assertThat(group.learningRate()).isEqualTo(slow ? 0.125 : 0.5);
        assertThat(group.weightDecay()).isEqualTo(1e-4);
      }
    }
    assertThat(UpdateGroups.of(plan(List.of()), 0, 0.5, Map.of(), parameter -> 3).byCount().get(3L))
        .hasSameSizeAs(plan(List.of()).groups());
  }

  /** A formula that notes what it is given, and moves what it may. */
  private record Notes(double learningRate, double weightDecay, List<String> seen)
      implements Optimizer, CustomRule {
    @Override
    public double momentum() {
      return 0.75;
    }

    @Override
    public boolean hasMomentum() {
      return true;
    }

    @Override
    public UpdateRule rule() {
      return this;
    }

    @Override
    public int stateArrays() {
      return 2;
    }

    @Override
    public void update(ParameterUpdate update) {
      String name = update.parameter().name();
      if (name.equals("fc.weight")) {
        seen.add(
            update.learningRate()
                + " "
                + update.momentum()
                + " "
                + update.weightDecay()
                + " "
                + update.count());
        seen.add(update.gradient().meanNumber() + " " + update.weight().shape().length);
        for (int wrong : new int[] {-1, 2}) {
          assertThatThrownBy(() -> update.state(wrong))
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessage(
                  "There is no state array " + wrong + ": the formula says stateArrays() = 2");
        }
        update.state(0).addi(3);
        update.state(1).addi(4);
      } else {
        seen.add(name);
      }
      update.weight().addi(1);
    }
  }

  @Test
  void aFormulaOfAPluginIsGivenWhatIsNotFrozen() {
    Notes notes = new Notes(0.5, 0.125, new ArrayList<>());
    Recipe recipe = recipe(FROZEN);
    RunPlan custom =
        new RunPlanner(TrickRegistry.of(List.of()))
            .plan(
                new Recipe(
                    recipe.name(),
                    recipe.source(),
                    recipe.data(),
                    recipe.model(),
                    recipe.start(),
                    ToyType.entry(notes),
                    recipe.training(),
                    recipe.tricks()));
    weights.gradients().assign(7);
    OptimizerState state = OptimizerState.of(notes, weights);
    assertThat(state.arrays()).hasSize(2);
    List<Update.Group> groups =
        UpdateGroups.of(custom, 0, 0.5, Map.of(), parameter -> 9).byCount().get(9L);
    Update update = new Update(notes, Objects.requireNonNull(groups), 0.75, 9, state);
    new CustomUpdate(notes, weights, update).run();
    assertThat(notes.seen())
        .contains("0.5 0.75 0.125 9", "7.0 2")
        .hasSize(plan.network().parameters().size() - FROZEN.size() + 1)
        .doesNotContainAnyElementsOf(FROZEN);
    assertThat(weights.version()).isEqualTo(1);
    assertThat(weights.parameter("fc.weight").meanNumber().doubleValue()).isEqualTo(1);
    assertThat(weights.parameter("fc.bias").meanNumber().doubleValue()).isZero();
    double share =
        (double)
            plan.network().parameters().stream()
                .filter(parameter -> parameter.name().equals("fc.weight"))
                .mapToLong(Parameter::elements)
                .sum();
    assertThat(state.get(0).values().sumNumber().doubleValue()).isCloseTo(3 * share, within(1e-3));
    assertThat(state.get(1).values().sumNumber().doubleValue()).isCloseTo(4 * share, within(1e-3));
    state.close();
    assertThat(state.arrays()).isEmpty();
  }

  @Test
  void aTeacherComputesWithTheWeightsThatItIsGiven() {
    StudentCopy copy = new StudentCopy(backend, plan.network(), Precision.FLOAT, Draws.of(1));
    INDArray masters = Nd4j.zeros(DataType.FLOAT, weights.layout().elements()).addi(2);
    INDArray statistics = Nd4j.zeros(DataType.FLOAT, weights.layout().statisticsElements()).addi(3);
    copy.put(new TeacherWeights(FlatValues.of(masters), FlatValues.of(statistics)));
    assertThat(copy.logits(Nd4j.zeros(3, 1, 8, 8)).shape()).containsExactly(3, 10);
    ScriptedBackend.Forward forward = backend.forwards(Phase.EVALUATION).get(0);
    assertThat(forward.masters()).isEqualTo(2.0 * (double) masters.length());
    assertThat(forward.statistics()).isEqualTo(3.0 * (double) statistics.length());
    INDArray three = Nd4j.zeros(DataType.FLOAT, 3);
    assertThatThrownBy(
            () -> copy.put(new TeacherWeights(FlatValues.of(three), FlatValues.of(statistics))))
        .hasMessageStartingWith("The weights of a teacher are 3 values");
    assertThatThrownBy(
            () -> copy.put(new TeacherWeights(FlatValues.of(masters), FlatValues.of(three))))
        .hasMessageStartingWith("The statistics of a teacher are 3 values");
    copy.close();
    assertThat(backend.closed()).hasSize(1);
    assertThat(backend.closedWeights()).isEqualTo(1);
  }

  @Test
  void aBatchBecomesArrays() {
    for (Precision precision : List.of(Precision.FLOAT, Precision.DOUBLE)) {
      BatchArrays arrays = new BatchArrays(backend, precision);
      float[] pixels = {1, 2, 3, 4, 5, 6, 7, 8};
      LoaderBatch batch = new LoaderBatch(pixels, new int[] {2, 0}, 0, 2);
      INDArray inputs = arrays.inputs(batch, new Shape(1, 2, 2));
      assertThat(inputs.shape()).containsExactly(2, 1, 2, 2);
      assertThat(inputs.dataType().name()).isEqualTo(precision.name());
      assertThat(inputs.getDouble(1, 0, 0, 1)).isEqualTo(6);
      assertThat(inputs.dup('c').ravel().toDoubleVector()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
      INDArray targets = arrays.oneHot(batch, 3);
      assertThat(targets.dup('c').ravel().toDoubleVector()).containsExactly(0, 0, 1, 1, 0, 0);
      // The next batch of the same size overwrites them.
      assertThat(arrays.inputs(batch, new Shape(1, 2, 2))).isSameAs(inputs);
      assertThat(arrays.inputs(batch, new Shape(1, 1, 4))).isNotSameAs(inputs);
      arrays.close();
      assertThat(inputs.wasClosed()).isTrue();
      assertThat(targets.wasClosed()).isTrue();
    }
  }

  @Test
  void zerosAreAShareOfAllThatWasStored() {
    ZeroShare share = new ZeroShare();
    assertThat(share.share()).isEmpty();
    share.stored(1, 4);
    share.stored(2, 2);
    assertThat(share.share()).hasValue(0.5);
  }
}
