package io.bagoftricks.bench.driver;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** Measures both sides in turn. */
final class PairedRun {
  private final Consumer<String> messages;

  PairedRun(Consumer<String> messages) {
    this.messages = messages;
  }

  /**
   * Chooses the way with the best shortest step.
   *
   * @param trials one for each way, in the order to try them, not empty; a single one is chosen
   *     untried
   */
  Opponent fastest(Map<Opponent, Contestant> trials) {
    Opponent fastest = trials.keySet().iterator().next();
    if (trials.size() == 1) {
      return fastest;
    }
    double best = 0;
    for (Map.Entry<Opponent, Contestant> trial : trials.entrySet()) {
      double rate = trial.getValue().run().best();
      say("%s: best %.2f images/s", trial.getValue().name(), rate);
      if (rate > best) {
        best = rate;
        fastest = trial.getKey();
      }
    }
    say("the opponent is %s", fastest);
    return fastest;
  }

  /** Measures pairs; the sides take turns in going first. */
  List<Pair> pairs(int count, Contestant ours, Contestant peer) {
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Pair pair = i % 2 == 0 ? oursFirst(ours, peer) : peerFirst(ours, peer);
      pairs.add(pair);
      say(
          "pair %d of %d: %s %.2f images/s (best %.2f), %s %.2f (best %.2f), ratio %.2f",
          i + 1,
          count,
          ours.name(),
          pair.ours().imagesPerSecond(),
          pair.ours().best(),
          peer.name(),
          pair.peer().imagesPerSecond(),
          pair.peer().best(),
          pair.ratio());
    }
    return pairs;
  }

  private static Pair oursFirst(Contestant ours, Contestant peer) {
    Measurement first = ours.run();
    return new Pair(first, peer.run());
  }

  private static Pair peerFirst(Contestant ours, Contestant peer) {
    Measurement first = peer.run();
    return new Pair(ours.run(), first);
  }

  private void say(String format, Object... values) {
    messages.accept(String.format(Locale.ROOT, format, values));
  }
}
