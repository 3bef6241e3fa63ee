package io.bagoftricks.engine.data;

import io.bagoftricks.engine.data.AxisMap.Range;

/** How each output pixel is computed of pixels of a source: tables by rows and columns. */
sealed interface Sampling permits TapSampling, WindowSampling {
  /** The source rows that are looked at; none where all output is zero. */
  Range rows();

  /** The source columns that are looked at. */
  Range columns();

  /** The same of a source whose first rows and columns are not there; this one is used up. */
  Sampling from(int row, int column);

  /**
   * The output.
   *
   * @param planes of the source
   * @param stride its columns
   */
  float[][] of(float[][] planes, int stride, WorkerBuffers buffers);

  /**
   * The output, the same to the bit, of pixels in bytes.
   *
   * @param pixels of the source, row after row, channels beside each other
   * @param stride its columns
   */
  float[][] of(byte[] pixels, int channels, int stride, WorkerBuffers buffers);
}
