package io.bagoftricks.testkit;

import io.bagoftricks.api.data.Dataset.Image;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.engine.internal.train.TrickCalls;
import io.bagoftricks.engine.plan.ParameterGroup;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plugin.HookPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The results of one hook of a plan's tricks on seeded inputs, the same for every plan. */
final class HookTrial {
  private final RunPlan plan;
  private final List<double[]> results = new ArrayList<>();

  private HookTrial(RunPlan plan) {
    this.plan = plan;
  }

  static HookOutcome of(RunPlan plan, HookPoint point) {
    return switch (point) {
      case ON_INIT -> setup(plan);
      case ON_PARAM_GROUPS -> groups(plan);
      default -> new HookTrial(plan).tried(point);
    };
  }

  private static HookOutcome setup(RunPlan plan) {
    List<Object> values = new ArrayList<>(plan.network().vertices());
    values.add(plan.settings());
    return HookOutcome.ofValues(values);
  }

  private static HookOutcome groups(RunPlan plan) {
    List<double[]> numbers = new ArrayList<>();
    for (long step = 0; step < OrderDraft.TRIES; step++) {
      numbers.add(new double[] {plan.learningRate().at(step)});
      numbers.add(new double[] {plan.momentum().at(step)});
    }
    for (Parameter parameter : plan.network().parameters()) {
      for (ParameterGroup group : plan.groups()) {
        if (group.parameters().contains(parameter)) {
          for (long step = 0; step < OrderDraft.TRIES; step++) {
            numbers.add(new double[] {group.rateFactor(step)});
            numbers.add(new double[] {group.decayFactor(step)});
          }
        }
      }
    }
    return HookOutcome.ofNumbers(numbers);
  }

  private HookOutcome tried(HookPoint point) {
    String any = plan.tricks().isEmpty() ? "" : plan.tricks().get(0).instance();
    try (TrickRun run =
        new TrickRun(plan, any, Backends.REFERENCE, TrickCalls.of(plan, Backends.REFERENCE))) {
      for (int step = 0; step < OrderDraft.TRIES; step++) {
        run.at(step);
        Draws draws = Draws.of(step).stream(point.name());
        switch (point) {
          case ON_SAMPLE -> sample(run, step, draws);
          case ON_BATCH -> batch(run, draws);
          case ON_LOSS -> loss(run, draws);
          case ON_STEP -> step(run, draws);
          default -> after(run, draws, point);
        }
      }
    }
    return HookOutcome.ofNumbers(results);
  }

  private void sample(TrickRun run, int index, Draws draws) {
    add(run.onSample(image(draws), index));
  }

  private static Image image(Draws draws) {
    float[][] planes = new float[OrderDraft.IMAGE.channels()][];
    for (int channel = 0; channel < planes.length; channel++) {
      planes[channel] = floats(draws, OrderDraft.IMAGE.height() * OrderDraft.IMAGE.width());
    }
    return new Image(OrderDraft.IMAGE.size(), planes);
  }

  private void add(Image image) {
    for (float[] plane : image.planes()) {
      results.add(IntStream.range(0, plane.length).mapToDouble(i -> plane[i]).toArray());
    }
  }

  private static float[] floats(Draws draws, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) draws.uniform(0, 255);
    }
    return values;
  }

  private void batch(TrickRun run, Draws draws) {
    BatchAfter after = run.onBatch(inputs(draws), labels(draws));
    add(after.inputs());
    add(after.targets());
  }

  private static INDArray inputs(Draws draws) {
    return normal(
        draws,
        OrderDraft.BATCH,
        OrderDraft.IMAGE.channels(),
        OrderDraft.IMAGE.height(),
        OrderDraft.IMAGE.width());
  }

  private void loss(TrickRun run, Draws draws) {
    LossAfter after =
        run.onLoss(normal(draws, OrderDraft.BATCH, OrderDraft.CLASSES), labels(draws));
    add(after.targets());
    add(after.gradient());
    results.add(new double[] {after.total()});
    results.add(new double[] {after.scale()});
  }

  private void step(TrickRun run, Draws draws) {
    double[] noise = new double[run.weights().length];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = draws.normal();
    }
    StepAfter after =
        run.onStep(
            weights -> {
              double[] gradients = new double[weights.length];
              for (int i = 0; i < gradients.length; i++) {
                gradients[i] = noise[i] + weights[i] * weights[i];
              }
              return gradients;
            });
    results.add(after.gradients(noise.length));
    results.add(new double[] {after.learningRate(), after.skipReason().isPresent() ? 1 : 0});
    after.parameterFactors().values().forEach(factor -> results.add(new double[] {factor}));
  }

  private void after(TrickRun run, Draws draws, HookPoint point) {
    double[] weights = new double[run.weights().length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = draws.normal();
    }
    run.weights(weights).afterStep();
    if (point == HookPoint.AFTER_STEP) {
      results.add(run.weights());
    } else {
      add(run.onEvaluate(image(draws), 0));
      for (INDArray view : run.views(inputs(draws))) {
        add(view);
        view.close();
      }
    }
    EvaluationAfter evaluation = run.onEvaluate();
    results.add(evaluation.weights(weights.length));
    results.add(evaluation.statistics(run.statistics().length));
  }

  private void add(INDArray array) {
    results.add(array.dup().reshape(array.length()).toDoubleVector());
  }

  private static INDArray normal(Draws draws, long... shape) {
    INDArray array = Nd4j.create(DataType.FLOAT, shape);
    INDArray flat = array.reshape(array.length());
    for (long i = 0; i < flat.length(); i++) {
      flat.putScalar(i, draws.normal());
    }
    return array;
  }

  private static INDArray labels(Draws draws) {
    INDArray labels = Nd4j.zeros(DataType.FLOAT, OrderDraft.BATCH, OrderDraft.CLASSES);
    for (int row = 0; row < OrderDraft.BATCH; row++) {
      labels.putScalar(row, (int) draws.uniform(0, OrderDraft.CLASSES), 1);
    }
    return labels;
  }
}
