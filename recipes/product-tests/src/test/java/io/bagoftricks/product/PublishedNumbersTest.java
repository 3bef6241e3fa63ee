package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.api.optimizer.UpdateRule;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.backends.spi.FlatArray;
import io.bagoftricks.backends.spi.Update;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.backends.spi.Weights.Part;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plan.RunPlanner;
import io.bagoftricks.engine.recipe.Recipe;
import io.bagoftricks.engine.recipe.RecipeReader;
import io.bagoftricks.engine.toys.TinyRuns;
import io.bagoftricks.testkit.Golden;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers that others have published of optimizers and models, where no trick is in play. */
final class PublishedNumbersTest {
  /**
   * A gradient of 1 in every step, from 0, momentum 0.9, rates 0.1, 0.1, 0.01, 0.01: the forms part
   * at the drop. PyTorch's {@code SGD(nesterov=True)}, and MXNet's {@code NAG} from 1.6 on, by
   * hand.
   */
  @ParameterizedTest
  @CsvSource({"paper, -0.536341", "mxnet, -0.79951"})
  @Golden(
      trick = "nag",
      profiles = {"paper", "mxnet"},
      source = "four steps by hand, by PyTorch's and MXNet's formulas")
  void theFormsOfNesterovsMomentumPartWhereTheRateDrops(String form, double expected) {
    RunPlan plan = plan("{'type': 'cifar-resnet', 'depth': 8, 'width': 1}", form);
    Network network = plan.network();
    UpdateRule rule = plan.recipe().optimizer().made().rule();
    Backend backend = TinyRuns.backend();
    try (Weights weights = backend.allocate(network, Precision.FLOAT);
        FlatArray momentum = weights.array(weights.layout().elements())) {
      weights.edit(editable -> editable.masters().assign(0));
      double[] rates = {0.1, 0.1, 0.01, 0.01};
      for (int step = 0; step < rates.length; step++) {
        weights.gradients().assign(1);
        weights.written(Part.GRADIENTS);
        weights.update(
            new Update(
                rule,
                List.of(new Update.Group(network.parameters(), rates[step], 0)),
                0.9,
                step + 1,
                index -> momentum));
      }
      assertThat(weights.masters().minNumber().doubleValue()).isCloseTo(expected, within(1e-6));
      assertThat(weights.masters().maxNumber().doubleValue()).isCloseTo(expected, within(1e-6));
    }
  }

  /** Section 2.1 of He et al. 2019, where a recipe says nothing else. */
  @Test
  void defaultsAreThoseOfThePapersBaseline() {
    Recipe recipe = plan("{'type': 'cifar-resnet', 'depth': 8}", "paper").recipe();
    assertThat(recipe.optimizer().made().learningRate()).isEqualTo(0.1);
    assertThat(recipe.optimizer().made().momentum()).isEqualTo(0.9);
    assertThat(recipe.optimizer().made().weightDecay()).isEqualTo(1e-4);
    assertThat(recipe.training().batchSize()).isEqualTo(256);
    assertThat(recipe.training().epochs()).isEqualTo(120);
  }

  /** With option A the shortcuts have no parameters: the rest is the network of the paper. */
  @Test
  @Golden(
      trick = "cifar-resnet",
      source = "parameters of GluonCV's CIFAR ResNet-20, and of option A by hand")
  void resNet20HasTheParametersOfEitherOption() {
    Network network = plan("{'type': 'cifar-resnet', 'depth': 20}", "paper").network();
    assertThat(network.parameters().stream().mapToLong(Parameter::elements).sum())
        .isEqualTo(272_474);
    assertThat(
            network.parameters().stream()
                .filter(parameter -> !parameter.name().contains("downsample"))
                .mapToLong(Parameter::elements)
                .sum())
        .isEqualTo(269_722);
  }

  private static RunPlan plan(String model, String form) {
    String recipe =
        """
        {
          "name": "published",
          "data": {"type": "cifar10", "root": "nowhere"},
          "model": %s,
          "optimizer": {"type": "nag", "form": "%s"}
        }
        """
            .formatted(model.replace('\'', '"'), form);
    return new RunPlanner(TinyRuns.tricks())
        .plan(
            new RecipeReader(TinyRuns.types())
                .read(recipe, "published.json", List.of(), TinyRuns.tricks()));
  }
}
