package io.bagoftricks.engine.train;

import io.bagoftricks.backends.spi.ParameterLayout.Segment;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.engine.plan.ParameterGroup;
import java.util.List;

/**
 * Gradients of parameters whose rate is zero: nobody is to see them, such as a trick that looks at
 * the norm of all.
 */
final class FrozenGradients {
  private final List<Segment> segments;

  FrozenGradients(List<ParameterGroup> groups, Weights weights) {
    segments =
        weights
            .layout()
            .segments(
                groups.stream()
                    .filter(group -> group.rateFactor() == 0)
                    .flatMap(group -> group.parameters().stream())
                    .toList());
  }

  /** Makes them zero. */
  void clear(Weights weights) {
    if (!segments.isEmpty()) {
      weights.zeroGradients(segments);
    }
  }
}
