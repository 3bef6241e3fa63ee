package io.bagoftricks.backends.onednn.internal.natives;

import io.bagoftricks.api.network.Precision;
import java.util.Locale;
import java.util.Optional;

/** Which 16-bit types the processor computes with, by oneDNN's name of its instruction set. */
public final class NativeTypes {
  private NativeTypes() {}

  /**
   * A remark for users of a precision on this processor, if there is something to know before
   * training.
   */
  public static Optional<String> remark(Precision precision) {
    String isa = Device.instructionSet();
    return switch (precision) {
      case FLOAT16 ->
          Optional.of(
              "fp16 is slower than bf16 here: %s. Activations are stored in fp16, so memory is saved; for speed use bf16."
                  .formatted(
                      computesFloat16(isa)
                          ? "oneDNN has no fast fp16 kernel for gradients of weights, which are computed in 32 bits"
                          : isa + " has no fp16 arithmetic, so 32 bits compute"));
      case BFLOAT16 ->
          computesBfloat16(isa)
              ? Optional.empty()
              : Optional.of(
                  "bf16 is not faster than f32 here: %s has no bf16 arithmetic. Activations take half the memory."
                      .formatted(isa));
      case FLOAT, DOUBLE -> Optional.empty();
    };
  }

  private static boolean computesFloat16(String isa) {
    String name = isa.toLowerCase(Locale.ROOT);
    return name.contains("fp16") || name.contains("avx10") || name.contains("amx");
  }

  /** Whether the processor multiplies bf16, by oneDNN's name of its instruction set. */
  static boolean computesBfloat16(String isa) {
    return isa.toLowerCase(Locale.ROOT).contains("bf16") || computesFloat16(isa);
  }
}
