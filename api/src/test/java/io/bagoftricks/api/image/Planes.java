package io.bagoftricks.api.image;

import io.bagoftricks.api.Pixels;
import io.bagoftricks.api.network.Size;

/** Pixels in arrays. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Planes(Size size, float[]... planes) implements Pixels {
  /** One color. */
  static Planes color(double red, double green, double blue) {
    return row(new double[] {red}, new double[] {green}, new double[] {blue});
  }

  /** One row; one channel for each array. */
  static Planes row(double[]... channels) {
    float[][] planes = new float[channels.length][channels[0].length];
    for (int channel = 0; channel < channels.length; channel++) {
      for (int i = 0; i < planes[channel].length; i++) {
        planes[channel][i] = (float) channels[channel][i];
      }
    }
    return new Planes(new Size(1, channels[0].length), planes);
  }

  @Override
  public int channels() {
    return planes.length;
  }

  @Override
  public float[] plane(int channel) {
    return planes[channel];
  }
}
