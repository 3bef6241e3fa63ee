package io.bagoftricks.engine.internal.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StrictJsonTest {
  private record Values(
      long whole,
      int small,
      double real,
      String text,
      Optional<String> may,
      OptionalDouble perhaps) {}

  private static final String GOOD =
      "{\"whole\":40,\"small\":1,\"real\":0.5,\"text\":\"a\",\"may\":null,\"perhaps\":0.25}";

  @Test
  void readsWhatItWrites() throws JsonProcessingException {
    Values values =
        new Values(
            Long.MIN_VALUE, -1, Double.NaN, "\u0661", Optional.of("b"), OptionalDouble.empty());

    assertThat(StrictJson.read(StrictJson.write(values), Values.class)).isEqualTo(values);
    assertThat(StrictJson.read(GOOD, Values.class).whole()).isEqualTo(40);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"whole\":40.9",
        "\"whole\":40.0",
        "\"whole\":\"40\"",
        "\"whole\":true",
        "\"whole\":[40]",
        "\"whole\":9223372036854775808",
        "\"whole\":\"\"",
        "\"small\":2147483648",
        "\"small\":1e0",
        "\"real\":\"0.5\"",
        "\"real\":false",
        "\"real\":\"\"",
        "\"text\":7",
        "\"text\":0.5",
        "\"text\":true",
        "\"may\":7",
        "\"perhaps\":\"0.25\"",
        "\"perhaps\":true"
      })
  void takesNothingForSomethingElse(String wrong) {
    String key = wrong.substring(0, wrong.indexOf(':'));
    String json = GOOD.replaceFirst(key + ":[^,}]*", wrong);

    assertThatThrownBy(() -> StrictJson.read(json, Values.class))
        .describedAs(json)
        .isInstanceOf(JsonProcessingException.class);
  }
}
