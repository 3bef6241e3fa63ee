package io.bagoftricks.bench.ceilings;

import io.bagoftricks.bench.measure.NumberType;

/**
 * The least that something takes by its definition.
 *
 * @param operations additions and multiplications
 * @param bytes that it reads and writes
 * @param type that its products may be computed in
 */
record Work(long operations, long bytes, NumberType type) {
  /** Nothing: what the definition of a step does not ask for. */
  static final Work NONE = new Work(0, 0, NumberType.F32);

  /** Operations per byte. */
  double intensity() {
    return bytes == 0 ? 0 : (double) operations / bytes;
  }
}
