package io.bagoftricks.engine.internal.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JsonWordsTest {
  @Test
  void limitsAreInPlainDigits() {
    assertThat(JsonWords.of(new StreamConstraintsException("depth (٦٥) exceeds (۶۴)")))
        .isEqualTo("depth (65) exceeds (64)");
  }

  record Toy(String name, List<Integer> sizes) {
    Toy {
      if (name.isEmpty()) {
        throw new IllegalArgumentException("name is empty");
      }
    }
  }

  /** None is the name of a type of Java. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"name\": \"a\", \"sizes\": {}} | The value of 'sizes' is not of the type that is due there",
        "{\"name\": \"a\", \"sizes\": [1, \"x\"]} | The value of 'sizes[1]' is not of the type that is due there",
        "{\"name\": \"a\", \"sizes\": [], \"b\": 1} | The key 'b' is not known",
        "{\"name\": \"\", \"sizes\": []} | name is empty",
        "{\"name\": \"a\"} | The key 'sizes' is missing",
        "[] | The whole is not of the form that is due here",
      })
  void saysWhatDoesNotFit(String json, String words) {
    JsonMapper mapper =
        JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();
    JsonProcessingException misfit =
        catchThrowableOfType(
            JsonProcessingException.class, () -> mapper.readValue(json, Toy.class));

    assertThat(JsonWords.of(misfit)).isEqualTo(words);
  }

  @Test
  void whatTheFileSaysIsLeftAsItIs() {
    assertThat(JsonWords.of(new JsonParseException(null, "Unrecognized token '٦٥'")))
        .isEqualTo("Unrecognized token '٦٥'");
  }

  @Test
  void whatOnlyAProgrammerKnowsIsLeftOut() {
    assertThat(
            JsonWords.of(
                new StreamConstraintsException(
                    "depth (65) exceeds (64, from `StreamReadConstraints.getMaxNestingDepth()`)")))
        .isEqualTo("depth (65) exceeds (64)");
    assertThat(
            JsonWords.of(
                new JsonParseException(
                    null, "no end (start marker at [Source: (String); line: 2, column: 3])")))
        .isEqualTo("no end (start marker at line 2, column 3)");
  }
}
