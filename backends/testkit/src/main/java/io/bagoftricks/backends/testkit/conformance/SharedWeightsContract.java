package io.bagoftricks.backends.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.optimizer.UpdateRule;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.backends.spi.Accumulate;
import io.bagoftricks.backends.spi.FlatArray;
import io.bagoftricks.backends.spi.Phase;
import io.bagoftricks.backends.spi.Plan;
import io.bagoftricks.backends.spi.Update;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.backends.spi.Weights.Part;
import io.bagoftricks.backends.testkit.conformance.internal.network.Fill;
import io.bagoftricks.backends.testkit.conformance.internal.network.SmallNetworks;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Several plans on one {@code Weights}: other batches, other sizes, and what all must see. */
abstract class SharedWeightsContract extends Contract {
  private static final Draws DRAWS = Draws.of(1);

  Stream<Subject> subjects() {
    return tested().exact();
  }

  Stream<Arguments> changes() {
    List<Change> changes =
        List.of(
            new Change(
                "masters edited",
                weights -> weights.edit(editable -> editable.masters().muli(0.7))),
            new Change(
                "statistics edited",
                weights -> weights.edit(editable -> editable.statistics().muli(1.5).addi(0.1))),
            new Change("a parameter edited", SharedWeightsContract::editGamma),
            new Change("masters written", SharedWeightsContract::writeMasters),
            new Change("masters copied", weights -> copyHalf(weights, Part.MASTERS)),
            new Change("statistics copied", weights -> copyHalf(weights, Part.STATISTICS)),
            new Change("updated", SharedWeightsContract::update));
    return tested()
        .exact()
        .flatMap(subject -> changes.stream().map(change -> Arguments.of(subject, change)));
  }

  private record Change(String name, Consumer<Weights> change) {
    @Override
    public String toString() {
      return name;
    }
  }

  @ParameterizedTest
  @MethodSource("changes")
  void everyPlanSeesEveryChange(Subject subject, Change change) {
    try (Weights weights = subject.filled(SmallNetworks.normalized());
        Plan training = subject.plan(weights, 4, Phase.TRAINING);
        Plan evaluation = subject.plan(weights, 2, Phase.EVALUATION)) {
      INDArray four = images(subject, weights, 4);
      INDArray two = images(subject, weights, 2);
      double[] stale = Fill.doubles(evaluation.forward(two, DRAWS));
      training.forward(four, DRAWS);
      long version = weights.version();

      change.change().accept(weights);

      assertThat(weights.version()).isGreaterThan(version);
      double[] evaluated = Fill.doubles(evaluation.forward(two, DRAWS));
      assertThat(Agreement.largestDifference(evaluated, stale)).isGreaterThan(1e-4);
      double[] trained = Fill.doubles(training.forward(four, DRAWS));
      try (Weights copy = subject.allocate(weights.network());
          Plan freshEvaluation = subject.plan(copy, 2, Phase.EVALUATION);
          Plan freshTraining = subject.plan(copy, 4, Phase.TRAINING)) {
        copy.edit(editable -> editable.masters().assign(weights.masters()));
        assertThat(Fill.doubles(freshTraining.forward(four, DRAWS))).containsExactly(trained);
        copy.edit(editable -> editable.statistics().assign(weights.statistics()));
        assertThat(Fill.doubles(freshEvaluation.forward(two, DRAWS)))
            .containsExactly(Fill.doubles(evaluation.forward(two, DRAWS)));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void aTrainingForwardReachesEvaluation(Subject subject) {
    try (Weights weights = subject.filled(SmallNetworks.normalized());
        Plan training = subject.plan(weights, 4, Phase.TRAINING);
        Plan evaluation = subject.plan(weights, 2, Phase.EVALUATION)) {
      INDArray two = images(subject, weights, 2);
      double[] before = Fill.doubles(evaluation.forward(two, DRAWS));
      long version = weights.version();
      training.forward(images(subject, weights, 4), DRAWS);
      assertThat(weights.version()).isGreaterThan(version);
      double[] after = Fill.doubles(evaluation.forward(two, DRAWS));
      assertThat(Agreement.largestDifference(before, after)).isGreaterThan(1e-4);
    }
  }

  /** The last, smaller batch of an epoch, and micro-batches that add up. */
  @ParameterizedTest
  @MethodSource("subjects")
  void partsOfABatchAddUp(Subject subject) {
    Network network = SmallNetworks.residual();
    try (Weights weights = subject.filled(network);
        Plan eight = subject.plan(weights, 8, Phase.TRAINING);
        Plan five = subject.plan(weights, 5, Phase.TRAINING);
        Plan one = subject.plan(weights, 1, Phase.TRAINING)) {
      INDArray images = images(subject, weights, 8);
      INDArray gradient = Fill.uniform("gradient", subject.type(), 8, network.classes());
      eight.forward(images, DRAWS);
      eight.backward(gradient, Accumulate.OVERWRITE);
      double[] whole = Fill.doubles(weights.gradients());

      weights.gradients().assign(Double.NaN);
      weights.written(Part.GRADIENTS);
      train(five, rows(images, 0, 5), rows(gradient, 0, 5), Accumulate.OVERWRITE);
      for (int i = 5; i < 8; i++) {
        train(one, rows(images, i, i + 1), rows(gradient, i, i + 1), Accumulate.ADD);
      }

      assertThat(Agreement.largestDifference(whole, Fill.doubles(weights.gradients())))
          .isLessThan(100 * subject.tolerance());
    }
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void addStartsFromWhatIsThere(Subject subject) {
    try (Weights weights = subject.filled(SmallNetworks.residual());
        Plan plan = subject.plan(weights, 3, Phase.TRAINING)) {
      INDArray images = images(subject, weights, 3);
      INDArray gradient = Fill.uniform("gradient", subject.type(), 3, 3);
      train(plan, images, gradient, Accumulate.OVERWRITE);
      INDArray expected = weights.gradients().add(7);
      weights.gradients().assign(7);
      weights.written(Part.GRADIENTS);
      train(plan, images, gradient, Accumulate.ADD);
      assertThat(
              Agreement.largestDifference(
                  Fill.doubles(expected), Fill.doubles(weights.gradients())))
          .isLessThan(10 * subject.tolerance());
    }
  }

  /** Also where the caller's array is part of a larger one. */
  @ParameterizedTest
  @MethodSource("subjects")
  void examplesOfABatchAreEvaluatedAlike(Subject subject) {
    try (Weights weights = subject.filled(SmallNetworks.normalized());
        Plan five = subject.plan(weights, 5, Phase.EVALUATION);
        Plan one = subject.plan(weights, 1, Phase.EVALUATION)) {
      INDArray images = images(subject, weights, 5);
      INDArray whole = five.forward(images, DRAWS).dup();
      for (int i = 0; i < 5; i++) {
        double[] alone = Fill.doubles(one.forward(rows(images, i, i + 1), DRAWS));
        assertThat(Agreement.largestDifference(Fill.doubles(rows(whole, i, i + 1)), alone))
            .isLessThan(10 * subject.tolerance());
      }
    }
  }

  /** Channels last in memory, say. */
  @ParameterizedTest
  @MethodSource("subjects")
  void theOrderOfTheInputInMemoryDoesNotMatter(Subject subject) {
    try (Weights weights = subject.filled(SmallNetworks.normalized());
        Plan plan = subject.plan(weights, 3, Phase.TRAINING)) {
      INDArray images = images(subject, weights, 3);
      INDArray other = images.permute(0, 2, 3, 1).dup('c').permute(0, 3, 1, 2);
      double[] expected = Fill.doubles(plan.forward(images, DRAWS));
      assertThat(Fill.doubles(plan.forward(other, DRAWS))).containsExactly(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void runsAtOtherSizesThanTrained(Subject subject) {
    Network network = SmallNetworks.normalized();
    Subject exact = tested().exactReference();
    for (Shape size : List.of(new Shape(2, 9, 9), new Shape(2, 5, 13), new Shape(2, 2, 3))) {
      double[] expected = gradientsAt(size, network, exact);
      double[] actual = gradientsAt(size, network, subject);
      assertThat(Agreement.largestDifference(expected, actual))
          .describedAs("at %s", size)
          .isLessThan(1000 * subject.tolerance());
    }
  }

  private static double[] gradientsAt(Shape size, Network network, Subject subject) {
    try (Weights weights = subject.filled(network);
        Plan plan = subject.plan(weights, 4, size, Phase.TRAINING)) {
      INDArray gradient = Fill.uniform("gradient", subject.type(), 4, network.classes());
      train(plan, Fill.images("x", subject.type(), 4, size), gradient, Accumulate.OVERWRITE);
      return Fill.doubles(weights.gradients());
    }
  }

  private static void editGamma(Weights weights) {
    weights.edit(editable -> editable.parameter("bn2.weight").assign(0));
  }

  private static void writeMasters(Weights weights) {
    weights.masters().muli(0.7);
    weights.written(Part.MASTERS);
  }

  /** Moves a part half of the way to one. */
  private static void copyHalf(Weights weights, Part part) {
    long length =
        part == Part.MASTERS ? weights.layout().elements() : weights.layout().statisticsElements();
    try (FlatArray array = weights.array(length)) {
      array.values().assign(1);
      array.written();
      weights.lerpInto(part, array, 0.5);
      weights.copyFrom(part, array);
    }
  }

  private static void update(Weights weights) {
    weights.gradients().assign(0.5);
    weights.written(Part.GRADIENTS);
    FlatArray memory = weights.array(weights.layout().elements());
    List<Update.Group> all = List.of(new Update.Group(weights.network().parameters(), 0.1, 0));
    weights.update(new Update(new UpdateRule.Sgd(), all, 0.9, 1, index -> memory));
  }

  private static void train(Plan plan, INDArray images, INDArray gradient, Accumulate mode) {
    plan.forward(images, DRAWS);
    plan.backward(gradient, mode);
  }

  private static INDArray rows(INDArray array, int from, int to) {
    return array.get(NDArrayIndex.interval(from, to));
  }

  private static INDArray images(Subject subject, Weights weights, int batch) {
    return Fill.images("images", subject.type(), batch, weights.network().input());
  }
}
