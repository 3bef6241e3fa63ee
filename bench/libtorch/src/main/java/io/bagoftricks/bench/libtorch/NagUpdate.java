package io.bagoftricks.bench.libtorch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Nesterov's accelerated gradient as {@code torch.optim.SGD(nesterov=True)} defines it: {@code g' =
 * g + decay * w; v = momentum * v + g'; w -= rate * (g' + momentum * v)}.
 */
public final class NagUpdate {
  private record Slot(Tensor parameter, Tensor velocity, double decay) {}

  private final List<Slot> slots = new ArrayList<>();
  private final double momentum;

  /**
   * Starts without velocity.
   *
   * @param decay of a parameter, by its name
   */
  public NagUpdate(
      Map<String, Tensor> parameters, double momentum, ToDoubleFunction<String> decay) {
    this.momentum = momentum;
    parameters.forEach(
        (name, parameter) ->
            slots.add(new Slot(parameter, torch.zeros_like(parameter), decay.applyAsDouble(name))));
  }

  /** Updates every parameter and sets its gradient to zero. */
  public void step(double rate) {
    Scope.freeing(
        () ->
            Scope.withoutGradients(
                () -> {
                  Scalar negativeRate = new Scalar(-rate);
                  Scalar factor = new Scalar(momentum);
                  slots.forEach(slot -> update(slot, negativeRate, factor));
                }));
  }

  private static void update(Slot slot, Scalar negativeRate, Scalar momentum) {
    try (Scalar decay = new Scalar(slot.decay());
        Tensor gradient = slot.parameter().grad();
        Tensor decayed = gradient.add(slot.parameter(), decay)) {
      slot.velocity().mul_(momentum).add_(decayed);
      try (Tensor direction = decayed.add(slot.velocity(), momentum)) {
        slot.parameter().add_(direction, negativeRate);
      }
      gradient.zero_();
    }
  }
}
