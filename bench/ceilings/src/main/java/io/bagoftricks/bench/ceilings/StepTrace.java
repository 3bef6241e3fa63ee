package io.bagoftricks.bench.ceilings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bagoftricks.backends.spi.Profiler;
import io.bagoftricks.backends.spi.Profiler.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The shortest time of everything in the steps of traces, in milliseconds. Shortest, because what
 * other processes take makes it only longer.
 */
final class StepTrace {
  private static final String STEP = "update";
  private static final double MICROS_PER_MILLI = 1e3;

  private final Map<Operation, Double> operations = new LinkedHashMap<>();
  private final Map<String, Double> spans = new LinkedHashMap<>();
  private final Deque<Event> finished = new ArrayDeque<>();
  private final Map<Traced, List<Double>> now = new LinkedHashMap<>();
  private final Map<String, Double> spansNow = new LinkedHashMap<>();

  private record Event(double from, double micros) {}

  private record Traced(String layer, Kind kind, Profiler.Pass pass) {}

  /** Reads a trace: the file of {@code tricks bench --profile}. */
  void read(Path file) throws IOException {
    for (JsonNode event : new ObjectMapper().readTree(file.toFile()).path("traceEvents")) {
      if (event.has("dur")) {
        add(event);
      }
    }
  }

  /** Times of the network's operations. */
  Map<Operation, Double> operations() {
    return operations;
  }

  /**
   * Times of the activities of a step without what lies inside them, by their labels: {@code
   * optimizer update}, {@code forward} between its operations, and so on.
   */
  Map<String, Double> spans() {
    return spans;
  }

  /** A trace has what ended first first, and so a step after all that is inside it. */
  private void add(JsonNode json) {
    Event event = new Event(json.get("ts").asDouble(), json.get("dur").asDouble());
    String category = json.get("cat").asText();
    Optional<Kind> kind = kind(category, json);
    if (kind.isPresent()) {
      String name = json.get("name").asText();
      Traced traced =
          new Traced(
              name.equals(category) ? "" : name,
              kind.get(),
              Profiler.Pass.valueOf(upper(json.get("args").get("pass").asText())));
      now.computeIfAbsent(traced, any -> new ArrayList<>()).add(event.micros());
    } else {
      spansNow.merge(category, event.micros() - inside(event), Double::sum);
    }
    finished.push(event);
    if (category.equals(STEP)) {
      end();
    }
  }

  private static Optional<Kind> kind(String category, JsonNode json) {
    return json.path("args").has("pass")
        ? Optional.of(Kind.valueOf(upper(category)))
        : Optional.empty();
  }

  private double inside(Event outer) {
    double inside = 0;
    while (!finished.isEmpty() && finished.peek().from() >= outer.from()) {
      inside += finished.pop().micros();
    }
    return inside;
  }

  private void end() {
    Map<Operation, Double> step = new LinkedHashMap<>();
    now.forEach(
        (traced, micros) -> {
          List<Pass> passes = passes(traced, micros.size());
          for (int i = 0; i < micros.size(); i++) {
            Operation operation = new Operation(traced.layer(), traced.kind(), passes.get(i));
            step.merge(operation, micros.get(i) / MICROS_PER_MILLI, Double::sum);
          }
        });
    step.forEach((operation, millis) -> operations.merge(operation, millis, Math::min));
    spansNow.forEach((label, micros) -> spans.merge(label, micros / MICROS_PER_MILLI, Math::min));
    now.clear();
    spansNow.clear();
    finished.clear();
  }

  /**
   * The passes of operations of one layer, kind and direction. A convolution computes the gradient
   * of its data first, if somebody wants it, a linear layer that of its weight.
   */
  private static List<Pass> passes(Traced traced, int count) {
    boolean backward = traced.pass() == Profiler.Pass.BACKWARD;
    boolean products = traced.kind() == Kind.CONVOLUTION || traced.kind() == Kind.MATMUL;
    if (!backward || !products) {
      Pass pass = backward ? Pass.BACKWARD : Pass.FORWARD;
      return Collections.nCopies(count, pass);
    }
    if (count > 2) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s has %d operations of kind %s in a backward, but two gradients",
              traced.layer(),
              count,
              traced.kind()));
    }
    if (count == 1) {
      return List.of(Pass.WEIGHTS);
    }
    return traced.kind() == Kind.CONVOLUTION
        ? List.of(Pass.DATA, Pass.WEIGHTS)
        : List.of(Pass.WEIGHTS, Pass.DATA);
  }

  private static String upper(String word) {
    return word.toUpperCase(Locale.ROOT);
  }
}
