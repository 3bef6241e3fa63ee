package io.bagoftricks.backends.testkit.conformance;

import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.network.Role;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.optimizer.UpdateRule;
import io.bagoftricks.api.optimizer.UpdateRule.Nag.Form;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.backends.spi.Accumulate;
import io.bagoftricks.backends.spi.FlatArray;
import io.bagoftricks.backends.spi.ParameterLayout.StatisticsSlice;
import io.bagoftricks.backends.spi.Phase;
import io.bagoftricks.backends.spi.Plan;
import io.bagoftricks.backends.spi.Update;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.backends.spi.Weights.Part;
import io.bagoftricks.backends.testkit.conformance.internal.network.Fill;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Trains and evaluates a scenario's network on one backend, and writes down what comes out. */
final class Trial {
  static final String TRAINING_OUTPUT = "training output";
  static final String LATER_OUTPUT = "later training output";
  static final String GRADIENTS = "gradients";
  static final String ACCUMULATED_GRADIENTS = "accumulated gradients";

  private static final List<UpdateRule> RULES =
      List.of(
          new UpdateRule.Sgd(),
          new UpdateRule.Nag(Form.PAPER),
          new UpdateRule.Nag(Form.MXNET),
          new UpdateRule.AdamW(0.9, 0.99, 1e-6));

  private final Scenario scenario;
  private final Subject subject;
  private final Weights weights;
  private final Map<Tensor, double[]> seen = new LinkedHashMap<>();

  private Trial(Scenario scenario, Subject subject, Weights weights) {
    this.scenario = scenario;
    this.subject = subject;
    this.weights = weights;
  }

  /**
   * All numbers a backend gives.
   *
   * @param taps layers whose outputs in training are among them, beside the scenario's
   */
  static Map<Tensor, double[]> run(Scenario scenario, Subject subject, Set<String> taps) {
    try (Weights weights = subject.allocate(scenario.network())) {
      Fill.random(weights, scenario.numbers().stream("weights"));
      return new Trial(scenario, subject, weights).run(taps);
    }
  }

  private Map<Tensor, double[]> run(Set<String> taps) {
    Set<String> all = new HashSet<>(taps);
    all.add(scenario.tap());
    try (Plan training =
            subject.plan(weights, scenario.batch(), Phase.TRAINING, all.toArray(String[]::new));
        Plan evaluation =
            subject.plan(weights, scenario.evaluationBatch(), Phase.EVALUATION, scenario.tap())) {
      forward(training, 0, TRAINING_OUTPUT);
      fill(weights.gradients(), Double.NaN);
      weights.written(Part.GRADIENTS);
      backward(training, 0, Accumulate.OVERWRITE, GRADIENTS);
      forward(training, 1, LATER_OUTPUT);
      backward(training, 1, Accumulate.ADD, ACCUMULATED_GRADIENTS);
      RULES.forEach(this::update);
      forward(training, 2, "training output after updates");
      forward(evaluation, 3, "evaluation output");
      lookAtStatistics();
    }
    return seen;
  }

  private void forward(Plan plan, int step, String quantity) {
    Draws draws = scenario.numbers().stream("forward").stream(step);
    Shape image = plan.spec().input();
    INDArray images =
        Fill.normal(
            draws.stream("images"),
            subject.type(),
            plan.spec().batch(),
            image.channels(),
            image.height(),
            image.width());
    see(quantity, "the logits", plan.forward(images, draws));
    plan.spec().taps().forEach(layer -> see(quantity, layer, plan.tap(layer)));
  }

  private void backward(Plan plan, int step, Accumulate mode, String quantity) {
    Draws draws = scenario.numbers().stream("backward").stream(step);
    plan.backward(
        Fill.normal(draws, subject.type(), scenario.batch(), scenario.network().classes()), mode);
    for (Parameter parameter : scenario.network().parameters()) {
      see(quantity, parameter.name(), weights.gradient(parameter.name()));
    }
  }

  /** Two updates with gradients that are the same for all; what counts is how far weights move. */
  private void update(UpdateRule rule) {
    long elements = weights.layout().elements();
    if (elements == 0) {
      return;
    }
    List<FlatArray> state =
        Stream.generate(() -> weights.array(elements)).limit(rule.stateArrays()).toList();
    for (int count = 1; count <= 2; count++) {
      Draws draws = scenario.numbers().stream("update").stream(count);
      weights.gradients().assign(Fill.normal(draws, subject.type(), elements));
      weights.written(Part.GRADIENTS);
      INDArray before = weights.masters().dup();
      weights.update(new Update(rule, groups(), 0.9, count, index -> state.get(index)));
      see("update " + count + " by " + rule, "all weights", weights.masters().sub(before));
    }
  }

  private List<Update.Group> groups() {
    List<Parameter> decayed = new ArrayList<>();
    List<Parameter> rest = new ArrayList<>();
    for (Parameter parameter : scenario.network().parameters()) {
      (parameter.role() == Role.WEIGHT ? decayed : rest).add(parameter);
    }
    return List.of(new Update.Group(decayed, 0.02, 0.1), new Update.Group(rest, 0.01, 0));
  }

  /** Means lie before variances. */
  private void lookAtStatistics() {
    double[] all = Fill.doubles(weights.statistics());
    weights
        .layout()
        .statistics()
        .forEach(
            (layer, slice) -> {
              seen.put(new Tensor("running mean", layer), channels(all, slice, 0));
              seen.put(new Tensor("running variance", layer), channels(all, slice, 1));
            });
  }

  private static double[] channels(double[] all, StatisticsSlice slice, int place) {
    int from = Math.toIntExact(slice.offset()) + place * slice.channels();
    return Arrays.copyOfRange(all, from, from + slice.channels());
  }

  private static void fill(INDArray array, double value) {
    if (!array.isEmpty()) {
      array.assign(value);
    }
  }

  private void see(String quantity, String name, INDArray array) {
    seen.put(new Tensor(quantity, name), Fill.doubles(array));
  }
}
