package io.bagoftricks.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.api.network.BatchNorm2d;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.engine.plugin.TrickRegistry;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.recipe.ModelStart;
import io.bagoftricks.engine.recipe.Recipe;
import io.bagoftricks.engine.toys.ToyRecipes;
import io.bagoftricks.engine.toys.ToyTricks;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Groups, batch norms and notes that {@code model.freeze} leads to. */
final class FreezingTest {
  private static final TrickRegistry TOYS = TrickRegistry.of(ToyTricks.all());

  @Test
  void nothingIsFrozenWhereNothingIsNamed() {
    RunPlan plan = plan(ModelStart.defaults());

    assertThat(frozenNorms(plan.network())).isEmpty();
    assertThat(plan.groups()).allMatch(group -> !group.isFrozen(0));
    assertThat(plan.notes()).isEmpty();
  }

  @Test
  void namedParametersHaveNeitherRateNorDecay() {
    RunPlan plan = plan(freezing("conv1", "bn1"));

    assertThat(frozen(plan)).containsExactlyInAnyOrder("conv1.weight", "bn1.weight", "bn1.bias");
    assertThat(plan.groups())
        .filteredOn(group -> group.isFrozen(0))
        .singleElement()
        .satisfies(
            group -> {
              assertThat(group.rateFactor(7)).isZero();
              assertThat(group.decayFactor(7)).isZero();
            });
    assertThat(plan.groups())
        .filteredOn(group -> !group.isFrozen(0))
        .singleElement()
        .satisfies(
            group -> {
              assertThat(group.rateFactor(7)).isEqualTo(1);
              assertThat(group.decayFactor(7)).isEqualTo(1);
            });
  }

  @Test
  void aNormIsFrozenWithBothItsParametersAlone() {
    assertThat(frozenNorms(plan(freezing("bn1")).network())).containsExactly("bn1");
    assertThat(frozenNorms(plan(freezing("bn1.weight")).network())).isEmpty();
    assertThat(
            frozenNorms(
                plan(new ModelStart(Optional.empty(), List.of("bn1"), Optional.of(true)))
                    .network()))
        .containsExactly("bn1");
    assertThat(
            frozenNorms(
                plan(new ModelStart(Optional.empty(), List.of("bn1"), Optional.of(false)))
                    .network()))
        .isEmpty();
  }

  @Test
  void aNoteSaysHowManyStay() {
    int parameters = plan(ModelStart.defaults()).network().parameters().size();
    int norms = norms(plan(ModelStart.defaults()).network()).size();

    assertThat(messages(plan(freezing("bn1"))))
        .containsExactly(
            "2 of %s parameters keep their values: they are not updated and do not decay. 1 of %s batch norms keep their running statistics and work with them."
                .formatted(parameters, norms));
    assertThat(messages(plan(new ModelStart(Optional.empty(), List.of("bn1"), Optional.of(false)))))
        .containsExactly(
            "2 of %s parameters keep their values: they are not updated and do not decay. Running statistics of all batch norms move on (model.freezeStatistics is false)."
                .formatted(parameters));
  }

  @Test
  void aNameThatNoParameterHasIsRefused() {
    assertThatThrownBy(() -> plan(freezing("layer9", "fc")))
        .hasMessageStartingWith(
            "toy.json: [recipe/freeze-nothing] model.freeze names 'layer9', but there is no such layer or parameter. Did you mean 'layer1'?");
  }

  @Test
  void somethingHasToTrain() {
    assertThatThrownBy(() -> plan(freezing("*")))
        .hasMessageContaining(
            "[recipe/all-frozen] model.freeze leaves no parameter to train. Take the head's name, or more, out of it.");
  }

  private static ModelStart freezing(String... names) {
    return ModelStart.defaults().freezing(List.of(names));
  }

  private static RunPlan plan(ModelStart start) {
    Recipe small = ToyRecipes.small(List.of());
    return new RunPlanner(TOYS)
        .plan(
            new Recipe(
                small.name(),
                small.source(),
                small.data(),
                small.model(),
                start,
                small.optimizer(),
                small.training(),
                small.tricks()));
  }

  private static List<String> messages(RunPlan plan) {
    return plan.notes().stream().map(Problem::message).toList();
  }

  private static List<String> frozen(RunPlan plan) {
    return plan.groups().stream()
        .filter(group -> group.isFrozen(0))
        .flatMap(group -> group.parameters().stream())
        .map(Parameter::name)
        .toList();
  }

  private static List<String> frozenNorms(Network network) {
    return norms(network).stream()
        .filter(vertex -> ((BatchNorm2d) vertex.layer()).frozen())
        .map(Network.Vertex::name)
        .toList();
  }

  private static List<Network.Vertex> norms(Network network) {
    return network.vertices().stream()
        .filter(vertex -> vertex.layer() instanceof BatchNorm2d)
        .toList();
  }
}
