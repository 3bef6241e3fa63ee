package io.bagoftricks.engine.recipe;

import io.bagoftricks.engine.internal.storage.UserPath;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The keys of a recipe's model that belong to the engine and not to the model: where its weights
 * start, and which of them stay there.
 *
 * @param weights the safetensors file that training starts from; without one, initializers fill the
 *     weights
 * @param freeze parameters that keep their values: names, beginnings of names that end at a point
 *     ({@code layer1}), or patterns with {@code *}
 * @param freezeStatistics whether batch norms both of whose parameters are frozen keep their
 *     running statistics as well, and normalize with them in training; they do where nothing is
 *     said
 */
public record ModelStart(
    Optional<String> weights, List<String> freeze, Optional<Boolean> freezeStatistics) {
  /** The keys, in order. */
  public static final List<String> KEYS = List.of("weights", "freeze", "freezeStatistics");

  /** Copies the list, and checks that the file's name is a path. */
  public ModelStart {
    freeze = List.copyOf(freeze);
    weights.ifPresent(
        file -> {
          try {
            Path unused = UserPath.of(file);
          } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("weights is " + e.getMessage(), e);
          }
        });
  }

  /** From the start, with nothing frozen. */
  public static ModelStart defaults() {
    return new ModelStart(Optional.empty(), List.of(), Optional.empty());
  }

  /** The same, with these parameters frozen. */
  public ModelStart freezing(List<String> names) {
    return new ModelStart(weights, names, freezeStatistics);
  }

  /** The same, from the weights in a file. */
  public ModelStart from(String file) {
    return new ModelStart(Optional.of(file), freeze, freezeStatistics);
  }
}
