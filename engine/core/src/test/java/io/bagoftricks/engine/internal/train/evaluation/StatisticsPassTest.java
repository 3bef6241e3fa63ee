package io.bagoftricks.engine.internal.train.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.api.Moment;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Split;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.backends.spi.ForwardDraws;
import io.bagoftricks.backends.spi.ParameterLayout.StatisticsSlice;
import io.bagoftricks.backends.spi.Phase;
import io.bagoftricks.backends.spi.Plan;
import io.bagoftricks.backends.spi.PlanSpec;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.backends.spi.Weights.Part;
import io.bagoftricks.engine.internal.model.CifarResNet;
import io.bagoftricks.engine.internal.train.memory.BatchArrays;
import io.bagoftricks.engine.internal.train.memory.PlanCache;
import io.bagoftricks.engine.internal.train.memory.WeightsInitializer;
import io.bagoftricks.engine.internal.train.watch.ArrayWatch;
import io.bagoftricks.engine.internal.train.watch.HandedArray;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plan.RunPlanner;
import io.bagoftricks.engine.plan.RunTricks;
import io.bagoftricks.engine.plugin.TrickRegistry;
import io.bagoftricks.engine.recipe.ModelStart;
import io.bagoftricks.engine.recipe.TrainingConfig;
import io.bagoftricks.engine.toys.SyntheticImages;
import io.bagoftricks.engine.toys.TinyRuns;
import io.bagoftricks.engine.toys.ToyRecipes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Statistics of weights on 20 images, beside the means of what the first convolution gives. */
final class StatisticsPassTest {
  private static final int IMAGES = 20;
  private static final Shape IMAGE = new Shape(1, 12, 12);

  private final Dataset images = new SyntheticImages(IMAGES, 3).open(Split.TRAIN);
  private final List<Integer> read = new ArrayList<>();

  private RunPlan plan(int batch, int micro, boolean dropLast, List<String> frozen) {
    return new RunPlanner(TrickRegistry.of(List.of()))
        .plan(
            ToyRecipes.recipe(
                    "statistics",
                    new SyntheticImages(IMAGES, 3),
                    new CifarResNet(8, 1),
                    new TrainingConfig(3, batch, micro, 42, dropLast, 1, 1),
                    List.of())
                .withStart(new ModelStart(Optional.empty(), frozen, Optional.empty())));
  }

  /** A pass, and all that it works with. */
  private final class Measured implements AutoCloseable {
    private final Weights weights;
    private final PlanCache plans;
    private final BatchArrays arrays;
    private final ArrayWatch watch = new ArrayWatch();
    private final StatisticsPass pass;
    private final INDArray chosen;

    Measured(RunPlan plan) {
      var backend = TinyRuns.backend("nd4j");
      RunTricks tricks = RunTricks.of(plan);
      weights = backend.allocate(tricks.plan().network(), Precision.FLOAT);
      WeightsInitializer.initialize(weights, Draws.of(3));
      weights.statistics().assign(7);
      weights.written(Part.STATISTICS);
      plans = new PlanCache(backend, weights, Precision.FLOAT);
      arrays = new BatchArrays(backend, Precision.FLOAT);
      pass = new StatisticsPass(tricks, weights, plans, arrays, watch, Draws.of(42));
      pass.of(
          new Dataset() {
            @Override
            public int size() {
              return images.size();
            }

            @Override
            public int label(int index) {
              return images.label(index);
            }

            @Override
            public Image read(int index) throws IOException {
              synchronized (read) {
                read.add(index);
              }
              return images.read(index);
            }
          });
      chosen = weights.masters().mul(2);
    }

    INDArray measure(int epoch, long examples) {
      return pass.measure(new Moment(epoch, epoch * 3L, 9), chosen, examples);
    }

    /** The output of the first convolution for images, with the chosen weights. */
    INDArray convolved(List<Integer> which) throws IOException {
      float[] pixels = new float[which.size() * 144];
      for (int i = 0; i < which.size(); i++) {
        System.arraycopy(images.read(which.get(i)).planes()[0], 0, pixels, i * 144, 144);
      }
      INDArray inputs = Nd4j.createFromArray(pixels).divi(255).reshape(which.size(), 1, 12, 12);
      INDArray before = weights.masters().dup();
      weights.edit(w -> w.masters().assign(chosen));
      try (Plan tapped =
          TinyRuns.backend("nd4j")
              .plan(
                  weights,
                  new PlanSpec(
                      which.size(), IMAGE, Phase.EVALUATION, Precision.FLOAT, Set.of("conv1")))) {
        tapped.forward(inputs, ForwardDraws.of(Draws.of(1)));
        return tapped.tap("conv1").castTo(DataType.DOUBLE).dup('c');
      } finally {
        weights.edit(w -> w.masters().assign(before));
      }
    }

    /** Mean and unbiased variance of a channel of {@code bn1}. */
    double[] of(INDArray statistics, int channel) {
      StatisticsSlice slice = weights.layout().statisticsOf("bn1");
      return new double[] {
        statistics.getDouble(slice.offset() + channel),
        statistics.getDouble(slice.offset() + slice.channels() + channel)
      };
    }

    @Override
    public void close() {
      plans.close();
      arrays.close();
      weights.close();
    }
  }

  private static double[] moments(INDArray maps, int channel) {
    double sum = 0;
    double squares = 0;
    long count = 0;
    for (int row = 0; row < maps.size(0); row++) {
      double[] values = maps.slice(row).slice(channel).dup('c').ravel().toDoubleVector();
      for (double value : values) {
        sum += value;
        squares += value * value;
        count++;
      }
    }
    double mean = sum / count;
    return new double[] {mean, (squares - count * mean * mean) / (count - 1)};
  }

  @Test
  void ofOneBatchAreItsMeanAndVariance() throws Exception {
    try (Measured run = new Measured(plan(20, 0, true, List.of()))) {
      INDArray statistics = run.measure(0, IMAGES);
      INDArray maps = run.convolved(read);
      for (int channel = 0; channel < maps.size(1); channel++) {
        double[] expected = moments(maps, channel);
        double[] measured = run.of(statistics, channel);
        assertThat(measured[0]).isCloseTo(expected[0], within(1e-4 * Math.sqrt(expected[1])));
        assertThat(measured[1]).isCloseTo(expected[1], within(1e-4 * expected[1]));
      }
    }
  }

  /** Batches of 8, 8 and 4 in micro-batches of 5, 3, 5, 3 and 4. */
  @Test
  void ofSeveralAreTheMeansOverExamples() throws Exception {
    try (Measured run = new Measured(plan(8, 5, false, List.of()))) {
      INDArray statistics = run.measure(0, Long.MAX_VALUE);
      assertThat(read).hasSize(IMAGES).doesNotHaveDuplicates();
      List<List<Integer>> parts =
          List.of(
              read.subList(0, 5),
              read.subList(5, 8),
              read.subList(8, 13),
              read.subList(13, 16),
              read.subList(16, 20));
      double[] expected = new double[2];
      for (List<Integer> part : parts) {
        double[] moments = moments(run.convolved(part), 0);
        expected[0] += moments[0] * part.size() / IMAGES;
        expected[1] += moments[1] * part.size() / IMAGES;
      }
      assertThat(run.of(statistics, 0)[0])
          .isCloseTo(expected[0], within(1e-4 * Math.sqrt(expected[1])));
      assertThat(run.of(statistics, 0)[1]).isCloseTo(expected[1], within(1e-4 * expected[1]));
    }
  }

  @Test
  void weightsAndStatisticsInTrainingStay() {
    try (Measured run = new Measured(plan(8, 0, true, List.of()))) {
      INDArray before = run.weights.masters().dup();
      run.watch.add(HandedArray.weights(run.weights));
      run.watch.add(HandedArray.statistics(run.weights));
      INDArray one = run.measure(0, IMAGES);
      assertThat(run.weights.masters()).isEqualTo(before);
      assertThat(run.weights.statistics().toFloatVector()).containsOnly(7);
      assertThat(one.meanNumber().doubleValue()).isNotEqualTo(7);
      assertThat(run.measure(0, IMAGES)).isEqualTo(one);
    }
  }

  @Test
  void endsWithTheBatchInWhichTheExamplesAreReached() {
    try (Measured run = new Measured(plan(8, 0, true, List.of()))) {
      INDArray first = run.measure(0, 1);
      assertThat(first).isEqualTo(run.measure(0, 8));
      assertThat(first).isNotEqualTo(run.measure(0, 9));
      assertThat(run.measure(0, 9)).isEqualTo(run.measure(0, 16));
      // The last batch would be smaller, and is left out as in training.
      assertThat(run.measure(0, 16)).isEqualTo(run.measure(0, 20));
      assertThat(first).isNotEqualTo(run.measure(1, 8));
    }
  }

  @Test
  void frozenNormsKeepTheirStatistics() {
    try (Measured run = new Measured(plan(20, 0, true, List.of("bn1")))) {
      INDArray statistics = run.measure(0, IMAGES);
      assertThat(run.of(statistics, 0)).containsExactly(7, 7);
      StatisticsSlice other = run.weights.layout().statisticsOf("layer3.0.bn2");
      assertThat(statistics.getDouble(other.offset())).isNotEqualTo(7);
    }
  }

  @Test
  void whereEveryBatchOverflowsTheyAreThoseInTraining() {
    try (Measured run = new Measured(plan(8, 0, true, List.of()))) {
      run.chosen.assign(3e38);
      assertThat(run.measure(0, IMAGES).toFloatVector()).containsOnly(7);
      assertThat(run.weights.statistics().toFloatVector()).containsOnly(7);
    }
  }
}
