package io.bagoftricks.engine.parity;

import io.bagoftricks.api.LossTerm;
import io.bagoftricks.api.network.BatchNorm2d;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.optimizer.UpdateRule;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.backends.spi.Accumulate;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.backends.spi.ParameterLayout;
import io.bagoftricks.backends.spi.Phase;
import io.bagoftricks.backends.spi.Plan;
import io.bagoftricks.backends.spi.PlanSpec;
import io.bagoftricks.backends.spi.Update;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.engine.internal.metric.CrossEntropy;
import io.bagoftricks.engine.internal.train.OptimizerState;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.bytedeco.javacpp.DoublePointer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Runs a backend on a golden file's network and compares. */
public final class ParityCheck {
  private static final UpdateRule RULE = new UpdateRule.Nag(UpdateRule.Nag.Form.PAPER);
  private static final long INPUT_STREAM = 1000;

  private final Golden golden;
  private final Weights weights;
  private final INDArray input;
  private final INDArray targets;
  private final LossTerm crossEntropy = new CrossEntropy();
  private final RelativeError logits = new RelativeError();
  private final RelativeError losses = new RelativeError();
  private final RelativeError firstLoss = new RelativeError();
  private final RelativeError gradients = new RelativeError();
  private final SmallestCosine gradientCosine = new SmallestCosine();
  private final LargestDifference gradientDifference = new LargestDifference();
  private final ExactGradients exactGradients;
  private final RelativeError runningStatistics = new RelativeError();
  private final RelativeError weightNorms = new RelativeError();
  private final RelativeError finalLogits = new RelativeError();

  private ParityCheck(Golden golden, Weights weights, ExactGradients exactGradients) {
    this.golden = golden;
    this.exactGradients = exactGradients;
    this.weights = weights;
    DataType type = weights.masters().dataType();
    this.input = input(golden.inputShape()).castTo(type);
    this.targets = targets(golden.inputShape().get(0), golden.classes()).castTo(type);
  }

  /**
   * Compares.
   *
   * @param exact of the same file and network
   * @throws ProblemException if the network is not the golden file's
   */
  public static ParityReport check(
      Golden golden, Network network, Backend backend, Precision precision, ExactGradients exact) {
    checkSameParameters(golden, network);
    try (Weights weights = backend.allocate(network, precision.masters());
        Plan training = plan(golden, backend, weights, Phase.TRAINING, precision);
        Plan evaluation = plan(golden, backend, weights, Phase.EVALUATION, precision)) {
      return new ParityCheck(golden, weights, exact).run(training, evaluation);
    }
  }

  static ExactGradients exactGradients(Golden golden, Network network, Backend reference) {
    checkSameParameters(golden, network);
    try (Weights weights = reference.allocate(network, Precision.DOUBLE);
        Plan training = plan(golden, reference, weights, Phase.TRAINING, Precision.DOUBLE)) {
      ParityCheck first = new ParityCheck(golden, weights, new ExactGradients(Map.of()));
      first.fill();
      first.backward(training, training.forward(first.input, Draws.of(0)));
      Map<String, double[]> gradients = new TreeMap<>();
      network
          .parameters()
          .forEach(p -> gradients.put(p.name(), doubles(weights.gradient(p.name()))));
      return new ExactGradients(gradients);
    }
  }

  private static Plan plan(
      Golden golden, Backend backend, Weights weights, Phase phase, Precision precision) {
    List<Integer> shape = golden.inputShape();
    Shape image = new Shape(shape.get(1), shape.get(2), shape.get(3));
    return backend.plan(weights, new PlanSpec(shape.get(0), image, phase, precision));
  }

  private ParityReport run(Plan training, Plan evaluation) {
    fill();
    logits.add(golden.evalLogits(), doubles(evaluation.forward(input, Draws.of(0))));
    try (OptimizerState state = OptimizerState.of(RULE, weights)) {
      for (int step = 0; step < golden.losses().size(); step++) {
        INDArray output = training.forward(input, Draws.of(0));
        double loss = backward(training, output);
        losses.add(golden.losses().get(step), loss, largest(golden.losses()));
        if (step == 0) {
          logits.add(golden.trainLogits(), doubles(output));
          firstLoss.add(golden.losses().get(0), loss, golden.losses().get(0));
          compareStatistics();
          compareGradients();
        }
        weights.update(update(step, state));
      }
    }
    golden
        .weightNormsAfterSixSteps()
        .forEach(
            (name, norm) ->
                weightNorms.add(norm, weights.parameter(name).norm2Number().doubleValue(), norm));
    finalLogits.add(
        golden.evalLogitsAfterSixSteps(), doubles(evaluation.forward(input, Draws.of(0))));
    return new ParityReport(
        golden.model(),
        logits.largest(),
        losses.largest(),
        firstLoss.largest(),
        gradients.largest(),
        gradientCosine.smallest(),
        gradientCosine.tensor(),
        gradientDifference.largest(),
        gradientDifference.tensor(),
        runningStatistics.largest(),
        weightNorms.largest(),
        finalLogits.largest());
  }

  private void fill() {
    weights.edit(
        editable -> {
          for (int p = 0; p < golden.parameters().size(); p++) {
            Golden.FilledParameter filled = golden.parameters().get(p);
            INDArray target = editable.parameter(filled.name());
            double[] values = new double[Math.toIntExact(target.length())];
            for (int i = 0; i < values.length; i++) {
              values[i] = filled.offset() + filled.scale() * Golden.uniform(p, i);
            }
            target.assign(
                Nd4j.createFromArray(values).castTo(target.dataType()).reshape(target.shape()));
          }
        });
  }

  /** Computes the loss of a forward and all gradients of the unscaled loss. */
  private double backward(Plan training, INDArray output) {
    try (INDArray gradient = output.ulike()) {
      double loss = crossEntropy.evaluate(output, targets, gradient);
      training.backward(gradient, Accumulate.OVERWRITE);
      return loss;
    }
  }

  private void compareGradients() {
    exactGradients.forEach(
        (name, exact) -> {
          double[] actual = doubles(weights.gradient(name));
          gradientCosine.add(name, exact, actual);
          gradientDifference.add(name, exact, actual);
        });
    golden
        .gradients()
        .forEach(
            (name, expected) -> {
              double[] actual = doubles(weights.gradient(name));
              double norm = 0;
              double sum = 0;
              double largest = 0;
              for (double value : actual) {
                norm += value * value;
                sum += value;
                largest = Math.max(largest, Math.abs(value));
              }
              gradients.add(expected.l2(), Math.sqrt(norm), expected.l2());
              gradients.add(expected.sum(), sum, Math.sqrt(actual.length) * expected.l2());
              for (int i = 0; i < expected.first().size(); i++) {
                gradients.add(expected.first().get(i), actual[i], largest);
              }
            });
  }

  private void compareStatistics() {
    double[] statistics = doubles(weights.statistics());
    golden
        .runningAfterOneForward()
        .forEach(
            (name, expected) -> {
              int dot = name.lastIndexOf('.');
              ParameterLayout.StatisticsSlice slice =
                  weights.layout().statisticsOf(name.substring(0, dot));
              boolean mean = name.endsWith(".running_mean");
              int from = (int) slice.offset() + (mean ? 0 : slice.channels());
              double largest = 0;
              for (int i = 0; i < slice.channels(); i++) {
                largest = Math.max(largest, Math.abs(statistics[from + i]));
              }
              for (int i = 0; i < expected.size(); i++) {
                runningStatistics.add(expected.get(i), statistics[from + i], largest);
              }
            });
  }

  private Update update(int step, OptimizerState state) {
    double rate = golden.nag().learningRate() * (step < 2 ? 1 : 0.1);
    List<Parameter> decayed = new ArrayList<>();
    List<Parameter> undecayed = new ArrayList<>();
    Map<String, Parameter> byName = new TreeMap<>();
    weights.network().parameters().forEach(p -> byName.put(p.name(), p));
    for (Golden.FilledParameter filled : golden.parameters()) {
      Parameter parameter = byName.get(filled.name());
      if (parameter != null) {
        (filled.decay() ? decayed : undecayed).add(parameter);
      }
    }
    return new Update(
        RULE,
        List.of(
            new Update.Group(decayed, rate, golden.nag().weightDecay()),
            new Update.Group(undecayed, rate, 0)),
        golden.nag().momentum(),
        step + 1L,
        state);
  }

  private static void checkSameParameters(Golden golden, Network network) {
    if (golden.parameters().stream().map(Golden.FilledParameter::name).distinct().count()
        < golden.parameters().size()) {
      throw otherNetwork(golden, "The golden file names a parameter twice.");
    }
    Map<String, List<Integer>> expected = new TreeMap<>();
    golden.parameters().forEach(p -> expected.put(p.name(), p.shape()));
    Map<String, List<Integer>> actual = new TreeMap<>();
    network.parameters().forEach(p -> actual.put(p.name(), p.shape()));
    if (!expected.equals(actual)) {
      Map<String, List<Integer>> missing = new TreeMap<>(expected);
      missing.entrySet().removeAll(actual.entrySet());
      Map<String, List<Integer>> surplus = new TreeMap<>(actual);
      surplus.entrySet().removeAll(expected.entrySet());
      throw otherNetwork(
          golden,
          "The golden file has parameters that the network lacks: %s; the network has others: %s. Name the recipe of its network: --recipe RECIPE."
              .formatted(missing, surplus));
    }
    checkNames(golden, "gradients", golden.gradients().keySet(), expected.keySet());
    checkNames(
        golden,
        "weightNormsAfterSixSteps",
        golden.weightNormsAfterSixSteps().keySet(),
        expected.keySet());
    Set<String> statistics = new TreeSet<>();
    network.vertices().stream()
        .filter(vertex -> vertex.layer() instanceof BatchNorm2d)
        .map(Network.Vertex::name)
        .forEach(norm -> statistics.addAll(List.of(norm + ".running_mean", norm + ".running_var")));
    checkNames(
        golden, "runningAfterOneForward", golden.runningAfterOneForward().keySet(), statistics);
    checkLengths(golden, network);
  }

  /** The first values of a tensor are no more than it has. */
  private static void checkLengths(Golden golden, Network network) {
    Map<String, Long> lengths = new TreeMap<>();
    network.parameters().forEach(parameter -> lengths.put(parameter.name(), parameter.elements()));
    golden
        .gradients()
        .forEach(
            (name, summary) ->
                checkLength(golden, "gradients", name, summary.first(), lengths.get(name)));
    golden
        .runningAfterOneForward()
        .forEach(
            (name, values) -> {
              String scale = name.substring(0, name.lastIndexOf('.')) + ".weight";
              checkLength(golden, "runningAfterOneForward", name, values, lengths.get(scale));
            });
  }

  private static void checkLength(
      Golden golden, String key, String name, List<Double> first, @Nullable Long length) {
    if (length != null && first.size() > length) {
      throw otherNetwork(
          golden,
          String.format(
              Locale.ROOT,
              "%s has %d values of %s, which has %d.",
              key,
              first.size(),
              name,
              length));
    }
  }

  private static void checkNames(
      Golden golden, String key, Set<String> named, Set<String> existing) {
    Set<String> unknown = new TreeSet<>(named);
    unknown.removeAll(existing);
    if (!unknown.isEmpty()) {
      throw otherNetwork(
          golden, "%s has names that the network lacks: %s.".formatted(key, unknown));
    }
  }

  private static ProblemException otherNetwork(Golden golden, String message) {
    return new ProblemException(
        List.of(Problem.error("golden/other-network", golden.model(), message)));
  }

  private static INDArray input(List<Integer> shape) {
    int length = shape.stream().reduce(1, Math::multiplyExact);
    double[] values = new double[length];
    for (int i = 0; i < length; i++) {
      values[i] = 1.7 * Golden.uniform(INPUT_STREAM, i);
    }
    return Nd4j.createFromArray(values)
        .reshape(shape.stream().mapToLong(Integer::longValue).toArray());
  }

  private static INDArray targets(int batch, int classes) {
    double[][] values = new double[batch][classes];
    for (int n = 0; n < batch; n++) {
      values[n][n % classes] += 0.7;
      values[n][(n + 3) % classes] += 0.3;
    }
    return Nd4j.createFromArray(values);
  }

  private static double largest(List<Double> values) {
    return values.stream().mapToDouble(Math::abs).max().orElse(0);
  }

  /** The values in row-major order, copied at once: one by one they took a tenth of a check. */
  private static double[] doubles(INDArray array) {
    double[] values = new double[Math.toIntExact(array.length())];
    try (INDArray copy = Nd4j.createUninitialized(DataType.DOUBLE, array.length())) {
      copy.assign(array.reshape(array.length()));
      new DoublePointer(copy.data().pointer()).get(values);
    }
    return values;
  }
}
