package io.bagoftricks.backends.onednn.internal.natives;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.backends.spi.SettingException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LevelSettingTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "AVX2", "avx512_core", "AVX512_CORE_AMX", "DEFAULT", "All"})
  void takesWhatTheLibraryKnowsInAnyCase(String level) {
    assertThatCode(() -> LevelSetting.check(Map.of("ONEDNN_MAX_CPU_ISA", level)))
        .doesNotThrowAnyException();
  }

  @Test
  void refusesWhatTheLibraryWouldIgnore() {
    assertThatThrownBy(() -> LevelSetting.check(Map.of("ONEDNN_MAX_CPU_ISA", "AVX3")))
        .isInstanceOf(SettingException.class)
        .hasMessageStartingWith(
            "The highest instruction set that oneDNN may use is 'AVX3', but must be one that it knows: SSE41, AVX, AVX2, ")
        .hasMessageEndingWith(
            ", DEFAULT. Set one of these (a processor that lacks it uses the best that it has), or unset it.")
        .extracting(thrown -> ((SettingException) thrown).variable())
        .isEqualTo("ONEDNN_MAX_CPU_ISA");
  }

  /** The older name counts where the newer is not set. */
  @Test
  void looksAtTheVariableThatTheLibraryReads() {
    Map<String, String> both = Map.of("ONEDNN_MAX_CPU_ISA", "AVX2", "DNNL_MAX_CPU_ISA", "fast");

    assertThatCode(() -> LevelSetting.check(both)).doesNotThrowAnyException();
    assertThatThrownBy(() -> LevelSetting.check(Map.of("DNNL_MAX_CPU_ISA", "fast")))
        .hasMessageContaining("'fast'");
  }
}
