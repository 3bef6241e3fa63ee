package io.bagoftricks.bench.libtorch.training;

import io.bagoftricks.bench.libtorch.Scope;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The formulas of torch.optim.SGD, SGD(nesterov=True) and AdamW, and MXNet's Nesterov from 1.6,
 * step by step.
 */
final class Optimizer {
  private final Settings settings;
  private final Map<String, Tensor> first = new LinkedHashMap<>();
  private final Map<String, Tensor> second = new LinkedHashMap<>();
  private int updates;

  Optimizer(Settings settings, Map<String, Tensor> parameters) {
    this.settings = settings;
    parameters.forEach(
        (name, parameter) -> {
          first.put(name, torch.zeros_like(parameter).detach());
          second.put(name, torch.zeros_like(parameter).detach());
        });
  }

  /** Updates the parameters from their gradients. */
  void update(Map<String, Tensor> parameters, double rate) {
    updates++;
    boolean spareVectors = settings.trick("no-bias-decay").isPresent();
    Scope.withoutGradients(
        () ->
            parameters.forEach(
                (name, parameter) -> {
                  if (Names.isAmong(name, settings.frozen())) {
                    return;
                  }
                  boolean spared = spareVectors && parameter.dim() == 1;
                  double decay = spared ? 0 : settings.optimizer("weightDecay");
                  update(name, parameter, rate, decay);
                }));
  }

  private void update(String name, Tensor weight, double rate, double decay) {
    Tensor gradient = weight.grad();
    Tensor m = Names.of(first, name);
    if (settings.optimizer().equals("adamw")) {
      adamW(weight, gradient, m, Names.of(second, name), rate, decay);
      return;
    }
    Scalar momentum = new Scalar(settings.optimizer("momentum"));
    Tensor decayed = gradient.add(weight.mul(new Scalar(decay)));
    if (settings.optimizer().equals("sgd")) {
      m.mul_(momentum).add_(decayed);
      weight.sub_(m.mul(new Scalar(rate)));
    } else if (settings.optimizerForm().equals("paper")) {
      m.mul_(momentum).add_(decayed);
      weight.sub_(decayed.add(m.mul(momentum)).mul(new Scalar(rate)));
    } else {
      Tensor step = decayed.mul(new Scalar(rate));
      m.mul_(momentum).sub_(step);
      weight.add_(m.mul(momentum)).sub_(step);
    }
  }

  private void adamW(
      Tensor weight, Tensor gradient, Tensor m, Tensor v, double rate, double decay) {
    double beta1 = settings.optimizer("beta1");
    double beta2 = settings.optimizer("beta2");
    weight.mul_(new Scalar(1 - rate * decay));
    m.mul_(new Scalar(beta1)).add_(gradient.mul(new Scalar(1 - beta1)));
    v.mul_(new Scalar(beta2)).add_(gradient.mul(gradient).mul(new Scalar(1 - beta2)));
    Tensor mean = m.div(new Scalar(1 - Math.pow(beta1, updates)));
    Tensor deviation = v.div(new Scalar(1 - Math.pow(beta2, updates))).sqrt();
    Tensor step = mean.div(deviation.add(new Scalar(settings.optimizer("epsilon"))));
    weight.sub_(step.mul(new Scalar(rate)));
  }
}
