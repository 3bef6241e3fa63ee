package io.bagoftricks.engine.plugin;

import io.bagoftricks.api.TrickState;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What one trick remembers. It owns the arrays' memory until it is closed. For the training thread
 * only.
 */
public final class StoredState implements TrickState, AutoCloseable {
  private final SortedMap<String, StoredNumber> numbers = new TreeMap<>();
  private final SortedMap<String, StoredCounter> counters = new TreeMap<>();
  private final SortedMap<String, INDArray> arrays = new TreeMap<>();
  private final Map<String, String> kinds = new HashMap<>();
  private boolean closed;

  @Override
  public Scalar number(String name, double initial) {
    claim(name, "a number");
    return numbers.computeIfAbsent(name, n -> new StoredNumber(initial));
  }

  @Override
  public Counter counter(String name, long initial) {
    claim(name, "a counter");
    return counters.computeIfAbsent(name, n -> new StoredCounter(initial));
  }

  @Override
  public INDArray array(String name, Supplier<INDArray> initial) {
    claim(name, "an array");
    INDArray array = arrays.get(name);
    if (array == null) {
      // A copy, so that closing this never frees an array that somebody else owns.
      array = initial.get().dup();
      arrays.put(name, array);
    }
    return array;
  }

  /** The values of all numbers by name. */
  public SortedMap<String, Double> numbers() {
    SortedMap<String, Double> values = new TreeMap<>();
    numbers.forEach((name, number) -> values.put(name, number.get()));
    return values;
  }

  /** The values of all counters by name. */
  public SortedMap<String, Long> counters() {
    SortedMap<String, Long> values = new TreeMap<>();
    counters.forEach((name, counter) -> values.put(name, counter.get()));
    return values;
  }

  /** All arrays by name; still owned by this state. */
  public SortedMap<String, INDArray> arrays() {
    return Collections.unmodifiableSortedMap(arrays);
  }

  /** Frees the arrays. Nothing can be asked for afterwards. */
  @Override
  public void close() {
    closed = true;
    for (INDArray array : arrays.values()) {
      if (array.closeable()) {
        array.close();
      }
    }
    arrays.clear();
  }

  private void claim(String name, String kind) {
    if (closed) {
      throw new IllegalStateException("The run is over; '" + name + "' (" + kind + ") is freed");
    }
    String other = kinds.putIfAbsent(name, kind);
    if (other != null && !other.equals(kind)) {
      throw new IllegalStateException(
          "'%s' is %s of this trick and cannot be %s too".formatted(name, other, kind));
    }
  }

  private static final class StoredNumber implements Scalar {
    private double value;

    StoredNumber(double value) {
      this.value = value;
    }

    @Override
    public double get() {
      return value;
    }

    @Override
    public void set(double newValue) {
      value = newValue;
    }
  }

  private static final class StoredCounter implements Counter {
    private long value;

    StoredCounter(long value) {
      this.value = value;
    }

    @Override
    public long get() {
      return value;
    }

    @Override
    public void set(long newValue) {
      value = newValue;
    }
  }
}
