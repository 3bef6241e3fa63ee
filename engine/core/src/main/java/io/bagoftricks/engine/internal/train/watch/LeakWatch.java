package io.bagoftricks.engine.internal.train.watch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;

/**
 * Looks for arrays that a trick makes in every call, keeps, and never frees. None of these is what
 * it leaves to garbage collection, what it makes in some calls only, and what others make between
 * its calls.
 */
final class LeakWatch {
  private static final int CALLS = 20;

  /** The arrays made in a call: those above one number and below another. */
  private record Call(long from, long to) {
    boolean madeNothing() {
      return to == from + 1;
    }

    int held(NavigableSet<Long> arrays) {
      return arrays.subSet(from, to).size();
    }
  }

  private final Map<String, List<Call>> calls = new HashMap<>();
  private final Set<String> cleared = new HashSet<>();
  private final Deque<Long> began = new ArrayDeque<>();

  /** A trick is about to be called, perhaps within another's call. */
  void begins() {
    began.push(LiveArrays.now());
  }

  /**
   * The call that began last has ended.
   *
   * @param place the trick and what was called
   * @return what it did, a sentence, if that was the last straw
   */
  Optional<String> ended(String place) {
    Call call = new Call(began.pop(), LiveArrays.now());
    if (cleared.contains(place)) {
      return Optional.empty();
    }
    if (call.madeNothing()) {
      calls.remove(place);
      return Optional.empty();
    }
    List<Call> made = calls.computeIfAbsent(place, p -> new ArrayList<>());
    made.add(call);
    if (made.size() <= CALLS) {
      return Optional.empty();
    }
    // The first call may make what the trick keeps for good.
    calls.remove(place);
    cleared.add(place);
    return LiveArrays.held().flatMap(held -> leak(made.subList(1, made.size()), held));
  }

  private static Optional<String> leak(List<Call> calls, NavigableSet<Long> held) {
    if (calls.stream().anyMatch(call -> call.held(held) == 0)) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "it has made and kept %d arrays in its last %d calls. Close what is not needed any more; values to be kept belong in TrickState.",
            calls.stream().mapToInt(call -> call.held(held)).sum(),
            calls.size()));
  }
}
