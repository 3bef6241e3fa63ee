package io.bagoftricks.backends.nd4j;

import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.backends.spi.Plan;
import io.bagoftricks.backends.spi.PlanSpec;
import io.bagoftricks.backends.spi.Weights;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nd4j.linalg.api.buffer.DataType;

/** Runs networks with ND4J's own operations. Activations have the type of the masters. */
final class Nd4jBackend implements Backend {
  static final String ID = "nd4j";

  private static final Map<Precision, DataType> TYPES =
      Collections.unmodifiableMap(
          new EnumMap<>(
              Map.of(Precision.FLOAT, DataType.FLOAT, Precision.DOUBLE, DataType.DOUBLE)));

  private final String description;

  Nd4jBackend(String description) {
    this.description = description;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public Set<Precision> precisions() {
    return TYPES.keySet();
  }

  @Override
  public Optional<String> remark(Precision precision) {
    return Optional.empty();
  }

  @Override
  public Weights allocate(Network network, Precision masters) {
    return new Nd4jWeights(network, typeOf(masters));
  }

  @Override
  public Plan plan(Weights weights, PlanSpec spec) {
    if (!(weights instanceof Nd4jWeights own)) {
      throw new IllegalArgumentException(
          "These weights are not of backend '%s' but %s. Allocate them with the backend that plans."
              .formatted(ID, weights.getClass().getName()));
    }
    if (own.type() != typeOf(spec.precision())) {
      throw new IllegalArgumentException(
          "Precision %s does not fit masters of %s: backend '%s' computes in the type of the masters."
              .formatted(spec.precision(), own.type(), ID));
    }
    return new Nd4jPlan(own, spec);
  }

  private static DataType typeOf(Precision precision) {
    DataType type = TYPES.get(precision);
    if (type == null) {
      throw new IllegalArgumentException(
          "Backend '%s' has no precision %s: ND4J's fast operations take 32 bits only. It has %s."
              .formatted(ID, precision, TYPES.keySet()));
    }
    return type;
  }
}
