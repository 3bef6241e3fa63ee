package io.bagoftricks.engine.recipe.internal.binding;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.LongStream;

/**
 * Finds out which numbers a record accepts, by asking it: only its constructor knows. A rule that
 * holds one setting against another is not a range, and is left out; so are bounds that do not lie
 * where bounds usually lie.
 */
final class RecordRanges {
  /** All whole numbers up to here are tried. */
  private static final long MOST_TRIED = 2048;

  private static final int MOST_LISTED = 16;

  /** Beyond them a few are tried: a bound lies between the last that is taken and the next. */
  private static final List<Long> LARGE =
      List.of(4096L, 10_000L, 65_536L, 1L << 20, 1L << 24, 1L << 30, (long) Integer.MAX_VALUE);

  private static final double NEAR = 1e-9;

  private final RecordSchema schema;
  private final Map<String, Object> defaults;

  RecordRanges(RecordSchema schema, Record defaults) {
    this.schema = schema;
    this.defaults = schema.values(defaults);
  }

  /** The keywords of a JSON Schema that say what a number may be; none where nothing is known. */
  ObjectNode of(String key) {
    Object value = defaults.get(key);
    if (value instanceof Integer) {
      return wholes(whole -> accepts(key, Math.toIntExact(whole)), Integer.MAX_VALUE);
    }
    if (value instanceof Long) {
      return wholes(whole -> accepts(key, whole), Long.MAX_VALUE);
    }
    if (value instanceof Double) {
      return reals(real -> accepts(key, real));
    }
    return JsonNodeFactory.instance.objectNode();
  }

  private ObjectNode wholes(Predicate<Long> accepted, long most) {
    ObjectNode range = JsonNodeFactory.instance.objectNode();
    List<Long> tried = LongStream.rangeClosed(-1, MOST_TRIED).boxed().filter(accepted).toList();
    if (tried.isEmpty()) {
      return range;
    }
    long first = tried.get(0);
    long last = tried.get(tried.size() - 1);
    boolean ends = last < MOST_TRIED && LARGE.stream().noneMatch(accepted);
    if (last == MOST_TRIED) {
      last = bound(accepted, most);
      ends = last < most;
    }
    boolean gaps = last <= MOST_TRIED && last - first + 1 > tried.size();
    if (ends && gaps && tried.size() <= MOST_LISTED) {
      ArrayNode listed = range.putArray("enum");
      tried.forEach(listed::add);
      return range;
    }
    if (first >= 0) {
      range.put("minimum", first);
    }
    if (ends) {
      range.put("maximum", last);
    }
    return range;
  }

  /** The largest number that is taken, where all below it are. */
  private static long bound(Predicate<Long> accepted, long most) {
    if (accepted.test(most)) {
      return most;
    }
    long low = MOST_TRIED;
    long high = most;
    for (long large : LARGE) {
      if (!accepted.test(large)) {
        high = large;
        break;
      }
      low = large;
    }
    while (high - low > 1) {
      long middle = low + (high - low) / 2;
      if (accepted.test(middle)) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static ObjectNode reals(Predicate<Double> accepted) {
    ObjectNode range = JsonNodeFactory.instance.objectNode();
    for (double bound : List.of(0.0, 1.0)) {
      List<Double> below = new ArrayList<>(List.of(bound - NEAR, bound - 0.25, bound - 1e6));
      List<Double> above = new ArrayList<>(List.of(bound + NEAR, bound + 0.25, bound + 1e6));
      boolean self = accepted.test(bound);
      boolean belowRefused = below.stream().noneMatch(accepted);
      boolean aboveRefused = above.stream().noneMatch(accepted);
      if (belowRefused && accepted.test(bound + NEAR)) {
        range.put(self ? "minimum" : "exclusiveMinimum", bound);
      }
      if (aboveRefused && accepted.test(bound - NEAR)) {
        range.put(self ? "maximum" : "exclusiveMaximum", bound);
      }
    }
    return range;
  }

  /** Whether the record takes a value, or refuses it for the sake of another. */
  private boolean accepts(String key, Object value) {
    Map<String, Object> changed = new LinkedHashMap<>(defaults);
    changed.put(key, value);
    try {
      schema.build(changed);
      return true;
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      return schema.keys().stream()
          .filter(other -> !other.equals(key))
          .anyMatch(other -> RecordBinder.mentions(message, other));
    }
  }
}
