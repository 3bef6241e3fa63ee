package io.bagoftricks.bench.network;

import java.util.List;
import java.util.Optional;

/**
 * A residual block: ReLU between the links of the branch, and after the sum.
 *
 * @param projection absent where the shortcut is the identity
 */
public record Residual(String name, List<ConvNorm> branch, Optional<Projection> projection) {
  /** Copies the branch. */
  public Residual {
    branch = List.copyOf(branch);
  }
}
