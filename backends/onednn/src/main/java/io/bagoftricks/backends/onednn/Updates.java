package io.bagoftricks.backends.onednn;

import io.bagoftricks.backends.spi.Update;
import io.bagoftricks.backends.spi.Update.Group;
import io.bagoftricks.backends.spi.UpdateRule;
import io.bagoftricks.backends.spi.UpdateRule.AdamW;
import io.bagoftricks.backends.spi.UpdateRule.Nag;
import io.bagoftricks.backends.spi.UpdateRule.Sgd;

/**
 * The formulas of {@link UpdateRule}, each as one loop over a block: masters in row 0, then the
 * optimizer's memories, the gradients last.
 */
final class Updates {
  private Updates() {}

  /** The formula of an update for a group. */
  static Sweep.Body of(Update update, Group group) {
    UpdateRule rule = update.rule();
    float rate = (float) group.learningRate();
    float decay = (float) group.weightDecay();
    float mu = (float) update.momentum();
    if (rule instanceof Sgd) {
      return (v, count, block) -> sgd(v[0], v[1], v[2], count, rate, decay, mu);
    }
    if (rule instanceof Nag nag) {
      return nag.form() == Nag.Form.PAPER
          ? (v, count, block) -> nag(v[0], v[1], v[2], count, rate, decay, mu)
          : (v, count, block) -> mxnetNag(v[0], v[1], v[2], count, rate, decay, mu);
    }
    if (rule instanceof AdamW adamW) {
      double correction1 = 1 - StrictMath.pow(adamW.beta1(), (double) update.count());
      double correction2 = 1 - StrictMath.pow(adamW.beta2(), (double) update.count());
      float step = (float) (group.learningRate() / correction1);
      float shrink = (float) (1 - group.learningRate() * group.weightDecay());
      float inverse = (float) (1 / correction2);
      return (v, count, block) ->
          adamW(v[0], v[1], v[2], v[3], count, adamW, step, shrink, inverse);
    }
    throw new IllegalArgumentException("No formula for the update rule " + rule);
  }

  private static void sgd(
      float[] w, float[] v, float[] g, int count, float rate, float decay, float mu) {
    for (int i = 0; i < count; i++) {
      v[i] = mu * v[i] + (g[i] + decay * w[i]);
      w[i] -= rate * v[i];
    }
  }

  private static void nag(
      float[] w, float[] v, float[] g, int count, float rate, float decay, float mu) {
    for (int i = 0; i < count; i++) {
      float decayed = g[i] + decay * w[i];
      v[i] = mu * v[i] + decayed;
      w[i] -= rate * (decayed + mu * v[i]);
    }
  }

  private static void mxnetNag(
      float[] w, float[] v, float[] g, int count, float rate, float decay, float mu) {
    for (int i = 0; i < count; i++) {
      float step = rate * (g[i] + decay * w[i]);
      v[i] = mu * v[i] - step;
      w[i] += mu * v[i] - step;
    }
  }

  private static void adamW(
      float[] w,
      float[] m,
      float[] v,
      float[] g,
      int count,
      AdamW rule,
      float step,
      float shrink,
      float inverse) {
    float beta1 = (float) rule.beta1();
    float beta2 = (float) rule.beta2();
    float rest1 = (float) (1 - rule.beta1());
    float rest2 = (float) (1 - rule.beta2());
    float epsilon = (float) rule.epsilon();
    for (int i = 0; i < count; i++) {
      m[i] = beta1 * m[i] + rest1 * g[i];
      v[i] = beta2 * v[i] + rest2 * (g[i] * g[i]);
      w[i] = shrink * w[i] - step * (m[i] / ((float) Math.sqrt(v[i] * inverse) + epsilon));
    }
  }
}
