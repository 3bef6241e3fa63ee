package io.bagoftricks.testkit;

import io.bagoftricks.api.Slot;
import io.bagoftricks.api.TrickProvider;
import io.bagoftricks.engine.plugin.HookPoint;
import io.bagoftricks.engine.plugin.PluginException;
import io.bagoftricks.engine.problem.ProblemException;
import io.bagoftricks.engine.recipe.RecipeTypes;
import io.bagoftricks.testkit.TrickPair.Covered;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Tries whether the order of two tricks matters, with the planner off: in each hook in which one
 * writes what the other writes or reads, both orders, on 20 networks, images, batches, losses or
 * steps that seeds draw. Each trick has the settings of {@code META-INF/tricks/<id>.active.json}, a
 * whole entry of a recipe beside its card, or its defaults where there is no such file.
 *
 * <pre>{@code
 * new OrderTrial().meetings(new MyProvider(), new MixupProvider())
 * }</pre>
 *
 * <p>Not thread-safe.
 */
public final class OrderTrial {
  private final RecipeTypes types = TrickBench.types(PlainNetwork.defaults());

  /** With a network, images and batches of its own. */
  public OrderTrial() {}

  /**
   * The hooks in which two tricks meet.
   *
   * @param one provider of a trick
   * @param other provider of another
   * @return a meeting for each such hook, with the largest difference and the reason for an order
   */
  public List<TrickMeeting> meetings(TrickProvider<?> one, TrickProvider<?> other) {
    return meetings(ActiveEntry.of(one), ActiveEntry.of(other));
  }

  /** The same with the settings of entries. */
  List<TrickMeeting> meetings(ActiveEntry one, ActiveEntry other) {
    TrickPair pair = new TrickPair(one, other, types);
    List<TrickMeeting> meetings = new ArrayList<>();
    for (HookPoint point : HookPoint.values()) {
      SortedSet<Slot> shared = pair.shared(point);
      if (!shared.isEmpty()) {
        meetings.add(meeting(pair, point, shared));
      }
    }
    return meetings;
  }

  /**
   * The hooks of a trick in which it changes nothing with its active settings, so that no order can
   * be tried.
   *
   * @param provider of the trick
   * @return a sentence for each, with what to do
   */
  public List<String> idle(TrickProvider<?> provider) {
    ActiveEntry entry = ActiveEntry.of(provider);
    TrickPair alone = new TrickPair(entry, entry, types);
    return Stream.of(HookPoint.values())
        .filter(point -> alone.writes(point))
        .filter(point -> drafts(point).noneMatch(draft -> isActive(alone, draft, point)))
        .map(
            point ->
                "'%s' changes nothing in 20 calls of %s with %s: put an entry with settings that do into %s."
                    .formatted(
                        entry.id(),
                        point.method(),
                        entry.json(),
                        EntryFile.ACTIVE.name(entry.id())))
        .toList();
  }

  private static boolean isActive(TrickPair alone, OrderDraft draft, HookPoint point) {
    HookOutcome with = outcome(alone, draft, List.of(alone.one()), point);
    return with.failure().isEmpty() && with.difference(outcome(alone, draft, List.of(), point)) > 0;
  }

  private static TrickMeeting meeting(TrickPair pair, HookPoint point, SortedSet<Slot> shared) {
    double largest = -1;
    OrderDraft worst = OrderDraft.plain();
    for (OrderDraft draft : drafts(point).toList()) {
      HookOutcome first = outcome(pair, draft, List.of(pair.one(), pair.other()), point);
      HookOutcome then = outcome(pair, draft, List.of(pair.other(), pair.one()), point);
      boolean alone = first.failure().isPresent() && then.failure().isPresent();
      double difference = alone && failsAlone(pair, draft, point) ? 0 : first.difference(then);
      if (difference > largest) {
        largest = difference;
        worst = draft;
      }
    }
    Covered covered = pair.covered(worst, point);
    return new TrickMeeting(
        pair.one().id(), pair.other().id(), point, shared, largest, covered.cover(), covered.why());
  }

  /** Whether a trick cannot be on such a network whatever the other does. */
  private static boolean failsAlone(TrickPair pair, OrderDraft draft, HookPoint point) {
    return Stream.of(pair.one(), pair.other())
        .anyMatch(each -> outcome(pair, draft, List.of(each), point).failure().isPresent());
  }

  /** In hooks that are called while training the steps of one run are tries enough. */
  private static Stream<OrderDraft> drafts(HookPoint point) {
    return point == HookPoint.ON_INIT || point == HookPoint.ON_PARAM_GROUPS
        ? IntStream.range(0, OrderDraft.TRIES).mapToObj(OrderDraft::drawn)
        : Stream.of(OrderDraft.plain());
  }

  private static HookOutcome outcome(
      TrickPair pair, OrderDraft draft, List<ActiveEntry> order, HookPoint point) {
    try {
      return HookTrial.of(pair.plan(draft, order), point);
    } catch (ProblemException | PluginException e) {
      return HookOutcome.failed(String.valueOf(e.getMessage()));
    }
  }
}
