package io.bagoftricks.engine.network;

import io.bagoftricks.api.network.Precision;
import io.bagoftricks.api.network.Size;
import java.util.function.IntFunction;

/** What tricks may set besides the structure: precision, input size by epoch, normalization. */
public final class DraftSettings {
  private Precision precision = Precision.FLOAT;
  private IntFunction<Size> inputSize;
  private Normalization normalization;

  /** The settings of a run that no trick changes. */
  public DraftSettings(Size inputSize, int channels) {
    this.inputSize = epoch -> inputSize;
    this.normalization = Normalization.unit(channels);
  }

  /** How activations are stored. */
  public Precision precision() {
    return precision;
  }

  /** The extent of training images in an epoch, counted from 0. */
  public Size inputSize(int epoch) {
    return inputSize.apply(epoch);
  }

  /** How pixels become inputs. */
  public Normalization normalization() {
    return normalization;
  }

  void precision(Precision newPrecision) {
    precision = newPrecision;
  }

  void inputSize(IntFunction<Size> ofEpoch) {
    inputSize = ofEpoch;
  }

  void normalization(Normalization newNormalization) {
    normalization = newNormalization;
  }
}
