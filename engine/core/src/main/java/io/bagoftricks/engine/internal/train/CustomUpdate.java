package io.bagoftricks.engine.internal.train;

import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.optimizer.CustomRule;
import io.bagoftricks.api.optimizer.ParameterUpdate;
import io.bagoftricks.backends.spi.ParameterLayout.Slice;
import io.bagoftricks.backends.spi.Update;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.backends.spi.Weights.Part;
import java.util.Set;
import java.util.TreeSet;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** An update by a formula that a plugin brings: on the host, for every backend alike. */
final class CustomUpdate {
  private final CustomRule rule;
  private final Weights weights;
  private final Update update;
  private final Set<Integer> asked = new TreeSet<>();

  /**
   * An update about to happen.
   *
   * @param update with the groups whose parameters are not frozen
   */
  CustomUpdate(CustomRule rule, Weights weights, Update update) {
    this.rule = rule;
    this.weights = weights;
    this.update = update;
  }

  /** Updates every parameter of the groups, in the order of the groups. */
  void run() {
    weights.masters();
    try {
      for (Update.Group group : update.groups()) {
        for (Parameter parameter : group.parameters()) {
          rule.update(new OneUpdate(parameter, group, weights.parameter(parameter.name())));
        }
      }
    } finally {
      weights.written(Part.MASTERS);
      asked.forEach(index -> update.state().get(index).written());
    }
  }

  /** One parameter, as the formula sees it. */
  private final class OneUpdate implements ParameterUpdate {
    private final Parameter parameter;
    private final Update.Group group;
    private final INDArray weight;

    OneUpdate(Parameter parameter, Update.Group group, INDArray weight) {
      this.parameter = parameter;
      this.group = group;
      this.weight = weight;
    }

    @Override
    public Parameter parameter() {
      return parameter;
    }

    @Override
    public INDArray weight() {
      return weight;
    }

    @Override
    public INDArray gradient() {
      return weights.gradient(parameter.name());
    }

    @Override
    public INDArray state(int index) {
      if (index < 0 || index >= rule.stateArrays()) {
        throw new IllegalArgumentException(
            "There is no state array %s: the formula says stateArrays() = %s"
                .formatted(index, rule.stateArrays()));
      }
      asked.add(index);
      Slice slice = weights.layout().slice(parameter.name());
      long[] shape = parameter.shape().stream().mapToLong(Integer::longValue).toArray();
      return update
          .state()
          .get(index)
          .values()
          .get(NDArrayIndex.interval(slice.offset(), slice.end()))
          .reshape('c', shape);
    }

    @Override
    public double learningRate() {
      return group.learningRate();
    }

    @Override
    public double momentum() {
      return update.momentum();
    }

    @Override
    public double weightDecay() {
      return group.weightDecay();
    }

    @Override
    public long count() {
      return update.count();
    }
  }
}
