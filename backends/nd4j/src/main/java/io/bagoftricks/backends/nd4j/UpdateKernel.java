package io.bagoftricks.backends.nd4j;

import io.bagoftricks.api.optimizer.UpdateRule;
import io.bagoftricks.api.optimizer.UpdateRule.AdamW;
import io.bagoftricks.api.optimizer.UpdateRule.Nag;
import io.bagoftricks.api.optimizer.UpdateRule.Sgd;
import io.bagoftricks.backends.spi.ParameterLayout;
import io.bagoftricks.backends.spi.ParameterLayout.Segment;
import io.bagoftricks.backends.spi.Update;
import io.bagoftricks.backends.spi.Update.Group;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * The formulas of {@link UpdateRule}, on the contiguous stretches of each group. Gradients are only
 * read.
 */
final class UpdateKernel {
  private final Update update;
  private final INDArray masters;
  private final INDArray gradients;
  private final INDArray scratch;

  /**
   * An update about to happen.
   *
   * @param scratch of the masters' length; overwritten
   */
  UpdateKernel(Update update, INDArray masters, INDArray gradients, INDArray scratch) {
    this.update = update;
    this.masters = masters;
    this.gradients = gradients;
    this.scratch = scratch;
  }

  /** Updates every group. */
  void run(ParameterLayout layout) {
    for (Group group : update.groups()) {
      for (Segment segment : layout.segments(group.parameters())) {
        run(group, segment);
      }
    }
    for (int i = 0; i < update.rule().stateArrays(); i++) {
      update.state().get(i).written();
    }
  }

  private void run(Group group, Segment segment) {
    INDArray w = at(segment, masters);
    INDArray g = at(segment, gradients);
    INDArray s = at(segment, scratch);
    double lr = group.learningRate();
    UpdateRule rule = update.rule();
    if (rule instanceof AdamW adamW) {
      adamW(adamW, group, w, g, state(0, segment), state(1, segment), s);
      return;
    }
    INDArray v = state(0, segment);
    double mu = update.momentum();
    addScaled(s.assign(g), group.weightDecay(), w);
    if (rule instanceof Sgd) {
      v.muli(mu).addi(s);
      addScaled(w, -lr, v);
    } else if (rule instanceof Nag nag && nag.form() == Nag.Form.PAPER) {
      v.muli(mu).addi(s);
      addScaled(w, -lr, s);
      addScaled(w, -lr * mu, v);
    } else if (rule instanceof Nag nag && nag.form() == Nag.Form.MXNET) {
      addScaled(v.muli(mu), -lr, s);
      addScaled(w, mu, v);
      addScaled(w, -lr, s);
    } else {
      throw new IllegalArgumentException("No kernel for the update rule " + rule);
    }
  }

  private void adamW(
      AdamW rule, Group group, INDArray w, INDArray g, INDArray m, INDArray v, INDArray s) {
    double lr = group.learningRate();
    double correction1 = 1 - StrictMath.pow(rule.beta1(), (double) update.count());
    double correction2 = 1 - StrictMath.pow(rule.beta2(), (double) update.count());
    w.muli(1 - lr * group.weightDecay());
    addScaled(m.muli(rule.beta1()), 1 - rule.beta1(), g);
    g.mul(g, s);
    addScaled(v.muli(rule.beta2()), 1 - rule.beta2(), s);
    v.div(correction2, s);
    Transforms.sqrt(s, false).addi(rule.epsilon());
    m.div(s, s);
    addScaled(w, -lr / correction1, s);
  }

  private INDArray state(int index, Segment segment) {
    return at(segment, update.state().get(index).values());
  }

  private static INDArray at(Segment segment, INDArray flat) {
    return FlatViews.of(flat, segment.from(), segment.to() - segment.from());
  }

  /** {@code target += factor * x}, in one pass. */
  private static void addScaled(INDArray target, double factor, INDArray x) {
    Nd4j.getBlasWrapper().level1().axpy(target.length(), factor, x, target);
  }
}
