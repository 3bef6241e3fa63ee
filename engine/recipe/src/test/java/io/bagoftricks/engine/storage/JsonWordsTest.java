package io.bagoftricks.engine.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import org.junit.jupiter.api.Test;

final class JsonWordsTest {
  @Test
  void limitsAreInPlainDigits() {
    assertThat(JsonWords.of(new StreamConstraintsException("depth (٦٥) exceeds (۶۴)")))
        .isEqualTo("depth (65) exceeds (64)");
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
