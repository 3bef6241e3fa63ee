package io.bagoftricks.backends.onednn.internal.natives;

import io.bagoftricks.backends.spi.SettingException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.dnnl.global.dnnl;

/**
 * The highest instruction set that oneDNN may use. It reads it from the environment, whatever the
 * case of its letters, and silently ignores what it does not know.
 */
public final class LevelSetting {
  /** oneDNN looks at the first that is set. */
  private static final List<String> VARIABLES = List.of("ONEDNN_MAX_CPU_ISA", "DNNL_MAX_CPU_ISA");

  private static final String DEFAULT = "DEFAULT";

  /** As older versions call the default. */
  private static final String ALL = "ALL";

  private LevelSetting() {}

  /**
   * Checks the environment, without loading the library.
   *
   * @param environment variables by name
   * @throws SettingException if the level is not one of oneDNN's
   */
  public static void check(Map<String, String> environment) {
    VARIABLES.stream()
        .filter(variable -> !environment.getOrDefault(variable, "").isEmpty())
        .findFirst()
        .ifPresent(variable -> check(variable, environment.getOrDefault(variable, "")));
  }

  private static void check(String variable, String level) {
    List<String> known = levels();
    String upper = level.toUpperCase(Locale.ROOT);
    if (!known.contains(upper) && !upper.equals(ALL)) {
      throw new SettingException(
          variable,
          "The highest instruction set that oneDNN may use is '%s', but must be one that it knows: %s. Set one of these (a processor that lacks it uses the best that it has), or unset it."
              .formatted(level, String.join(", ", known)));
    }
  }

  private static List<String> levels() {
    return Stream.concat(
            Arrays.stream(dnnl.cpu_isa.values())
                .filter(level -> level != dnnl.cpu_isa.isa_default)
                .map(level -> level.name().toUpperCase(Locale.ROOT)),
            Stream.of(DEFAULT))
        .toList();
  }
}
