package io.bagoftricks.tricks.optim;

import io.bagoftricks.api.network.Constant;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.network.Role;
import io.bagoftricks.api.optimizer.CustomRule;
import io.bagoftricks.api.optimizer.Optimizer;
import io.bagoftricks.api.optimizer.ParameterUpdate;
import java.util.List;
import java.util.stream.Stream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A parameter of two values that an optimizer updates three times, in float64: from (1, -2), with
 * the gradients (0.5, -1), (0.25, 0.5) and (-1, 2), the rates 0.1, 0.1 and 0.01 and a momentum of
 * 0.9.
 */
public final class OneParameter {
  private static final double[][] GRADIENTS = {{0.5, -1}, {0.25, 0.5}, {-1, 2}};
  private static final double[] RATES = {0.1, 0.1, 0.01};

  private OneParameter() {}

  /**
   * The values after the three updates.
   *
   * @param optimizer whose formula is a {@code CustomRule}, and whose weight decay counts
   * @param role of the parameter
   */
  public static double[] updated(Optimizer optimizer, Role role) {
    CustomRule rule = (CustomRule) optimizer.rule();
    INDArray weight = Nd4j.createFromArray(1.0, -2.0);
    List<INDArray> state =
        Stream.generate(() -> Nd4j.zeros(DataType.DOUBLE, 2)).limit(rule.stateArrays()).toList();
    for (int step = 0; step < RATES.length; step++) {
      INDArray gradient = Nd4j.createFromArray(GRADIENTS[step]);
      rule.update(
          new OneUpdate(
              role, weight, gradient, state, optimizer.weightDecay(), RATES[step], step + 1));
    }
    return weight.toDoubleVector();
  }

  /**
   * The values after one update with a gradient of zero, at a rate of 1.
   *
   * @param optimizer whose formula is a {@code CustomRule}, and whose weight decay counts
   * @param values of a weight before it
   */
  public static double[] withoutGradient(Optimizer optimizer, double... values) {
    CustomRule rule = (CustomRule) optimizer.rule();
    INDArray weight = Nd4j.createFromArray(values);
    INDArray zeros = Nd4j.zeros(DataType.DOUBLE, values.length);
    List<INDArray> state = Stream.generate(zeros::dup).limit(rule.stateArrays()).toList();
    rule.update(new OneUpdate(Role.WEIGHT, weight, zeros, state, optimizer.weightDecay(), 1, 1));
    return weight.toDoubleVector();
  }

  private record OneUpdate(
      Role role,
      INDArray weight,
      INDArray gradient,
      List<INDArray> states,
      double weightDecay,
      double learningRate,
      long count)
      implements ParameterUpdate {
    @Override
    public Parameter parameter() {
      return new Parameter("fc.weight", role, List.of(2), Constant.ZERO);
    }

    @Override
    public INDArray state(int index) {
      return states.get(index);
    }

    @Override
    public double momentum() {
      return 0.9;
    }
  }
}
