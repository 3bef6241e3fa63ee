package io.bagoftricks.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.network.MaxPool2d;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Network.Vertex;
import io.bagoftricks.api.network.Normalization;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.engine.network.NetworkSettings;
import io.bagoftricks.engine.plan.internal.order.InstanceBuilder;
import io.bagoftricks.engine.plan.internal.order.TrickInstance;
import io.bagoftricks.engine.plugin.HookPoint;
import io.bagoftricks.engine.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class InputSizeCheckTest {
  private static final RunFacts FACTS =
      new RunFacts(10, 6_400, new Shape(1, 8, 8), 25, 64, 100, 0.1);

  /** Takes images of at least 4x4. */
  private static final Network NETWORK =
      new Network(
          FACTS.input(),
          List.of(
              new Vertex(
                  "pool",
                  new MaxPool2d(Size.of(4), Size.of(4), Size.of(0)),
                  List.of(Network.INPUT),
                  List.of())));

  private static final TrickInstance CHOOSER =
      InstanceBuilder.trick("resizes", HookPoint.ON_INIT).changes(Slot.INPUT_SIZE).build();
  private static final TrickInstance OTHER =
      InstanceBuilder.trick("other", HookPoint.ON_INIT).changes(Slot.STRUCTURE).build();

  @Test
  void namesTheTrickAndTheFirstEpochWhoseImagesAreTooSmall() {
    assertThat(check(List.of(OTHER, CHOOSER), Map.of(0, Size.of(8), 3, Size.of(2), 5, Size.of(1))))
        .hasValueSatisfying(
            problem -> {
              assertThat(problem.id()).isEqualTo("recipe/input-too-small");
              assertThat(problem.where()).isEqualTo(CHOOSER.entry().where());
              assertThat(problem.message())
                  .startsWith(
                      "In epoch 4 'resizes' trains on images of 2x2, which do not fit the network: ")
                  .contains("pool: An input of 2 is smaller than the window of 4")
                  .endsWith(". Let them be larger.");
            });
  }

  @Test
  void namesTheRunWhereNoTrickChoseTheSize() {
    assertThat(check(List.of(OTHER), Map.of(0, Size.of(3))))
        .hasValueSatisfying(
            problem -> {
              assertThat(problem.where()).isEmpty();
              assertThat(problem.message())
                  .startsWith("In epoch 1 the run trains on images of 3x3");
            });
  }

  @Test
  void saysNothingWhereAllFit() {
    assertThat(check(List.of(CHOOSER), Map.of(0, Size.of(8), 3, Size.of(4)))).isEmpty();
  }

  private static Optional<Problem> check(List<TrickInstance> instances, Map<Integer, Size> sizes) {
    return InputSizeCheck.problem(
        instances,
        FACTS,
        NETWORK,
        new NetworkSettings(Precision.FLOAT, Normalization.none(1), new TreeMap<>(sizes), 1));
  }
}
