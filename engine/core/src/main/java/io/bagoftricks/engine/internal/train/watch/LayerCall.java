package io.bagoftricks.engine.internal.train.watch;

import io.bagoftricks.api.Moment;
import io.bagoftricks.backends.spi.Finiteness;
import io.bagoftricks.engine.internal.plugin.Handout;
import io.bagoftricks.engine.plugin.TrickException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One pass through a layer of a plugin. */
final class LayerCall {
  private static final String REMEDY = "Compute with a copy.";

  private final WatchedLayer layer;
  private final String place;
  private final TrickWatch watch;
  private final Moment moment;
  private final boolean watched;
  private final ArrayWatch readOnly = new ArrayWatch();
  private final Map<String, INDArray> results = new LinkedHashMap<>();
  private final Map<String, INDArray> sums = new LinkedHashMap<>();

  /**
   * A pass that is about to be made.
   *
   * @param pass {@code forward} or {@code backward}
   */
  LayerCall(WatchedLayer layer, String pass) {
    this.layer = layer;
    this.place = pass + " of " + layer.name();
    this.watch = layer.watch();
    this.moment = watch.moment();
    this.watched = watch.calls().isWatched(layer.owner().instance(), place, moment);
  }

  /** Whether the pass is looked at closely. */
  boolean isWatched() {
    return watched;
  }

  /** It gets an array to read. */
  LayerCall readOnly(String name, INDArray array) {
    readOnly.add(new HandedArray(name, array, Optional.empty(), REMEDY));
    return this;
  }

  /** It gets an array every value of which it is to set. */
  LayerCall fills(String name, INDArray array) {
    results.put(name, array);
    return this;
  }

  /** It gets an array of zeros which it is to set or to add to. */
  LayerCall addsTo(String name, INDArray array) {
    sums.put(name, array);
    return this;
  }

  /**
   * Makes the pass.
   *
   * @throws TrickException if the layer fails, or does not keep to the rules
   */
  <C> void run(Class<C> type, C pass, Consumer<C> code) {
    if (watched) {
      readOnly.look();
      results.values().forEach(Unfilled::mark);
    }
    watch.calling();
    try (Handout<C> handout =
        new Handout<>(type, pass, watch.observer(layer.owner().instance(), place, moment))) {
      TrickCall.guarded(
          layer.owner(),
          place,
          () -> TrickCall.at(moment),
          () -> {
            code.accept(handout.view());
            return type;
          });
    } catch (TrickException e) {
      watch.throwMisuse(); // which says more, where that is why it failed
      throw e;
    }
    checkClosed();
    watch.returned(layer.owner().instance(), place, moment);
    if (watched) {
      checkWritten();
    }
    watch.done(layer.owner(), place, moment, this::digest);
  }

  private long digest() {
    long digest = 0;
    for (Map<String, INDArray> arrays : List.of(results, sums)) {
      for (INDArray array : arrays.values()) {
        digest = 31 * digest + Checksum.of(array);
      }
    }
    return digest;
  }

  private void checkClosed() {
    List<String> closed = readOnly.closed().stream().map(HandedArray::name).toList();
    for (String name : closed) {
      throw broken("plugin/closed-array", "it closed %s, which the engine owns.".formatted(name));
    }
    for (Map<String, INDArray> arrays : List.of(results, sums)) {
      arrays.forEach(
          (name, array) -> {
            if (array.wasClosed()) {
              throw broken(
                  "plugin/closed-array", "it closed %s, which the engine owns.".formatted(name));
            }
          });
    }
  }

  private void checkWritten() {
    remarkWhatIsNotFinite();
    for (HandedArray written : readOnly.look()) {
      throw broken(
          "plugin/undeclared-write",
          "it wrote %s, which is only for reading. %s".formatted(written.name(), REMEDY));
    }
    results.forEach(
        (name, array) -> {
          int unfilled = Unfilled.count(array);
          if (unfilled > 0) {
            throw broken(
                "plugin/unfilled",
                String.format(
                    Locale.ROOT,
                    "it left %,d of %,d values of %s unfilled, or added to what was in them. Set"
                        + " all of them.",
                    unfilled,
                    array.length(),
                    name));
          }
        });
    sums.forEach(
        (name, array) -> {
          if (Unfilled.isUntouched(array)) {
            throw broken(
                "plugin/unfilled",
                "it left %s as it was. Set it, or add to it; a gradient of zero is set to zero: assign(0)."
                    .formatted(name));
          }
        });
  }

  private void remarkWhatIsNotFinite() {
    if (!readOnly.isFinite()) {
      return;
    }
    for (Map<String, INDArray> arrays : List.of(results, sums)) {
      arrays.forEach(
          (name, array) -> {
            if (!Finiteness.allFinite(array) && Unfilled.count(array) == 0) {
              watch
                  .remarks()
                  .add(
                      layer.owner().instance(),
                      place,
                      moment,
                      "%s is not finite, though all that it was made of is.".formatted(name));
            }
          });
    }
  }

  private TrickException broken(String id, String what) {
    return TrickException.rule(id, layer.owner().instance(), place, TrickCall.at(moment), what);
  }
}
