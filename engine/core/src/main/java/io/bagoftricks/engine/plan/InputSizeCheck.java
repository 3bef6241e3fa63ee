package io.bagoftricks.engine.plan;

import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.engine.internal.plugin.FailureWords;
import io.bagoftricks.engine.network.NetworkSettings;
import io.bagoftricks.engine.plan.internal.order.TrickInstance;
import io.bagoftricks.engine.plugin.HookPoint;
import io.bagoftricks.engine.problem.Problem;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Holds the network to all sizes that training images have, not that of the data alone. */
final class InputSizeCheck {
  private InputSizeCheck() {}

  /** The problem of the first epoch whose images the network cannot take. */
  static Optional<Problem> problem(
      List<TrickInstance> instances, RunFacts facts, Network network, NetworkSettings settings) {
    for (Map.Entry<Integer, Size> each : settings.inputSizes().entrySet()) {
      Size size = each.getValue();
      try {
        network.shapes(new Shape(facts.input().channels(), size.height(), size.width()));
      } catch (RuntimeException e) { // shapes are inferred by layers of plugins too
        return Optional.of(misfit(instances, each.getKey(), size, e));
      }
    }
    return Optional.empty();
  }

  private static Problem misfit(
      List<TrickInstance> instances, int epoch, Size size, RuntimeException failure) {
    Optional<TrickInstance> chooser =
        instances.stream()
            .filter(each -> each.usesAt(HookPoint.ON_INIT).written().contains(Slot.INPUT_SIZE))
            .findFirst();
    return Problem.error(
        "recipe/input-too-small",
        chooser.map(each -> each.entry().where()).orElse(""),
        String.format(
            Locale.ROOT,
            "In epoch %d %strains on images of %s, which do not fit the network: %s. Let them be larger.",
            epoch + 1,
            chooser.map(each -> "'" + each.id() + "' ").orElse("the run "),
            size,
            failure instanceof IllegalArgumentException || failure instanceof IllegalStateException
                ? String.valueOf(failure.getMessage())
                : FailureWords.of(failure)));
  }
}
