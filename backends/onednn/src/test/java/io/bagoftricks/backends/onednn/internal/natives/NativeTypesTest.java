package io.bagoftricks.backends.onednn.internal.natives;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.network.Precision;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NativeTypesTest {
  /** With AVX2 alone oneDNN has no operations on bf16; fp16 keeps its range everywhere. */
  @ParameterizedTest
  @CsvSource({
    "BFLOAT16, true, BFLOAT16",
    "BFLOAT16, false, FLOAT",
    "FLOAT16, true, FLOAT16",
    "FLOAT16, false, FLOAT16",
    "FLOAT, true, FLOAT",
    "FLOAT, false, FLOAT"
  })
  void storesBfloat16OnlyWhereVectorsAreLong(
      Precision precision, boolean longVectors, Precision expected) {
    assertThat(NativeTypes.stored(precision, longVectors)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"BFLOAT16, BFLOAT16, false", "BFLOAT16, FLOAT, true", "FLOAT, FLOAT, false"})
  void saysWhatIsStoredWhereItIsNotWhatWasAsked(
      Precision precision, Precision stored, boolean told) {
    assertThat(NativeTypes.remark(precision, stored).isPresent()).isEqualTo(told);
    assertThat(NativeTypes.remark(precision, stored).orElse("take the memory of f32"))
        .contains("take the memory of f32");
  }
}
