package io.bagoftricks.engine.network;

import io.bagoftricks.api.network.Normalization;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.api.network.Size;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How a network is used in a run, besides its structure.
 *
 * @param precision how activations are stored
 * @param normalization how pixels become inputs
 * @param inputSizes the extent of training images, by the first epoch that has it; one of epoch 0
 * @param repeats how often an epoch of training shows an image
 */
public record NetworkSettings(
    Precision precision,
    Normalization normalization,
    SortedMap<Integer, Size> inputSizes,
    int repeats) {
  /** Copies the sizes. */
  public NetworkSettings {
    inputSizes = Collections.unmodifiableSortedMap(new TreeMap<>(inputSizes));
    if (!inputSizes.containsKey(0)) {
      throw new IllegalArgumentException("Epoch 0 has no input size");
    }
  }

  /** The extent of training images in an epoch, counted from 0. */
  public Size inputSize(int epoch) {
    SortedMap<Integer, Size> until = inputSizes.headMap(epoch + 1);
    Size size = until.get(until.lastKey());
    if (size == null) {
      throw new IllegalArgumentException("There is no epoch " + epoch);
    }
    return size;
  }
}
