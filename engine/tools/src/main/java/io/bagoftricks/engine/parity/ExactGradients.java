package io.bagoftricks.engine.parity;

import io.bagoftricks.api.network.Network;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.engine.problem.ProblemException;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * All gradients of the first step of a golden file's network, in 64 bits: the file holds a few
 * values of each, and their directions need all. They serve any number of checks, at 8 bytes for
 * each parameter.
 */
public final class ExactGradients {
  private final Map<String, double[]> byParameter;

  ExactGradients(Map<String, double[]> byParameter) {
    this.byParameter = byParameter;
  }

  /**
   * Computes them.
   *
   * @param reference computes in 64 bits
   * @throws ProblemException if the network is not the golden file's
   */
  public static ExactGradients of(Golden golden, Network network, Backend reference) {
    return ParityCheck.exactGradients(golden, network, reference);
  }

  void forEach(BiConsumer<String, double[]> action) {
    byParameter.forEach(action);
  }
}
