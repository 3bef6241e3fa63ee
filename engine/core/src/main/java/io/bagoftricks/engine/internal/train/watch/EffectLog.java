package io.bagoftricks.engine.internal.train.watch;

import io.bagoftricks.api.Moment;
import io.bagoftricks.engine.internal.state.StoredState;
import io.bagoftricks.engine.plan.LiveTrick;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Writes down, call by call, what a part of a run has done, so that it can be compared. */
public final class EffectLog {
  /**
   * The values that a call left, as checksums.
   *
   * @param who did it: instances
   * @param what was called
   * @param when {@code epoch 1, step 3}
   * @param effect stands for all values that the call could change
   * @param state stands for all that the trick remembers
   */
  public record Entry(String who, String what, String when, long effect, long state) {
    /** Whether another run came to the same call. */
    public boolean isAt(Entry other) {
      return who.equals(other.who) && what.equals(other.what) && when.equals(other.when);
    }
  }

  private final List<Entry> entries = new ArrayList<>();

  /** Adds a call. */
  public void add(Entry entry) {
    entries.add(entry);
  }

  /**
   * Adds a call of a trick that has ended well.
   *
   * @param what was called, such as a hook's method
   * @param effect stands for all values that the call could change
   */
  void add(LiveTrick trick, String what, Moment when, long effect) {
    add(new Entry(trick.instance(), what, TrickCall.at(when), effect, digest(trick.state())));
  }

  private static long digest(StoredState state) {
    long digest = state.values().hashCode();
    for (Map.Entry<String, INDArray> array : state.arrays().entrySet()) {
      digest = 31 * digest + array.getKey().hashCode() + Checksum.of(array.getValue());
    }
    return digest;
  }

  /** All calls so far, in order. */
  public List<Entry> entries() {
    return List.copyOf(entries);
  }
}
