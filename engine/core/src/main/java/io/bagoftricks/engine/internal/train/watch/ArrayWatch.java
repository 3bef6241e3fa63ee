package io.bagoftricks.engine.internal.train.watch;

import io.bagoftricks.api.Slot;
import io.bagoftricks.backends.spi.Finiteness;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sees which arrays were written, or closed, between two looks. For the training thread. */
public final class ArrayWatch {
  private static final class Seen {
    private final HandedArray handed;
    private @Nullable Long checksum;

    Seen(HandedArray handed) {
      this.handed = handed;
    }
  }

  private final Map<String, Seen> arrays = new LinkedHashMap<>();

  /** Watches an array, in the place of an earlier one of that name. */
  public void add(HandedArray handed) {
    arrays.put(handed.name(), new Seen(handed));
  }

  /** Watches an array no longer. */
  public void remove(String name) {
    arrays.remove(name);
  }

  /** The engine is writing an array: at the next look it is as it should be. */
  public void expectWrite(String name) {
    Seen seen = arrays.get(name);
    if (seen != null) {
      seen.checksum = null;
    }
  }

  /** A trick that is not watched has edited slots. */
  void expectEdits(Set<Slot> edited) {
    arrays.values().stream()
        .filter(seen -> seen.handed.edited().stream().anyMatch(edited::contains))
        .forEach(seen -> seen.checksum = null);
  }

  /** Forgets how the arrays were, so that the next look finds nothing. */
  public void forget() {
    arrays.values().forEach(seen -> seen.checksum = null);
  }

  /** Looks at every array. Those that are not as at the last look, as far as there was one. */
  List<HandedArray> look() {
    List<HandedArray> written = new ArrayList<>();
    for (Seen seen : arrays.values()) {
      long now = Checksum.of(seen.handed.current());
      if (seen.checksum != null && seen.checksum != now) {
        written.add(seen.handed);
      }
      seen.checksum = now;
    }
    return written;
  }

  /** Stands for the values of all arrays that were looked at. */
  public long digest() {
    long digest = 0;
    for (Seen seen : arrays.values()) {
      digest = 31 * digest + (seen.checksum == null ? 0 : seen.checksum);
    }
    return digest;
  }

  /** As {@link #look}, but at no array that there was no look at before. */
  List<HandedArray> lookAgain() {
    return arrays.values().stream()
        .filter(
            seen -> seen.checksum != null && seen.checksum != Checksum.of(seen.handed.current()))
        .map(seen -> seen.handed)
        .toList();
  }

  /** Whether all values of all arrays are finite. */
  boolean isFinite() {
    return arrays.values().stream().allMatch(seen -> Finiteness.allFinite(seen.handed.current()));
  }

  /** The arrays that somebody has closed. */
  List<HandedArray> closed() {
    return arrays.values().stream()
        .map(seen -> seen.handed)
        .filter(handed -> handed.array().wasClosed())
        .toList();
  }
}
