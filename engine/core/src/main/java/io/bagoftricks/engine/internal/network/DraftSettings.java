package io.bagoftricks.engine.internal.network;

import io.bagoftricks.api.network.Normalization;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.engine.network.NetworkSettings;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The settings of a draft that tricks may change besides its structure: precision, input size by
 * epoch, repeats of images, normalization.
 */
public final class DraftSettings {
  private Precision precision = Precision.FLOAT;
  private SortedMap<Integer, Size> inputSizes;
  private int repeats = 1;
  private Normalization normalization;

  /** The settings of a run that no trick changes. */
  public DraftSettings(Size inputSize, int channels) {
    this.inputSizes = new TreeMap<>();
    this.inputSizes.put(0, inputSize);
    this.normalization = Normalization.unit(channels);
  }

  /** The settings as they stand. */
  public NetworkSettings freeze() {
    return new NetworkSettings(precision, normalization, inputSizes, repeats);
  }

  void precision(Precision newPrecision) {
    precision = newPrecision;
  }

  /** By the first epoch that has it. */
  void inputSizes(SortedMap<Integer, Size> byEpoch) {
    inputSizes = byEpoch;
  }

  void repeats(int times) {
    repeats = times;
  }

  void normalization(Normalization newNormalization) {
    normalization = newNormalization;
  }
}
