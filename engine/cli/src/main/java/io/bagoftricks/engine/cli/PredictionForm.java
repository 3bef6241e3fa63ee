package io.bagoftricks.engine.cli;

/** How predictions are printed. */
enum PredictionForm {
  /** For people. */
  TEXT,
  /** One JSON object per image. */
  JSON,
  /** A table, a line per class. */
  CSV
}
