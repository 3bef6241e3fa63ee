package io.bagoftricks.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.Effect;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.InitHook;
import io.bagoftricks.api.NetworkDraft;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.Uses;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.engine.plugin.TrickRegistry;
import io.bagoftricks.engine.recipe.TrickEntry;
import io.bagoftricks.engine.toys.ToyProvider;
import io.bagoftricks.engine.toys.ToyRecipes;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class StructureTrialTest {
  private static final AtomicInteger CALLS = new AtomicInteger();

  record Counted() {}

  /** 40 instances have 780 pairs. */
  @Test
  void triesInstancesOfOneKindOnce() {
    int before = CALLS.get();
    List<TrickEntry> entries =
        IntStream.range(0, 40)
            .mapToObj(i -> ToyRecipes.entry("counted", "counted-" + i, new Counted()))
            .toList();

    new RunPlanner(TrickRegistry.of(List.of(new CountedProvider())))
        .plan(ToyRecipes.small(entries));

    // One trial of two orders of two, and one call each.
    assertThat(CALLS.get() - before).isEqualTo(4 + 40);
  }

  @TrickCard(id = "counted", family = Family.ARCHITECTURE, summary = "Counts its calls.")
  private static final class CountedProvider extends ToyProvider<Counted> {
    CountedProvider() {
      super(CountedTrick.class, new Counted());
    }
  }

  private static final class CountedTrick implements InitHook {
    @Inject
    CountedTrick() {}

    @Override
    @Uses(changes = Slot.PRECISION)
    public void onInit(NetworkDraft network) {
      CALLS.incrementAndGet();
      network.precision(Precision.BFLOAT16);
      network.receipt(new Effect(1, 1, "precisions"));
    }
  }
}
