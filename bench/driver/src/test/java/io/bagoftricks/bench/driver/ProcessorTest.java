package io.bagoftricks.bench.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ProcessorTest {
  private static final String AVX512 = "avx2 fma avx512f avx512bw avx512vl";

  @Test
  void readsNameFamilyAndModel() {
    Processor processor =
        Processor.of(
            List.of(
                "processor\t: 0",
                "cpu family\t: 25",
                "model\t\t: 1",
                "model name\t: AMD EPYC",
                "flags\t\t: avx2 fma",
                "",
                "processor\t: 1",
                "model name\t: another"));

    assertThat(processor.name()).isEqualTo("AMD EPYC (family 25, model 1)");
    assertThat(processor.flags()).containsExactlyInAnyOrder("avx2", "fma");
  }

  @Test
  void knowsItsLevels() {
    assertThat(with("sse2").levels()).isEmpty();
    assertThat(with("avx2 fma").levels()).containsExactly(Level.AVX2);
    assertThat(with(AVX512).levels()).containsExactly(Level.AVX512_CORE, Level.AVX2);
    assertThat(with(AVX512 + " avx512_bf16").levels())
        .containsExactly(Level.AVX512_CORE_BF16, Level.AVX512_CORE, Level.AVX2);
    assertThat(with(AVX512 + " avx512_bf16 amx_bf16").levels()).containsExactly(Level.values());
  }

  @Test
  void measuresAtTheHighestLevelUnlessALowerOneIsAskedFor() {
    assertThat(with(AVX512).levelFor(Optional.empty())).isEqualTo(Level.AVX512_CORE);
    assertThat(with(AVX512).levelFor(Optional.of(Level.AVX2))).isEqualTo(Level.AVX2);
  }

  @Test
  void refusesALevelThatItLacks() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with("avx2 fma").levelFor(Optional.of(Level.AVX512_CORE)))
        .withMessageContaining("does not have AVX512_CORE; it has [AVX2]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with("sse2").levelFor(Optional.empty()))
        .withMessageContaining("has no AVX2");
  }

  @Test
  void picksNativesByTheFlags() {
    assertThat(with(AVX512).nativeBuild()).isEqualTo("-onednn-avx512");
    assertThat(with("avx2 avx512f").nativeBuild()).isEqualTo("-onednn-avx2");
  }

  private static Processor with(String flags) {
    return Processor.of(List.of("flags\t\t: " + flags));
  }
}
