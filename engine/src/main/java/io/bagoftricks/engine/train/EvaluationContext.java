package io.bagoftricks.engine.train;

import io.bagoftricks.api.Evaluation;
import io.bagoftricks.api.Moment;
import io.bagoftricks.api.Sample;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.engine.data.SampleStep;
import io.bagoftricks.engine.plan.PlannedTrick;
import io.bagoftricks.engine.plugin.HookPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** An evaluation before it starts. */
final class EvaluationContext extends CallContext implements Evaluation {
  private final List<UnaryOperator<INDArray>> views = new ArrayList<>();
  private final Draws root;
  private final List<SampleStep> preparations = new ArrayList<>();
  private @Nullable INDArray weights;
  private @Nullable INDArray statistics;

  /**
   * A context.
   *
   * @param root the run's key, for draws while samples are prepared
   */
  EvaluationContext(Moment moment, Draws root) {
    super(moment);
    this.root = root;
  }

  @Override
  public void useWeights(INDArray newWeights, INDArray newStatistics) {
    touch(Slot.EVALUATED_WEIGHTS);
    if (weights != null) {
      throw new IllegalStateException("Another trick has chosen the weights to evaluate");
    }
    weights = newWeights;
    statistics = newStatistics;
  }

  @Override
  public void addView(UnaryOperator<INDArray> view) {
    touch(Slot.EVALUATED_VIEWS);
    PlannedTrick caller = caller();
    views.add(
        inputs ->
            TrickCall.guarded(caller, HookPoint.ON_EVALUATE, moment(), () -> view.apply(inputs)));
  }

  @Override
  public void prepare(Consumer<Sample> how) {
    touch(Slot.EVALUATED_SAMPLE);
    PlannedTrick caller = caller();
    String instance = caller.instance();
    preparations.add(
        new SampleStep(
            instance,
            root.stream(instance).stream("prepare"),
            Set.of(Slot.GEOMETRY, Slot.COLOR, Slot.OCCLUSION),
            TrickCall.guarded(caller, HookPoint.ON_EVALUATE, how)));
  }

  @Nullable INDArray weights() {
    return weights;
  }

  @Nullable INDArray statistics() {
    return statistics;
  }

  List<UnaryOperator<INDArray>> views() {
    return views;
  }

  List<SampleStep> preparations() {
    return preparations;
  }
}
