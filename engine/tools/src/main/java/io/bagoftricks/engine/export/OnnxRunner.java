package io.bagoftricks.engine.export;

import java.nio.file.Path;

/** A program that runs ONNX models, to check what was exported; found with a service loader. */
public interface OnnxRunner {
  /** Name and version. */
  String description();

  /**
   * Runs a model that {@link OnnxModel} made.
   *
   * @param pixels [batch, channels, height, width], row-major
   * @param shape of the pixels
   * @return logits [batch, classes], row-major
   * @throws IllegalStateException if it cannot run the model, with its words
   */
  float[] logits(Path model, float[] pixels, long... shape);
}
