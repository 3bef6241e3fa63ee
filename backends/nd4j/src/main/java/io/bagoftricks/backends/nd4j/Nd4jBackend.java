package io.bagoftricks.backends.nd4j;

import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.backends.spi.Plan;
import io.bagoftricks.backends.spi.PlanSpec;
import io.bagoftricks.backends.spi.Weights;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Runs networks with ND4J's own operations, which compute in the type of the masters. Sixteen bits
 * are kept by rounding: ND4J's fast operations take no less than 32.
 */
final class Nd4jBackend implements Backend {
  static final String ID = "nd4j";

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
    return Collections.unmodifiableSet(EnumSet.allOf(Precision.class));
  }

  @Override
  public Optional<String> remark(Precision precision) {
    return Storage.isRounded(precision)
        ? Optional.of(
            "Backend '%s' rounds values to %s where they would be stored, and computes in FLOAT: results are those of 16 bits, but nothing gets faster or smaller."
                .formatted(ID, precision))
        : Optional.empty();
  }

  @Override
  public Weights allocate(Network network, Precision masters) {
    if (Storage.isRounded(masters)) {
      throw new IllegalArgumentException(
          "Masters have at least 32 bits, not those of %s. Allocate them as FLOAT and plan with %s."
              .formatted(masters, masters));
    }
    return new Nd4jWeights(network, Storage.type(masters));
  }

  @Override
  public Plan plan(Weights weights, PlanSpec spec) {
    if (!(weights instanceof Nd4jWeights own)) {
      throw new IllegalArgumentException(
          "These weights are not of backend '%s' but %s. Allocate them with the backend that plans."
              .formatted(ID, weights.getClass().getName()));
    }
    DataType needed =
        Storage.isRounded(spec.precision()) ? DataType.FLOAT : Storage.type(spec.precision());
    if (own.type() != needed) {
      throw new IllegalArgumentException(
          "Precision %s does not fit masters of %s: backend '%s' computes it in %s, the type of the masters."
              .formatted(spec.precision(), own.type(), ID, needed));
    }
    return new Nd4jPlan(own, spec);
  }
}
