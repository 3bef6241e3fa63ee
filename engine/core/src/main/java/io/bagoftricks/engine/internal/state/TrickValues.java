package io.bagoftricks.engine.internal.state;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** The state of a trick besides arrays: the values of numbers and counters, by name. */
public record TrickValues(SortedMap<String, Double> numbers, SortedMap<String, Long> counters) {
  /** Copies the maps. */
  public TrickValues {
    numbers = Collections.unmodifiableSortedMap(new TreeMap<>(numbers));
    counters = Collections.unmodifiableSortedMap(new TreeMap<>(counters));
  }
}
