package io.bagoftricks.tricks.optim.layerfreeze;

import io.bagoftricks.api.TrainingTime;
import java.util.List;

/**
 * Settings of layer freezing.
 *
 * @param layers names of layers or parameters, and of what is below them; {@code *} stands for any
 *     letters
 * @param start when they are frozen
 * @param end when they are trained again
 */
public record LayerFreezeConfig(List<String> layers, TrainingTime start, TrainingTime end) {
  /** Copies the names. */
  public LayerFreezeConfig {
    layers = List.copyOf(layers);
  }

  /** No layer yet, in the first epoch. */
  public static LayerFreezeConfig defaults() {
    return new LayerFreezeConfig(List.of(), TrainingTime.epochs(0), TrainingTime.epochs(1));
  }
}
