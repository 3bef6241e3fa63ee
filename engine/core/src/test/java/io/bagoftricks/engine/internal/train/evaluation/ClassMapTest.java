package io.bagoftricks.engine.internal.train.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.api.Effect;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.InitHook;
import io.bagoftricks.api.NetworkDraft;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;
import io.bagoftricks.api.Uses;
import io.bagoftricks.api.data.DataFacts;
import io.bagoftricks.api.data.DataSource;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Split;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.backends.spi.Phase;
import io.bagoftricks.backends.spi.Plan;
import io.bagoftricks.backends.spi.PlanSpec;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.engine.evaluation.ClassMap;
import io.bagoftricks.engine.internal.classmap.HeadNetwork;
import io.bagoftricks.engine.internal.model.CifarResNet;
import io.bagoftricks.engine.internal.train.Inference;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plan.RunPlanner;
import io.bagoftricks.engine.plugin.TrickRegistry;
import io.bagoftricks.engine.problem.ProblemException;
import io.bagoftricks.engine.recipe.TrainingConfig;
import io.bagoftricks.engine.toys.SyntheticImages;
import io.bagoftricks.engine.toys.TinyRuns;
import io.bagoftricks.engine.toys.ToyProvider;
import io.bagoftricks.engine.toys.ToyRecipes;
import io.bagoftricks.engine.toys.ToyTricks.None;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Grad-CAM beside formulas that need no gradient of ours. */
@Tag("every-backend")
final class ClassMapTest {
  private static final Shape IMAGE = new Shape(1, 12, 12);
  private static final Draws DRAWS = Draws.of(5);
  private static final int LABEL = 3;

  /** A layer in the middle: a residual block with convolutions and batch norms is behind it. */
  private static final String MIDDLE = "layer2.0.act2";

  /** Normalization that differs from channel to channel. */
  @TrickCard(id = "by-channel", family = Family.DATA, summary = "Normalizes by channel.")
  static final class ByChannelProvider extends ToyProvider<None> {
    ByChannelProvider() {
      super(ByChannel.class, new None());
    }
  }

  static final class ByChannel implements InitHook {
    @Inject
    ByChannel() {}

    @Override
    @Uses(replaces = Slot.NORMALIZATION)
    public void onInit(NetworkDraft network) {
      network.normalization(List.of(10.0, 20.0, 30.0), List.of(2.0, 3.0, 4.0));
      network.receipt(new Effect(3, 3, "channels"));
    }
  }

  /** Images of three channels in which each pixel says where it is. */
  private record PlacedImages() implements DataSource {
    static float pixel(int image, int channel, int place) {
      return 10 * image + 70 * channel + place % 12;
    }

    @Override
    public DataFacts facts() {
      return new DataFacts(10, 64, 3, new Shape(3, 12, 12));
    }

    @Override
    public Dataset open(Split split) {
      return new Dataset() {
        @Override
        public int size() {
          return split == Split.TRAIN ? 64 : 3;
        }

        @Override
        public int label(int index) {
          return index % 10;
        }

        @Override
        public Image read(int index) {
          float[][] planes = new float[3][144];
          for (int channel = 0; channel < 3; channel++) {
            for (int place = 0; place < 144; place++) {
              planes[channel][place] = pixel(index, channel, place);
            }
          }
          return new Image(Size.of(12), planes);
        }
      };
    }
  }

  private final RunPlan plan =
      new RunPlanner(TinyRuns.tricks()).plan(TinyRuns.recipe(TinyRuns.tricks()));
  private final Dataset images = new SyntheticImages(64, 3).open(Split.TEST);

  /**
   * Behind the last maps there are their means and a linear layer, so that the gradient of a logit
   * is its weight over the number of positions: Grad-CAM is CAM (Zhou et al. 2016, equation 2) over
   * that number, without what is negative.
   */
  @Test
  void ofTheLastMapsIsTheSumOfTheMapsWeightedByTheClassifier() {
    Backend backend = TinyRuns.backend();
    try (Inference inference = filled(backend, Precision.FLOAT)) {
      List<ClassMap> maps = explained(inference, Optional.empty(), OptionalInt.of(LABEL));
      String layer = maps.get(0).layer();
      INDArray activations = tap(backend, inference.weights(), layer, Precision.FLOAT);
      INDArray classifier = inference.weights().parameter("fc.weight");

      assertThat(maps).hasSize(3);
      for (int row = 0; row < 3; row++) {
        ClassMap map = maps.get(row);
        assertThat(map.size().height() * map.size().width()).isEqualTo(9);
        for (int i = 0; i < 9; i++) {
          double cam = 0;
          for (int k = 0; k < activations.size(1); k++) {
            cam += classifier.getDouble(LABEL, k) * activations.getDouble(row, k, i / 3, i % 3);
          }
          assertThat((double) map.values()[i]).isCloseTo(Math.max(0, cam / 9), within(1e-5));
        }
        assertThat(map.values()).isNotEqualTo(new float[9]);
      }
    }
  }

  /** In doubles: the mean gradient of a map is the slope of the logit when all of it is raised. */
  @Test
  void ofALayerInTheMiddleHasTheSlopesOfTheLogit() {
    Backend backend = TinyRuns.backend("nd4j");
    try (Inference inference = filled(backend, Precision.DOUBLE)) {
      ClassMap map = explained(inference, Optional.of(MIDDLE), OptionalInt.of(LABEL)).get(1);
      INDArray activations = tap(backend, inference.weights(), MIDDLE, Precision.DOUBLE);
      Network evaluated = inference.weights().network().evaluated(Set.of(MIDDLE));
      HeadNetwork head = HeadNetwork.of(evaluated, MIDDLE, IMAGE);
      try (Weights weights = backend.allocate(head.network(), Precision.DOUBLE);
          Plan rest =
              backend.plan(
                  weights,
                  new PlanSpec(1, head.network().input(), Phase.EVALUATION, Precision.DOUBLE))) {
        head.copy(inference.weights(), weights);
        INDArray maps = Nd4j.create(activations.dataType(), 1, 8, 6, 6);
        maps.assign(activations.slice(1).reshape(1, 8, 6, 6));
        double[] expected = new double[36];
        for (int k = 0; k < 8; k++) {
          double alpha = (raised(rest, maps, k, 1e-6) - raised(rest, maps, k, -1e-6)) / 2e-6 / 36;
          for (int i = 0; i < 36; i++) {
            expected[i] += alpha * maps.getDouble(0, k, i / 6, i % 6);
          }
        }
        for (int i = 0; i < 36; i++) {
          assertThat((double) map.values()[i]).isCloseTo(Math.max(0, expected[i]), within(1e-6));
        }
        assertThat(map.values()).isNotEqualTo(new float[36]);
      }
    }
  }

  /** The head is what the whole network does with the maps. */
  @Test
  void theHeadGivesTheLogitsOfTheNetwork() {
    Backend backend = TinyRuns.backend("nd4j");
    try (Inference inference = filled(backend, Precision.DOUBLE)) {
      for (String layer : List.of("act1", MIDDLE, "layer3.0.act2")) {
        HeadNetwork head =
            HeadNetwork.of(inference.weights().network().evaluated(Set.of(layer)), layer, IMAGE);
        try (Weights weights = backend.allocate(head.network(), Precision.DOUBLE);
            Plan rest =
                backend.plan(
                    weights,
                    new PlanSpec(1, head.network().input(), Phase.EVALUATION, Precision.DOUBLE))) {
          head.copy(inference.weights(), weights);
          INDArray maps = tap(backend, inference.weights(), layer, Precision.DOUBLE);
          INDArray whole = inference.logits(inputs(Precision.DOUBLE)).dup();
          for (int row = 0; row < 3; row++) {
            INDArray one = maps.get(NDArrayIndex.interval(row, row + 1)).dup('c');
            INDArray logits = rest.forward(one, DRAWS);
            assertThat(logits.sub(whole.slice(row)).amaxNumber().doubleValue()).isLessThan(1e-10);
          }
        }
      }
    }
  }

  @Test
  void isOfTheMostProbableClassWhereNoneIsNamed() {
    try (Inference inference = filled(TinyRuns.backend(), Precision.FLOAT)) {
      List<List<Double>> probabilities = inference.probabilities(images);
      List<ClassMap> maps = explained(inference, Optional.empty(), OptionalInt.empty());
      for (int row = 0; row < 3; row++) {
        double most = probabilities.get(row).stream().mapToDouble(p -> p).max().orElseThrow();
        assertThat(maps.get(row).probability()).isEqualTo(most);
        assertThat(probabilities.get(row).get(maps.get(row).label())).isEqualTo(most);
      }
    }
  }

  @Test
  void showsTheImageThatTheNetworkSaw() throws Exception {
    try (Inference inference = filled(TinyRuns.backend(), Precision.FLOAT)) {
      List<ClassMap> maps = explained(inference, Optional.empty(), OptionalInt.empty());
      for (int row = 0; row < 3; row++) {
        float[] pixels = images.read(row).planes()[0];
        for (int i = 0; i < pixels.length; i++) {
          assertThat(maps.get(row).prepared().planes()[0][i]).isCloseTo(pixels[i], within(1e-3f));
        }
      }
    }
  }

  @Test
  void showsEachChannelOfEachImageWithoutItsNormalization() {
    List<ClassMap> maps = ofPlacedImages();
    assertThat(maps).hasSize(3);
    for (int row = 0; row < 3; row++) {
      float[][] planes = maps.get(row).prepared().planes();
      assertThat(planes).hasNumberOfRows(3);
      for (int channel = 0; channel < 3; channel++) {
        for (int i = 0; i < 144; i++) {
          assertThat(planes[channel][i])
              .isCloseTo(PlacedImages.pixel(row, channel, i), within(1e-3f));
        }
      }
    }
  }

  /** All weights are zero, and with them all logits. */
  @Test
  void isOfTheFirstOfClassesThatAreEquallyProbable() {
    assertThat(ofPlacedImages()).hasSize(3).extracting(ClassMap::label).containsOnly(0);
  }

  /** The logits see more of the image than a layer within a branch of a block. */
  @Test
  void refusesALayerThatOthersPassBy() {
    try (Inference inference = filled(TinyRuns.backend(), Precision.FLOAT)) {
      for (String layer : List.of("layer2.0.conv1", "fc", "nothing")) {
        assertThatThrownBy(() -> explained(inference, Optional.of(layer), OptionalInt.empty()))
            .isInstanceOf(ProblemException.class)
            .hasMessageContaining("[class-map/no-map] '" + layer + "' is not a layer")
            .hasMessageContaining(MIDDLE);
      }
    }
  }

  /** Maps of a network whose weights are zero. */
  private static List<ClassMap> ofPlacedImages() {
    TrickRegistry tricks = TrickRegistry.of(List.<TrickProvider<?>>of(new ByChannelProvider()));
    RunPlan plan =
        new RunPlanner(tricks)
            .plan(
                ToyRecipes.recipe(
                    "placed",
                    new PlacedImages(),
                    new CifarResNet(8, 1),
                    new TrainingConfig(2, 16, 0, 42, true, 1, 1),
                    List.of(ToyRecipes.entry(tricks, "by-channel"))));
    List<ClassMap> maps = new ArrayList<>();
    try (Inference inference = Inference.of(plan, TinyRuns.backend(), Precision.FLOAT)) {
      inference.explain(
          new PlacedImages().open(Split.TEST),
          Optional.empty(),
          OptionalInt.empty(),
          (probabilities, map) -> maps.add(map));
    }
    return maps;
  }

  private Inference filled(Backend backend, Precision precision) {
    Inference inference = Inference.of(plan, backend, precision);
    Draws draws = Draws.of(11);
    inference
        .weights()
        .edit(
            all -> {
              for (long i = 0; i < all.masters().length(); i++) {
                all.masters().putScalar(i, draws.uniform(-0.5, 0.7));
              }
              for (long i = 0; i < all.statistics().length(); i++) {
                all.statistics().putScalar(i, draws.uniform(0.2, 1.5));
              }
            });
    return inference;
  }

  private List<ClassMap> explained(Inference inference, Optional<String> layer, OptionalInt label) {
    List<ClassMap> maps = new ArrayList<>();
    inference.explain(images, layer, label, (probabilities, map) -> maps.add(map));
    return maps;
  }

  private INDArray inputs(Precision precision) {
    INDArray inputs =
        Nd4j.create(precision == Precision.DOUBLE ? DataType.DOUBLE : DataType.FLOAT, 3, 1, 12, 12);
    for (int row = 0; row < 3; row++) {
      try {
        float[] pixels = images.read(row).planes()[0];
        for (int i = 0; i < pixels.length; i++) {
          inputs.putScalar(new int[] {row, 0, i / 12, i % 12}, pixels[i] / 255);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return inputs;
  }

  private INDArray tap(Backend backend, Weights weights, String layer, Precision precision) {
    try (Plan whole =
        backend.plan(weights, new PlanSpec(3, IMAGE, Phase.EVALUATION, precision, Set.of(layer)))) {
      whole.forward(inputs(precision), DRAWS);
      return whole.tap(layer).dup();
    }
  }

  private static double raised(Plan rest, INDArray maps, int channel, double by) {
    INDArray raised = maps.dup();
    for (int i = 0; i < 36; i++) {
      int[] at = {0, channel, i / 6, i % 6};
      raised.putScalar(at, raised.getDouble(at) + by);
    }
    return rest.forward(raised, DRAWS).getDouble(0, LABEL);
  }
}
