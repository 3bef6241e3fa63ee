package io.bagoftricks.engine.internal.train.hook;

import io.bagoftricks.api.Moment;
import io.bagoftricks.api.Sample;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.engine.plan.PlannedTrick;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plugin.HookPoint;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Says whether it is a trick's turn: in its window, and where it shares a {@code oneOf}, by a draw
 * among those of the group that are in theirs, in proportion to their weights. A draw depends on
 * the run's seed, the group, and the step or image alone, so that it is the same whoever asks, and
 * after a run was resumed.
 *
 * <p>One draw serves a step; for a group whose tricks all act on single images alone, an image.
 */
public final class Turns {
  private record Group(Draws key, List<PlannedTrick> members, boolean perImage) {
    boolean draws(PlannedTrick trick, Draws draw, long update) {
      List<PlannedTrick> eligible =
          members.stream().filter(member -> member.window().contains(update)).toList();
      return drawn(eligible, draw).instance().equals(trick.instance());
    }

    private static PlannedTrick drawn(List<PlannedTrick> eligible, Draws draw) {
      double first = weight(eligible.get(0));
      if (eligible.stream().allMatch(member -> weight(member) == first)) {
        return eligible.get(draw.below(eligible.size()));
      }
      double rest = draw.uniform(0, eligible.stream().mapToDouble(Group::weight).sum());
      for (PlannedTrick member : eligible) {
        rest -= weight(member);
        if (rest < 0) {
          return member;
        }
      }
      return eligible.get(eligible.size() - 1); // where rounding has left some
    }

    private static double weight(PlannedTrick trick) {
      return trick.entry().window().oneOfWeight();
    }
  }

  private final Map<String, Group> groups;

  Turns(RunPlan plan, Draws root) {
    SortedMap<String, PlannedTrick> tricks = new TreeMap<>();
    plan.hooks().values().stream()
        .flatMap(Collection::stream)
        .forEach(trick -> tricks.put(trick.instance(), trick));
    groups =
        tricks.values().stream()
            .filter(trick -> trick.window().oneOf().isPresent())
            .collect(Collectors.groupingBy(trick -> trick.window().oneOf().orElseThrow()))
            .entrySet()
            .stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey, entry -> group(entry.getKey(), entry.getValue(), root)));
  }

  /** Whether a trick acts in a hook on the training thread. */
  boolean acts(PlannedTrick trick, HookPoint point, Moment moment) {
    if (point == HookPoint.ON_EVALUATE) {
      // It follows the step before it; nothing is drawn for it, and none is left out.
      return trick.window().spans(Math.max(0, moment.step() - 1));
    }
    return acts(trick, moment, null);
  }

  /** Whether a trick acts on an image. */
  boolean acts(PlannedTrick trick, Sample sample) {
    return acts(trick, sample.moment(), sample);
  }

  private boolean acts(PlannedTrick trick, Moment moment, @Nullable Sample sample) {
    if (!trick.window().contains(moment.step())) {
      return false;
    }
    Group group = trick.window().oneOf().map(groups::get).orElse(null);
    if (group == null) {
      return true;
    }
    Draws draw =
        group.perImage() && sample != null
            ? group.key().stream("image").stream(moment.epoch()).stream(sample.index())
            : group.key().stream("update").stream(moment.step());
    return group.draws(trick, draw, moment.step());
  }

  private static Group group(String name, List<PlannedTrick> members, Draws root) {
    return new Group(
        root.stream("one of").stream(name),
        members.stream().sorted(Comparator.comparing(PlannedTrick::instance)).toList(),
        members.stream()
            .allMatch(m -> m.descriptor().hooks().keySet().equals(Set.of(HookPoint.ON_SAMPLE))));
  }
}
