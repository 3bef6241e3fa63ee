package io.bagoftricks.bench.libtorch.training;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** Means over the examples of an epoch. */
final class EpochSums {
  private final Map<String, Double> losses = new LinkedHashMap<>();
  private int examples;
  private int correct;
  private int skipped;

  void add(Map<String, Double> ofStep, int size, int right, boolean left) {
    ofStep.forEach((name, loss) -> losses.merge(name, loss * size, Double::sum));
    examples += size;
    correct += right;
    skipped += left ? 1 : 0;
  }

  ObjectNode noted() {
    ObjectNode note = JsonNodeFactory.instance.objectNode();
    ObjectNode terms = note.putObject("losses");
    losses.forEach((name, sum) -> terms.put(name, sum / examples));
    return note.put("top1", (double) correct / examples).put("skipped", skipped);
  }
}
