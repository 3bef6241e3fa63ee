package io.bagoftricks.engine.internal.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

final class FiniteNumbersTest {
  record Numbers(
      double primitive, Double boxed, float small, OptionalDouble optional, List<Double> list) {}

  record Kept(double loss, double rate) {}

  @Test
  void writesNullWhereANumberIsNotFinite() throws IOException {
    Numbers spoiled =
        new Numbers(
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Float.NEGATIVE_INFINITY,
            OptionalDouble.of(Double.NaN),
            List.of(1.5, Double.NaN));
    String json =
        "{\"primitive\":null,\"boxed\":null,\"small\":null,\"optional\":null,\"list\":[1.5,null]}";

    assertThat(FiniteNumbers.mapper().writeValueAsString(spoiled)).isEqualTo(json);
    assertThat(
            FiniteNumbers.mapper()
                .writeValueAsString(FiniteNumbers.mapper().valueToTree(Map.of("a", Double.NaN))))
        .isEqualTo("{\"a\":null}");
    assertThat(StrictJson.write(spoiled)).doesNotContain("NaN").doesNotContain("Infinity");
  }

  @Test
  void strictJsonReadsItBackAsNan() throws JsonProcessingException {
    String text = StrictJson.write(new Kept(Double.POSITIVE_INFINITY, 0.1));

    assertThat(StrictJson.read(text, Kept.class)).isEqualTo(new Kept(Double.NaN, 0.1));
    assertThatThrownBy(() -> StrictJson.read("{\"loss\": \"NaN\", \"rate\": 0.1}", Kept.class))
        .isInstanceOf(JsonProcessingException.class);
    assertThatThrownBy(() -> StrictJson.read("{\"rate\": 0.1}", Kept.class))
        .isInstanceOf(JsonProcessingException.class);
  }
}
