package io.bagoftricks.engine.internal.loader;

import io.bagoftricks.engine.internal.loader.AxisMap.Range;
import java.io.IOException;

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
   * @param source whose rows and columns count from its first ones
   * @throws IOException if it cannot be decoded
   */
  float[][] of(PictureRows source, WorkerBuffers buffers) throws IOException;
}
