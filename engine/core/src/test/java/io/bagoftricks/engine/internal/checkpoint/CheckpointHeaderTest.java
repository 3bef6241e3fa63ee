package io.bagoftricks.engine.internal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.bagoftricks.engine.internal.state.TrickValues;
import io.bagoftricks.engine.internal.storage.StrictJson;
import io.bagoftricks.engine.internal.train.RunProgress;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CheckpointHeaderTest {
  private static final TrickValues VALUES =
      new TrickValues(
          new TreeMap<>(
              Map.of(
                  "best", Double.POSITIVE_INFINITY,
                  "worst", Double.NEGATIVE_INFINITY,
                  "unknown", Double.NaN,
                  "tiny", Double.MIN_VALUE,
                  "zero", -0.0)),
          new TreeMap<>(Map.of("count", Long.MAX_VALUE)));

  /** The least loss before there was one is infinity, and must come back as that. */
  @Test
  void whatTricksRememberComesBackBitByBit() throws JsonProcessingException {
    String text = StrictJson.write(header());

    assertThat(text).doesNotContain("\"NaN\"").doesNotContain("Infinity");
    assertThat(StrictJson.read(text, CheckpointHeader.class).tricks()).isEqualTo(header().tricks());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"numbers\": {\"a\": null}, \"counters\": {}}",
        "{\"numbers\": {\"a\": \"1\"}, \"counters\": {}}",
        "{\"numbers\": {\"a\": {\"bits\": 5}, \"b\": {}}, \"counters\": {}}",
        "{\"numbers\": {\"a\": {\"bits\": \"xyz\"}}, \"counters\": {}}",
        "{\"numbers\": {}, \"counters\": {\"a\": 1.5}}",
        "{\"numbers\": {}, \"counters\": {\"a\": 99999999999999999999}}",
        "{\"numbers\": {}, \"others\": {}}",
        "{\"numbers\": {}}",
        "[]"
      })
  void refusesWhatItHasNotWritten(String values) {
    String text =
        StrictJson.write(header())
            .replaceAll("(?s)\"trick\" : \\{.*\"files\"", "\"trick\" : " + values + "}, \"files\"");

    assertThatThrownBy(() -> StrictJson.read(text, CheckpointHeader.class))
        .isInstanceOf(JsonProcessingException.class);
  }

  /** Of a version that had no word on parameters that are left out of updates. */
  @Test
  void anOlderHeaderHasAllUpdatesOfAllParameters() throws JsonProcessingException {
    String text = StrictJson.write(header()).replaceFirst("\"leftOut\" : \\{ *\\},", "");

    assertThat(text).doesNotContain("leftOut");
    assertThat(
            StrictJson.read(OlderRecords.completed(text), CheckpointHeader.class)
                .progress()
                .leftOut())
        .isEmpty();
  }

  private static CheckpointHeader header() {
    return new CheckpointHeader(
        CheckpointHeader.FORMAT,
        "recipe",
        new NetworkStructure("hash", Map.of()),
        new CheckpointHeader.Position(0, 0, 0),
        RunProgress.start(),
        Map.of("trick", VALUES),
        Map.of());
  }
}
