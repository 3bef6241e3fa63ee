package io.bagoftricks.engine.internal.tensorfile;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The types of safetensors that checkpoints use. */
enum TensorType {
  F32(Float.BYTES, DataType.FLOAT),
  F64(Double.BYTES, DataType.DOUBLE),
  I32(Integer.BYTES, DataType.INT32),
  I64(Long.BYTES, DataType.INT64);

  private final int bytes;
  private final DataType type;

  TensorType(int bytes, DataType type) {
    this.bytes = bytes;
    this.type = type;
  }

  /**
   * The type of an array.
   *
   * @throws IllegalArgumentException if it is none of these
   */
  static TensorType of(INDArray array) {
    for (TensorType each : values()) {
      if (each.type == array.dataType()) {
        return each;
      }
    }
    throw new IllegalArgumentException(
        "A checkpoint holds arrays of FLOAT, DOUBLE, INT and LONG, not of " + array.dataType());
  }

  /**
   * The type that a header names.
   *
   * @throws IllegalArgumentException if it is none of these
   */
  static TensorType named(JsonNode name) {
    for (TensorType each : values()) {
      if (name.isTextual() && each.name().equals(name.textValue())) {
        return each;
      }
    }
    throw new IllegalArgumentException(
        "its type is " + name + ", and those that are read are " + Arrays.toString(values()));
  }

  /** Whether an array has this type. */
  boolean is(INDArray array) {
    return type == array.dataType();
  }

  /** Whether it has fractions. */
  boolean isFloating() {
    return this == F32 || this == F64;
  }

  /** Bytes of a value. */
  int bytes() {
    return bytes;
  }
}
