package io.bagoftricks.engine.internal.state;

import io.bagoftricks.api.FlatValues;
import io.bagoftricks.api.TrickState;
import io.bagoftricks.backends.spi.FlatArray;
import io.bagoftricks.backends.spi.HostFlatArray;
import io.bagoftricks.backends.spi.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The state of one trick. It owns the arrays' memory until it is closed. For the training thread
 * only.
 */
public final class StoredState implements TrickState, AutoCloseable {
  private static final String NUMBER = "a number";
  private static final String COUNTER = "a counter";
  private static final String ARRAY = "an array";

  private final SortedMap<String, StoredNumber> numbers = new TreeMap<>();
  private final SortedMap<String, StoredCounter> counters = new TreeMap<>();
  private final SortedMap<String, INDArray> arrays = new TreeMap<>();
  private final SortedMap<String, StoredValues> flats = new TreeMap<>();
  private final Map<String, String> kinds = new HashMap<>();
  private final Set<String> handedOut = new HashSet<>();
  // A trick may still hold what a restored state no longer has.
  private final List<INDArray> forgotten = new ArrayList<>();
  private final List<StoredValues> forgottenFlats = new ArrayList<>();
  private @Nullable Weights weights;
  private boolean closed;

  @Override
  public Scalar number(String name, double initial) {
    claim(name, NUMBER);
    return numbers.computeIfAbsent(name, n -> new StoredNumber(initial)).asked(initial);
  }

  @Override
  public Counter counter(String name, long initial) {
    claim(name, COUNTER);
    return counters.computeIfAbsent(name, n -> new StoredCounter(initial)).asked(initial);
  }

  @Override
  public INDArray array(String name, Supplier<INDArray> initial) {
    claim(name, ARRAY);
    if (flats.containsKey(name)) {
      throw new IllegalStateException(
          "'%s' is a flat array of this trick; ask for it with flat()".formatted(name));
    }
    handedOut.add(name);
    INDArray array = arrays.get(name);
    if (array == null) {
      // A copy, so that closing this never frees an array that somebody else owns.
      INDArray first = initial.get();
      checkStorable(name, first);
      array = first.dup();
      arrays.put(name, array);
    }
    return array;
  }

  @Override
  public FlatValues flat(String name, Supplier<INDArray> initial) {
    claim(name, ARRAY);
    StoredValues known = flats.get(name);
    if (known != null) {
      return known;
    }
    if (handedOut.contains(name)) {
      throw new IllegalStateException(
          "'%s' is an array of this trick; ask for it with array()".formatted(name));
    }
    INDArray restored = arrays.get(name);
    StoredValues made =
        new StoredValues(flatArray(name, restored == null ? initial.get() : restored));
    flats.put(name, made);
    if (restored != null) {
      // Whoever holds it has it from array(), under the same name.
      forgotten.add(arrays.remove(name));
    }
    return made;
  }

  /** Flat arrays lie where these weights lie from now on. */
  public void place(Weights runsWeights) {
    weights = runsWeights;
    flats.values().forEach(flat -> flat.move(runsWeights.array(flat.length())));
  }

  private FlatArray flatArray(String name, INDArray values) {
    DataType type = weights == null ? values.dataType() : weights.masters().dataType();
    if (values.rank() != 1 || values.dataType() != type) {
      throw new IllegalArgumentException(
          "'%s' is an array of %s with the shape %s, but a flat array has one extent and the type of the weights, %s"
              .formatted(name, values.dataType(), Arrays.toString(values.shape()), type));
    }
    FlatArray array =
        weights == null
            ? HostFlatArray.zeros(type, values.length())
            : weights.array(values.length());
    if (!values.isEmpty()) {
      array.values().assign(values);
      array.written();
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

  /** All arrays by name, flat ones as they are now; still owned by this state. */
  public SortedMap<String, INDArray> arrays() {
    SortedMap<String, INDArray> all = new TreeMap<>(arrays);
    flats.forEach((name, flat) -> all.put(name, flat.values()));
    return Collections.unmodifiableSortedMap(all);
  }

  /** The name of an array that somebody else has closed, if there is one. */
  public Optional<String> closed() {
    return Stream.concat(
            arrays.entrySet().stream(),
            flats.entrySet().stream().map(each -> Map.entry(each.getKey(), each.getValue().host())))
        .filter(entry -> entry.getValue().wasClosed())
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** The values of all numbers and counters. */
  public TrickValues values() {
    return new TrickValues(numbers(), counters());
  }

  /**
   * Goes back to what was remembered once: what was not there yet is as at its first use.
   *
   * @param saved the values of then
   * @param savedArrays the arrays of then, by name; this state owns them from now on, but for those
   *     whose values it copies into arrays that it has
   * @throws IllegalArgumentException if these cannot be this state's, as {@link #check} says;
   *     nothing has changed then
   */
  public void restore(TrickValues saved, Map<String, INDArray> savedArrays) {
    check(saved, savedArrays);
    numbers.values().removeIf(number -> !number.reset());
    counters.values().removeIf(counter -> !counter.reset());
    saved
        .numbers()
        .forEach(
            (name, value) -> {
              claim(name, NUMBER);
              numbers.computeIfAbsent(name, n -> new StoredNumber(value)).set(value);
            });
    saved
        .counters()
        .forEach(
            (name, value) -> {
              claim(name, COUNTER);
              counters.computeIfAbsent(name, n -> new StoredCounter(value)).set(value);
            });
    for (String name : List.copyOf(arrays.keySet())) {
      if (!savedArrays.containsKey(name)) {
        forgotten.add(arrays.remove(name));
      }
    }
    for (String name : List.copyOf(flats.keySet())) {
      if (!savedArrays.containsKey(name)) {
        forgottenFlats.add(flats.remove(name));
      }
    }
    savedArrays.forEach(
        (name, array) -> {
          claim(name, ARRAY);
          StoredValues flat = flats.get(name);
          if (flat != null) {
            flat.assign(array);
            array.close();
            return;
          }
          INDArray known = arrays.putIfAbsent(name, array);
          if (known != null) {
            known.assign(array);
            array.close();
          }
        });
  }

  /**
   * Takes over copies of all that another remembers, as {@link #restore} from a checkpoint does.
   */
  public void copyFrom(StoredState other) {
    SortedMap<String, INDArray> copies = new TreeMap<>();
    other.arrays().forEach((name, array) -> copies.put(name, array.dup()));
    restore(other.values(), copies);
  }

  /**
   * Checks that this state can go back to what was remembered once. Changes nothing.
   *
   * @throws IllegalArgumentException if a name is two things at once or something else in this
   *     state, or an array has another shape or type here, with the reason
   */
  public void check(TrickValues saved, Map<String, INDArray> savedArrays) {
    Map<String, String> savedKinds = new HashMap<>();
    saved.numbers().keySet().forEach(name -> checkKind(name, NUMBER, savedKinds));
    saved.counters().keySet().forEach(name -> checkKind(name, COUNTER, savedKinds));
    savedArrays.keySet().forEach(name -> checkKind(name, ARRAY, savedKinds));
    savedArrays.forEach(this::checkArray);
  }

  /** Does something after which all is remembered as before. */
  public <T> T keepingAll(Supplier<T> action) {
    TrickValues before = values();
    SortedMap<String, INDArray> arraysBefore = new TreeMap<>();
    arrays().forEach((name, array) -> arraysBefore.put(name, array.dup()));
    try {
      return action.get();
    } finally {
      restore(before, arraysBefore);
    }
  }

  /** Frees the arrays. Nothing can be asked for afterwards. */
  @Override
  public void close() {
    closed = true;
    forgotten.addAll(arrays.values());
    for (INDArray array : forgotten) {
      if (array.closeable()) {
        array.close();
      }
    }
    flats.values().forEach(StoredValues::close);
    forgottenFlats.forEach(StoredValues::close);
    arrays.clear();
    forgotten.clear();
    flats.clear();
    forgottenFlats.clear();
  }

  private static void checkStorable(String name, INDArray array) {
    List<DataType> storable =
        List.of(DataType.FLOAT, DataType.DOUBLE, DataType.INT32, DataType.INT64);
    if (!storable.contains(array.dataType())) {
      throw new IllegalArgumentException(
          "'%s' is an array of %s, but a state holds arrays of %s"
              .formatted(name, array.dataType(), storable));
    }
  }

  private void checkKind(String name, String kind, Map<String, String> savedKinds) {
    String other = savedKinds.putIfAbsent(name, kind);
    String here = other == null ? kinds.getOrDefault(name, kind) : other;
    if (!here.equals(kind)) {
      throw new IllegalArgumentException("'%s' was %s and is now %s".formatted(name, kind, here));
    }
  }

  private void checkArray(String name, INDArray saved) {
    StoredValues flat = flats.get(name);
    INDArray here = flat == null ? arrays.get(name) : flat.host();
    if (here != null
        && !(Arrays.equals(here.shape(), saved.shape()) && here.dataType() == saved.dataType())) {
      throw new IllegalArgumentException(
          "array '%s' was %s%s and is now %s%s"
              .formatted(
                  name,
                  saved.dataType(),
                  Arrays.toString(saved.shape()),
                  here.dataType(),
                  Arrays.toString(here.shape())));
    }
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
}
