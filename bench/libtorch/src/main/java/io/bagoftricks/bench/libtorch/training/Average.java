package io.bagoftricks.bench.libtorch.training;

import com.fasterxml.jackson.databind.JsonNode;
import io.bagoftricks.bench.libtorch.Scope;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** The exponential moving average of parameters and running statistics. */
final class Average {
  private final JsonNode trick;
  private final Map<String, Tensor> values = new LinkedHashMap<>();
  private int updates;

  Average(JsonNode trick) {
    this.trick = trick;
  }

  /** After an update that changed the weights; the first value is the average itself. */
  void add(Map<String, Tensor> current) {
    double decay = trick.get("decay").asDouble();
    if (trick.get("warmup").asBoolean()) {
      decay = Math.min(decay, (1.0 + updates) / (10.0 + updates));
    }
    double kept = decay;
    updates++;
    Scope.withoutGradients(
        () ->
            current.forEach(
                (name, value) -> {
                  Tensor average = values.get(name);
                  if (average == null) {
                    values.put(name, copy(value));
                  } else {
                    average.mul_(new Scalar(kept)).add_(value.mul(new Scalar(1 - kept)));
                  }
                }));
  }

  /** The averages; empty before the first update. */
  Map<String, Tensor> values() {
    return values;
  }

  /** A copy that outlives the work around it. */
  static Tensor copy(Tensor tensor) {
    Tensor copy = tensor.detach().clone();
    copy.retainReference();
    return copy;
  }
}
