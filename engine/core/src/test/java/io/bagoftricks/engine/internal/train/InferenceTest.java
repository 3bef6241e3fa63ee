package io.bagoftricks.engine.internal.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.api.EvaluateHook;
import io.bagoftricks.api.Evaluation;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;
import io.bagoftricks.api.Uses;
import io.bagoftricks.api.data.DataFacts;
import io.bagoftricks.api.data.DataSource;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Split;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.backends.spi.Phase;
import io.bagoftricks.backends.spi.PlanSpec;
import io.bagoftricks.backends.spi.Profiler;
import io.bagoftricks.engine.Training;
import io.bagoftricks.engine.evaluation.Evaluated;
import io.bagoftricks.engine.evaluation.JudgedImage;
import io.bagoftricks.engine.internal.loader.LoaderBatch;
import io.bagoftricks.engine.internal.model.CifarResNet;
import io.bagoftricks.engine.internal.timing.StepProfiler;
import io.bagoftricks.engine.internal.timing.StepProfiler.Activity;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plan.RunPlanner;
import io.bagoftricks.engine.plugin.TrickException;
import io.bagoftricks.engine.plugin.TrickRegistry;
import io.bagoftricks.engine.recipe.TrainingConfig;
import io.bagoftricks.engine.toys.ScriptedBackend;
import io.bagoftricks.engine.toys.SyntheticImages;
import io.bagoftricks.engine.toys.ToyProvider;
import io.bagoftricks.engine.toys.ToyRecipes;
import io.bagoftricks.engine.toys.ToyTricks.None;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Evaluations of 25 images of ten classes, eight at a time, on a scripted backend whose logit of
 * class 0 is 1 and whose others are 0.
 */
final class InferenceTest {
  private static final TrickRegistry TRICKS =
      TrickRegistry.of(List.<TrickProvider<?>>of(new AnyProvider()));
  private static final double OF_CLASS_0 = Math.E / (Math.E + 9);

  private static Consumer<Evaluation> onEvaluate = evaluation -> {};

  @TrickCard(id = "any", family = Family.DATA, summary = "Does what a test says.")
  static final class AnyProvider extends ToyProvider<None> {
    AnyProvider() {
      super(Any.class, new None());
    }
  }

  static final class Any implements EvaluateHook, AutoCloseable {
    private static int closed;

    @Inject
    Any() {}

    @Override
    @Uses(
        replaces = Slot.EVALUATED_WEIGHTS,
        adds = {Slot.EVALUATED_VIEWS, Slot.EVALUATED_SAMPLE})
    public void onEvaluate(Evaluation evaluation) {
      onEvaluate.accept(evaluation);
    }

    @Override
    public void close() {
      closed++;
    }
  }

  private final Dataset images = new SyntheticImages(30, 25).open(Split.TEST);
  private final ScriptedBackend backend = new ScriptedBackend(10, forward -> 5, backward -> 1);

  private static RunPlan plan() {
    onEvaluate = evaluation -> {};
    return new RunPlanner(TRICKS)
        .plan(
            ToyRecipes.recipe(
                "inference",
                new SyntheticImages(30, 25),
                new CifarResNet(8, 1),
                new TrainingConfig(2, 10, 8, 42, true, 1, 1),
                List.of(ToyRecipes.entry(TRICKS, "any"))));
  }

  private Inference inference() {
    return Inference.of(plan(), backend, Precision.FLOAT);
  }

  private static void chooses(Inference inference, double value) {
    long elements = inference.weights().layout().elements();
    long statistics = inference.weights().layout().statisticsElements();
    onEvaluate =
        e -> e.useWeights(Nd4j.zeros(elements).addi(value), Nd4j.zeros(statistics).addi(value));
  }

  @Test
  void beginsWithTheWeightsOfARun() {
    RunPlan plan = plan();
    try (Inference inference = Training.inference(plan, backend);
        Steps steps = Training.steps(plan, backend)) {
      assertThat(inference.weights().masters()).isEqualTo(steps.weights().masters());
      assertThat(inference.weights().masters().std().getDouble(0)).isPositive();
    }
  }

  @Test
  void evaluatesBatchesWithTheWeightsThatTricksChoose() {
    List<Activity> done = new ArrayList<>();
    try (Inference inference = inference()) {
      chooses(inference, 0.5);
      inference.profile(new Activities(done));
      double during =
          inference.evaluating(
              evaluate -> {
                evaluate.accept(new LoaderBatch(new float[2 * 144], new int[2], 0, 2));
                return inference.weights().masters().meanNumber().doubleValue();
              });
      assertThat(during).isEqualTo(0.5);
      assertThat(inference.weights().masters().meanNumber().doubleValue()).isNotEqualTo(0.5);
    }
    assertThat(done).containsSubsequence(Activity.EVALUATED_BATCH, Activity.FORWARD);
  }

  private record Activities(List<Activity> done) implements StepProfiler {
    @Override
    public void began(Activity activity, String name) {
      done.add(activity);
    }

    @Override
    public void ended() {}

    @Override
    public void ran(Profiler.Operation operation, long from, long to) {}
  }

  @Test
  void judgesEachImageInItsOrder() {
    List<JudgedImage> judged = new ArrayList<>();
    try (Inference inference = inference()) {
      Evaluated evaluated = inference.evaluate(images, judged::add);
      assertThat(evaluated.metrics().examples()).isEqualTo(25);
      assertThat(evaluated.metrics().top1()).isEqualTo(3 / 25.0);
      // By hand: of the classes 0 to 4 there are three images, of others two.
      double loss = -(3 * Math.log(OF_CLASS_0) + 22 * Math.log(1 / (Math.E + 9))) / 25;
      assertThat(evaluated.metrics().loss()).isCloseTo(loss, within(1e-6));
      assertThat(evaluated.confusion().images(4, 0)).isEqualTo(3);
      assertThat(evaluated.confusion().images(5, 0)).isEqualTo(2);
      assertThat(evaluated.confusion().images(0)).isEqualTo(3);
      assertThat(evaluated.calibration().stream().mapToLong(bin -> bin.examples()).sum())
          .isEqualTo(25);
      assertThat(evaluated.nonFinite()).isEmpty();
      assertThat(inference.evaluate(images).metrics()).isEqualTo(evaluated.metrics());
    }
    assertThat(judged).hasSize(25);
    for (int i = 0; i < 25; i++) {
      JudgedImage image = judged.get(i);
      assertThat(image.index()).isEqualTo(i);
      assertThat(image.label()).isEqualTo(i % 10);
      assertThat(image.taken()).isZero();
      assertThat(image.isRight()).isEqualTo(i % 10 == 0);
      assertThat(image.probability()).isCloseTo(OF_CLASS_0, within(1e-6));
    }
  }

  @Test
  void predictsEachImage() {
    try (Inference inference = inference()) {
      List<List<Double>> probabilities = inference.probabilities(images);
      assertThat(probabilities)
          .hasSize(25)
          .allSatisfy(
              row -> {
                assertThat(row).hasSize(10);
                assertThat(row.get(0)).isCloseTo(OF_CLASS_0, within(1e-6));
              });
    }
    assertThat(backend.forwards(Phase.EVALUATION))
        .extracting(forward -> forward.spec().batch())
        .containsExactly(8, 8, 8, 1);
  }

  private record ManyClasses(SyntheticImages images, int classes) implements DataSource {
    @Override
    public DataFacts facts() {
      return new DataFacts(classes, images.train(), images.test(), images.facts().image());
    }

    @Override
    public Dataset open(Split split) {
      return images.open(split);
    }
  }

  /** A count of their confusions would be as many numbers as the square of that. */
  @Test
  void aPredictionOfManyClassesTakesNoRoomForTheirConfusions() {
    int classes = 50_000;
    RunPlan plan =
        new RunPlanner(TRICKS)
            .plan(
                ToyRecipes.recipe(
                    "many",
                    new ManyClasses(new SyntheticImages(30, 2), classes),
                    new CifarResNet(8, 1),
                    new TrainingConfig(2, 10, 8, 42, true, 1, 1),
                    List.of()));
    Backend many = new ScriptedBackend(classes, forward -> 5, backward -> 1);
    try (Inference inference = Inference.of(plan, many, Precision.FLOAT)) {
      assertThat(inference.probabilities(new SyntheticImages(30, 2).open(Split.TEST)))
          .hasSize(2)
          .allSatisfy(row -> assertThat(row).hasSize(classes));
    }
  }

  @Test
  void viewsAreFreedAndAveraged() {
    try (Inference inference = inference()) {
      List<INDArray> views = new ArrayList<>();
      onEvaluate =
          evaluation -> {
            evaluation.addView(
                inputs -> {
                  INDArray view = inputs.mul(2);
                  views.add(view);
                  return view;
                });
            evaluation.addView(inputs -> inputs);
          };
      Evaluated evaluated = inference.evaluate(images);
      assertThat(evaluated.metrics().top1()).isEqualTo(3 / 25.0);
      assertThat(views).hasSize(4).allMatch(INDArray::wasClosed);
    }
    assertThat(backend.forwards(Phase.EVALUATION)).hasSize(12);
  }

  /** By hand: softmax of a logit of 1, and of 3 for the view, beside nine of 0. */
  @Test
  void probabilitiesAreMeansOverAnImageAndItsViews() {
    double ofView = Math.exp(3) / (Math.exp(3) + 9);
    backend.evaluating(forward -> forward % 2 == 0 ? 1 : 3);
    try (Inference inference = inference()) {
      onEvaluate = evaluation -> evaluation.addView(inputs -> inputs);
      assertThat(inference.probabilities(images))
          .hasSize(25)
          .allSatisfy(
              row -> assertThat(row.get(0)).isCloseTo((OF_CLASS_0 + ofView) / 2, within(1e-6)));
    }
  }

  @Test
  void aViewThatWritesTheInputsIsTold() {
    try (Inference inference = inference()) {
      onEvaluate = evaluation -> evaluation.addView(inputs -> inputs.addi(1));
      assertThatThrownBy(() -> inference.evaluate(images))
          .isInstanceOf(TrickException.class)
          .hasMessageStartingWith(
              "[plugin/undeclared-write] 'any' in onEvaluate at epoch 2, step 7")
          .hasMessageContaining("it wrote inputs()");
    }
  }

  @Test
  void imagesArePreparedAsATrickSays() {
    List<Long> prepared = new ArrayList<>();
    try (Inference inference = inference()) {
      onEvaluate =
          evaluation ->
              evaluation.prepare(
                  sample -> {
                    synchronized (prepared) {
                      prepared.add(sample.index());
                    }
                  });
      inference.evaluate(images);
    }
    assertThat(prepared).hasSize(25).doesNotHaveDuplicates();
  }

  @Test
  void confidenceIsRightWhereTheClassIs() {
    try (Inference inference = inference()) {
      // All images are taken for class 0, and three of them are of it.
      assertThat(inference.evaluate(images).calibration())
          .filteredOn(bin -> bin.examples() > 0)
          .singleElement()
          .satisfies(
              bin -> {
                assertThat(bin.accuracy()).isCloseTo(3 / 25.0, within(1e-9));
                assertThat(bin.confidence()).isCloseTo(OF_CLASS_0, within(1e-6));
              });
    }
  }

  @Test
  void chosenWeightsAreInPlaceMeanwhile() {
    try (Inference inference = inference()) {
      inference.weights().masters().assign(1);
      double elements = (double) inference.weights().layout().elements();
      assertThat(inference.choosesWeights()).isFalse();
      chooses(inference, 4);
      assertThat(inference.choosesWeights()).isTrue();
      inference.evaluate(images);
      inference.probabilities(images);
      assertThat(backend.forwards(Phase.EVALUATION))
          .extracting(ScriptedBackend.Forward::masters)
          .hasSize(8)
          .containsOnly(4 * elements);
      assertThat(
              inference.<Double>withEvaluatedWeights(
                  weights -> weights.statistics().meanNumber().doubleValue()))
          .isEqualTo(4);
      assertThat(inference.weights().masters().meanNumber().doubleValue()).isEqualTo(1);
      inference.keepEvaluatedWeights();
      assertThat(inference.weights().masters().meanNumber().doubleValue()).isEqualTo(4);
      assertThat(inference.weights().statistics().meanNumber().doubleValue()).isEqualTo(4);
    }
  }

  @Test
  void logitsAreThoseOfPreparedImages() {
    try (Inference inference = inference()) {
      double[] logits = inference.logits(new LoaderBatch(new float[2 * 144], new int[2], 0, 2));
      assertThat(logits).hasSize(20).startsWith(1, 0, 0).endsWith(0, 0);
      assertThat(logits[10]).isEqualTo(1);
      assertThat(inference.logits(Nd4j.zeros(3, 1, 12, 12)).shape()).containsExactly(3, 10);
    }
  }

  /** Of batches of 8 and of 1 the maps, and of one image at a time what is behind them. */
  @Test
  void explainingFreesWhatItMadeForIt() {
    try (Inference inference = inference()) {
      List<Integer> labels = new ArrayList<>();
      inference.explain(
          images,
          Optional.empty(),
          OptionalInt.empty(),
          (probabilities, map) -> labels.add(map.label()));
      assertThat(labels).hasSize(25).containsOnly(0);
      assertThat(backend.closed())
          .filteredOn(spec -> spec.phase() == Phase.EVALUATION)
          .extracting(PlanSpec::batch)
          .containsExactlyInAnyOrder(8, 1);
      // Nobody wants the gradients of the weights behind the maps.
      assertThat(backend.closed())
          .filteredOn(spec -> spec.phase() == Phase.TRAINING)
          .singleElement()
          .satisfies(
              head -> {
                assertThat(head.batch()).isEqualTo(1);
                assertThat(head.frozen()).containsExactlyInAnyOrder("fc.weight", "fc.bias");
              });
      assertThat(backend.closedWeights()).isEqualTo(1);
    }
  }

  @Test
  void anEndFreesAll() {
    Inference inference = inference();
    Any.closed = 0;
    List<INDArray> inputs = new ArrayList<>();
    onEvaluate =
        evaluation ->
            evaluation.addView(
                each -> {
                  inputs.add(each);
                  return each;
                });
    inference.probabilities(images);
    assertThat(inputs).noneMatch(INDArray::wasClosed);
    inference.close();
    assertThat(inputs).allMatch(INDArray::wasClosed);
    assertThat(backend.closed()).hasSize(2);
    assertThat(backend.closedWeights()).isEqualTo(1);
    assertThat(Any.closed).isEqualTo(1);
  }
}
