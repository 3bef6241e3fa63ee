package io.bagoftricks.bench.driver;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.bagoftricks.bench.measure.NumberType;

/**
 * The steps of a process that also wrote a trace.
 *
 * @param stepMillis of its median step, without a profiler
 * @param stored how activations were stored
 */
public record StepProfile(double stepMillis, NumberType stored) {
  @JsonCreator
  static StepProfile of(
      @JsonProperty("stepMillis") double stepMillis, @JsonProperty("stored") String stored) {
    return new StepProfile(stepMillis, type(stored));
  }

  /** The type that our engine calls so. */
  private static NumberType type(String stored) {
    return switch (stored) {
      case "float" -> NumberType.F32;
      case "bfloat16" -> NumberType.BF16;
      case "float16" -> NumberType.FP16;
      default -> throw new IllegalArgumentException("no type '" + stored + "'");
    };
  }
}
