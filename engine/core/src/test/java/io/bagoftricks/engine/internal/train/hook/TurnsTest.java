package io.bagoftricks.engine.internal.train.hook;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.Family;
import io.bagoftricks.api.Moment;
import io.bagoftricks.api.Sample;
import io.bagoftricks.api.SampleHook;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;
import io.bagoftricks.api.Uses;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.engine.plan.PlannedTrick;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plan.RunPlanner;
import io.bagoftricks.engine.plugin.HookPoint;
import io.bagoftricks.engine.plugin.TrickRegistry;
import io.bagoftricks.engine.recipe.TrickEntry;
import io.bagoftricks.engine.toys.ToyProvider;
import io.bagoftricks.engine.toys.ToyRecipes;
import io.bagoftricks.engine.toys.ToyTricks;
import io.bagoftricks.engine.toys.ToyTricks.None;
import jakarta.inject.Inject;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whose turn it is, in a run of 10 epochs of 10 updates of 100 images. */
final class TurnsTest {
  private static final TrickRegistry TOYS =
      TrickRegistry.of(
          Stream.concat(ToyTricks.all().stream(), Stream.<TrickProvider<?>>of(new MirrorProvider()))
              .toList());
  private static final Draws ROOT = Draws.of(42);

  @Test
  void drawsOneOfAGroupForEachUpdate() {
    RunPlan plan = plan(entry("blend", "a", "", "mix"), entry("blend", "b", "", "mix"));
    Turns turns = new Turns(plan, ROOT);

    List<Boolean> first = acting(turns, plan, "a");
    List<Boolean> second = acting(turns, plan, "b");

    for (int update = 0; update < 100; update++) {
      assertThat(first.get(update)).as("update %d", update).isNotEqualTo(second.get(update));
    }
    // 100 fair draws: 5 standard deviations of sqrt(100)/2 around the half.
    assertThat(first.stream().filter(acts -> acts).count()).isBetween(25L, 75L);
  }

  @Test
  void drawsInProportionToTheWeights() {
    RunPlan plan =
        plan(
            ToyRecipes.oneOf(blend("a"), "mix", 3),
            ToyRecipes.oneOf(blend("b"), "mix", 0.5),
            ToyRecipes.oneOf(blend("c"), "mix", 0.5));
    Turns turns = new Turns(plan, ROOT);

    List<Integer> counts =
        Stream.of("a", "b", "c")
            .map(id -> (int) acting(turns, plan, id).stream().filter(acts -> acts).count())
            .toList();
    assertThat(counts.stream().mapToInt(count -> count).sum()).isEqualTo(100);
    // 75 of 100 are expected, and 12.5 twice; 4 standard deviations are 17 and 13.
    assertThat(counts.get(0)).isBetween(58, 92);
    assertThat(counts.get(1)).isBetween(1, 25);
    assertThat(counts.get(2)).isBetween(1, 25);
  }

  @Test
  void drawsAreTheUpdatesOwn() {
    RunPlan plan = plan(entry("blend", "a", "", "mix"), entry("blend", "b", "", "mix"));
    List<Boolean> all = acting(new Turns(plan, ROOT), plan, "a");

    // As after a run was resumed there, and whatever else is in the recipe.
    RunPlan other =
        plan(
            entry("soften", "soften", "", ""),
            entry("blend", "b", "", "mix"),
            entry("blend", "a", "", "mix"));
    assertThat(acts(new Turns(other, ROOT), other, "a", 77)).isEqualTo(all.get(77));
    assertThat(acting(new Turns(other, ROOT), other, "a")).isEqualTo(all);
    assertThat(acting(new Turns(plan, Draws.of(43)), plan, "a")).isNotEqualTo(all);
  }

  @Test
  void drawsAmongThoseInTheirWindow() {
    RunPlan plan = plan(entry("blend", "a", "", "mix"), entry("blend", "b", "3ep", "mix"));
    Turns turns = new Turns(plan, ROOT);

    List<Boolean> first = acting(turns, plan, "a");
    List<Boolean> second = acting(turns, plan, "b");

    assertThat(first.subList(0, 30)).containsOnly(true);
    assertThat(second.subList(0, 30)).containsOnly(false);
    assertThat(first.subList(30, 100)).contains(true, false);
  }

  /** Where not both act in an update, the draw is among those that do. */
  @Test
  void drawsAmongThoseWhoseUpdateItIs() {
    RunPlan plan =
        plan(
            ToyRecipes.window(blend("a"), "", "", "2ba", "mix", false),
            ToyRecipes.window(blend("b"), "", "", "3ba", "mix", false));
    Turns turns = new Turns(plan, ROOT);

    List<Boolean> first = acting(turns, plan, "a");
    List<Boolean> second = acting(turns, plan, "b");

    for (int update = 0; update < 100; update++) {
      boolean mayFirst = update % 2 == 0;
      boolean maySecond = update % 3 == 0;
      if (mayFirst && maySecond) {
        assertThat(first.get(update)).as("%d", update).isNotEqualTo(second.get(update));
      } else {
        assertThat(first.get(update)).as("%d", update).isEqualTo(mayFirst);
        assertThat(second.get(update)).as("%d", update).isEqualTo(maySecond);
      }
    }
  }

  @Test
  void drawsForEachImageWhereAllActOnImagesAlone() {
    RunPlan plan = plan(entry("mirror", "a", "", "flip"), entry("mirror", "b", "", "flip"));
    Turns turns = new Turns(plan, ROOT);
    PlannedTrick a = trick(plan, "a");
    PlannedTrick b = trick(plan, "b");

    List<Boolean> drawn = new ArrayList<>();
    for (int image = 0; image < 100; image++) {
      drawn.add(turns.acts(a, sample(3, 31, image)));
      assertThat(turns.acts(b, sample(3, 31, image))).isNotEqualTo(drawn.get(image));
      // Not where in the epoch the image is, but which image it is.
      assertThat(turns.acts(a, sample(3, 39, image))).isEqualTo(drawn.get(image));
    }
    assertThat(drawn.stream().filter(acts -> acts).count()).isBetween(25L, 75L);
    assertThat(
            IntStream.range(0, 100).mapToObj(image -> turns.acts(a, sample(4, 41, image))).toList())
        .isNotEqualTo(drawn);
  }

  @Test
  void drawsForTheUpdateWhereOneOfThemDoesNot() {
    RunPlan plan = plan(entry("mirror", "a", "", "mix"), entry("blend", "b", "", "mix"));
    Turns turns = new Turns(plan, ROOT);

    for (int update = 0; update < 100; update++) {
      boolean blends = acts(turns, plan, "b", update);
      for (int image = 0; image < 5; image++) {
        assertThat(turns.acts(trick(plan, "a"), sample(update / 10, update, image)))
            .isEqualTo(!blends);
      }
    }
  }

  @Test
  void anEvaluationBelongsToTheUpdateBeforeIt() {
    RunPlan plan = plan(ToyRecipes.window(blend("a"), "2ep", "4ep", "3ba", "", false));
    Turns turns = new Turns(plan, ROOT);
    PlannedTrick trick = trick(plan, "a");

    // After 20, 21, 40 and 41 updates; the last of them was update 19, 20, 39 and 40.
    assertThat(turns.acts(trick, HookPoint.ON_EVALUATE, moment(20))).isFalse();
    assertThat(turns.acts(trick, HookPoint.ON_EVALUATE, moment(21))).isTrue();
    assertThat(turns.acts(trick, HookPoint.ON_EVALUATE, moment(22))).isTrue();
    assertThat(turns.acts(trick, HookPoint.ON_EVALUATE, moment(40))).isTrue();
    assertThat(turns.acts(trick, HookPoint.ON_EVALUATE, moment(41))).isFalse();
  }

  @Test
  void whatHasNoWindowActsAlways() {
    RunPlan plan = plan(blend("a"));
    Turns turns = new Turns(plan, ROOT);

    assertThat(acting(turns, plan, "a")).hasSize(100).containsOnly(true);
    assertThat(turns.acts(trick(plan, "a"), HookPoint.ON_EVALUATE, moment(0))).isTrue();
    assertThat(turns.acts(trick(plan, "a"), HookPoint.ON_EVALUATE, moment(100))).isTrue();
  }

  private static List<Boolean> acting(Turns turns, RunPlan plan, String instance) {
    return IntStream.range(0, 100).mapToObj(update -> acts(turns, plan, instance, update)).toList();
  }

  private static boolean acts(Turns turns, RunPlan plan, String instance, int update) {
    return turns.acts(trick(plan, instance), HookPoint.ON_BATCH, moment(update));
  }

  private static Moment moment(int update) {
    return new Moment(update / 10, update, 100);
  }

  private static PlannedTrick trick(RunPlan plan, String instance) {
    return plan.hooks().values().stream()
        .flatMap(List::stream)
        .filter(planned -> planned.instance().equals(instance))
        .findFirst()
        .orElseThrow();
  }

  private static RunPlan plan(TrickEntry... tricks) {
    return new RunPlanner(TOYS).plan(ToyRecipes.small(List.of(tricks)));
  }

  private static TrickEntry blend(String id) {
    return ToyRecipes.entry("blend", id, new None());
  }

  private static TrickEntry entry(String trick, String id, String from, String oneOf) {
    Record config = TOYS.find(trick).orElseThrow().defaults();
    return ToyRecipes.window(ToyRecipes.entry(trick, id, config), from, "", "", oneOf, false);
  }

  private static Sample sample(int epoch, int update, long index) {
    return (Sample)
        Proxy.newProxyInstance(
            TurnsTest.class.getClassLoader(),
            new Class<?>[] {Sample.class},
            (proxy, method, arguments) ->
                method.getName().equals("index") ? index : new Moment(epoch, update, 100));
  }

  @TrickCard(id = "mirror", family = Family.DATA, summary = "Mirrors images.")
  private static final class MirrorProvider extends ToyProvider<None> {
    MirrorProvider() {
      super(Mirror.class, new None());
    }
  }

  static final class Mirror implements SampleHook {
    @Inject
    Mirror() {}

    @Override
    @Uses(adds = Slot.GEOMETRY)
    public void onSample(Sample sample) {
      sample.flipHorizontally();
    }
  }
}
