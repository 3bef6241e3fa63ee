package io.bagoftricks.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.TrickProvider;
import io.bagoftricks.engine.plugin.Plugins;
import io.bagoftricks.engine.plugin.TrickDescriptor;
import io.bagoftricks.engine.plugin.TrickRegistry;
import java.security.CodeSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The order of a trick with those of other jars that the class path has, where it changes a result,
 * is decided: {@link OrderTrial}. Those of its own jar are its author's to order.
 */
final class OrderRule {
  private OrderRule() {}

  static void check(TrickBench bench) {
    TrickRegistry found = Plugins.load(OrderRule.class.getClassLoader()).tricks();
    check(
        bench,
        found.ids().stream()
            .<TrickProvider<?>>map(
                id -> found.find(id).map(TrickDescriptor::provider).orElseThrow())
            .filter(other -> !place(other).equals(place(bench.provider())))
            .toList());
  }

  static void check(TrickBench bench, List<TrickProvider<?>> others) {
    OrderTrial trial = new OrderTrial();
    List<TrickMeeting> open =
        others.stream()
            .flatMap(other -> trial.meetings(bench.active(), ActiveEntry.of(other)).stream())
            .filter(TrickMeeting::isOpen)
            .toList();
    assertThat(open)
        .withFailMessage(
            "The order of these changes a result, and nothing decides it: %s. Give the hook a stage"
                + " (@Uses(stage = ...)), or the trick an order (@TrickCard(after = ...)) or a"
                + " conflict (conflictsWith = ...)",
            open)
        .isEmpty();
  }

  /** The jar or folder of a provider. */
  private static Optional<String> place(TrickProvider<?> provider) {
    return Optional.ofNullable(provider.getClass().getProtectionDomain().getCodeSource())
        .map(CodeSource::getLocation)
        .map(Objects::toString);
  }
}
