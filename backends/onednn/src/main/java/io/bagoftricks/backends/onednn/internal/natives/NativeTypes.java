package io.bagoftricks.backends.onednn.internal.natives;

import io.bagoftricks.api.network.Precision;
import java.util.Locale;
import java.util.Optional;

/** Which 16-bit types the processor computes with, by oneDNN's name of its instruction set. */
public final class NativeTypes {
  private NativeTypes() {}

  /**
   * How activations are stored for a precision. For bf16 it is 32 bits where vectors are short:
   * oneDNN has no operations of 16 bits for AVX2. For fp16 it is fp16, since where it overflows is
   * what its scale of the loss is about.
   *
   * @param longVectors whether the processor has AVX-512
   */
  public static Precision stored(Precision precision, boolean longVectors) {
    return precision == Precision.BFLOAT16 && !longVectors ? Precision.FLOAT : precision;
  }

  /**
   * A remark for users of a precision on this processor, if there is something to know before
   * training.
   *
   * @param stored how activations are stored for it
   */
  public static Optional<String> remark(Precision precision, Precision stored) {
    String isa = Device.instructionSet();
    if (precision == Precision.BFLOAT16 && stored == Precision.FLOAT) {
      return Optional.of(
          "bf16 is stored as f32 here: %s has no fast operations on 16 bits. Activations take the memory of f32."
              .formatted(isa));
    }
    if (precision == Precision.FLOAT16) {
      return Optional.of(
          "fp16 is slower than bf16 here: %s. Activations are stored in fp16, so memory is saved; for speed use bf16."
              .formatted(
                  computesFloat16(isa)
                      ? "oneDNN has no fast fp16 kernel for gradients of weights, which are computed in 32 bits"
                      : isa + " has no fp16 arithmetic, so 32 bits compute"));
    }
    return Optional.empty();
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
