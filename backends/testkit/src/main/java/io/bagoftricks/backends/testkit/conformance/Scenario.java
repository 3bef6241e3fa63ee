package io.bagoftricks.backends.testkit.conformance;

import io.bagoftricks.api.network.CustomLayer;
import io.bagoftricks.api.network.Identity;
import io.bagoftricks.api.network.Layer;
import io.bagoftricks.api.network.MaxPool2d;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Network.Vertex;
import io.bagoftricks.api.network.Relu;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.backends.testkit.conformance.internal.network.RandomNetwork;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A random network and how it is run.
 *
 * @param seed gives the same scenario again
 * @param attempt gives the same network other numbers
 * @param evaluationBatch another batch, for evaluation
 * @param tap a layer whose output is compared
 */
record Scenario(
    long seed, int attempt, Network network, int batch, int evaluationBatch, String tap) {
  private static final Set<Class<? extends Layer>> DELICATE = Set.of(Relu.class, MaxPool2d.class);

  /** The scenario of a seed. */
  static Scenario of(long seed) {
    Draws draws = Draws.of(seed).stream("scenario");
    int batch = 1 + draws.below(9);
    Network network = new RandomNetwork(draws, batch).build();
    String tap = network.vertices().get(draws.below(network.vertices().size())).name();
    return new Scenario(seed, 0, network, batch, 1 + draws.below(9), tap);
  }

  /** Draws for numbers: weights, inputs, gradients. */
  Draws numbers() {
    return Draws.of(seed).stream("numbers").stream(attempt);
  }

  /** The same with other numbers. */
  Scenario attempt(int number) {
    return new Scenario(seed, number, network, batch, evaluationBatch, tap);
  }

  /** The same with {@link Rounding} behind every layer. */
  Scenario rounding(long rounding) {
    return new Scenario(
        seed, attempt, Rounding.behindEveryLayer(network, rounding), batch, evaluationBatch, tap);
  }

  /** The same with custom layers in stored precision, or in 32 bits. */
  Scenario customLayers(boolean inStoredPrecision) {
    return new Scenario(
        seed,
        attempt,
        RandomNetwork.withCustomLayers(network, inStoredPrecision),
        batch,
        evaluationBatch,
        tap);
  }

  /** Whether a custom layer reads the network's input, perhaps through identities. */
  boolean readsItsInputInALayerOfItsOwn() {
    Set<String> same = new HashSet<>(Set.of(Network.INPUT));
    for (Vertex vertex : network.vertices()) {
      if (vertex.layer() instanceof Identity && same.containsAll(vertex.inputs())) {
        same.add(vertex.name());
      }
    }
    return network.vertices().stream()
        .anyMatch(
            vertex ->
                vertex.layer() instanceof CustomLayer
                    && vertex.inputs().stream().anyMatch(same::contains));
  }

  /** The layers whose outputs tell whether a backend's rounding can matter. */
  Set<String> delicate() {
    Set<String> read = new HashSet<>();
    for (Vertex vertex : network.vertices()) {
      if (DELICATE.contains(vertex.layer().getClass())) {
        read.addAll(vertex.inputs());
      }
    }
    read.remove(Network.INPUT);
    return read;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "seed %d, attempt %d: batch %d of %s, evaluated by %d, tap '%s'%n%s",
        seed,
        attempt,
        batch,
        network.input(),
        evaluationBatch,
        tap,
        network.vertices().stream()
            .map(v -> "  %s <- %s: %s".formatted(v.name(), v.inputs(), v.layer()))
            .collect(Collectors.joining(System.lineSeparator())));
  }
}
