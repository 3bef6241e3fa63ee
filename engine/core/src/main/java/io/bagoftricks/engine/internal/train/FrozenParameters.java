package io.bagoftricks.engine.internal.train;

import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.backends.spi.ParameterLayout.Segment;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.engine.plan.ParameterGroup;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Parameters whose rate is zero, for ever or in some steps. Backends need not compute their
 * gradients, and nobody is to see them, such as a trick that looks at the norm of all.
 */
final class FrozenParameters {
  private final List<ParameterGroup> groups;
  private final Weights weights;
  private List<ParameterGroup> now = List.of();
  private Set<String> names = Set.of();
  private List<Segment> segments = List.of();

  FrozenParameters(List<ParameterGroup> groups, Weights weights) {
    this.groups = groups;
    this.weights = weights;
  }

  /** The names of those that are frozen in a step, from 0; from now on they are cleared. */
  Set<String> at(long step) {
    List<ParameterGroup> frozen = groups.stream().filter(group -> group.isFrozen(step)).toList();
    if (!frozen.equals(now)) {
      List<Parameter> parameters =
          frozen.stream().flatMap(group -> group.parameters().stream()).toList();
      now = frozen;
      names = parameters.stream().map(Parameter::name).collect(Collectors.toUnmodifiableSet());
      segments = weights.layout().segments(parameters);
    }
    return names;
  }

  /** Makes their gradients zero. */
  void clearGradients() {
    if (!segments.isEmpty()) {
      weights.zeroGradients(segments);
    }
  }
}
