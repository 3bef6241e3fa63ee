package io.bagoftricks.engine.plan.internal.order;

import static io.bagoftricks.engine.plan.internal.order.InstanceBuilder.trick;
import static io.bagoftricks.engine.plugin.HookPoint.ON_BATCH;
import static io.bagoftricks.engine.plugin.HookPoint.ON_EVALUATE;
import static io.bagoftricks.engine.plugin.HookPoint.ON_INIT;
import static io.bagoftricks.engine.plugin.HookPoint.ON_LOSS;
import static io.bagoftricks.engine.plugin.HookPoint.ON_SAMPLE;
import static io.bagoftricks.engine.plugin.HookPoint.ON_STEP;
import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Stage;
import io.bagoftricks.engine.plan.order.OrderEdge;
import io.bagoftricks.engine.plugin.HookPoint;
import io.bagoftricks.engine.problem.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class HookPlannerTest {
  private static final Encounters ALWAYS = new Encounters(Optional.empty());
  private static final Commutation NEVER_ASKED =
      (one, other) -> {
        throw new AssertionError("asked about " + one.id() + " and " + other.id());
      };

  @Test
  void replacesBeforeAddsAndChangesBeforeReads() {
    HookOrder order =
        order(
            trick("a-reader", ON_LOSS).reads(Slot.TARGET),
            trick("b-adder", ON_LOSS).adds(Slot.TARGET),
            trick("c-replacer", ON_LOSS).replaces(Slot.TARGET));
    assertThat(ids(order, ON_LOSS)).containsExactly("c-replacer", "b-adder", "a-reader");
    assertThat(order.problems()).isEmpty();
  }

  @Test
  void everyEdgeSaysWhyInWords() {
    HookOrder order =
        order(
            trick("x", ON_LOSS).reads(Slot.TARGET), trick("soften", ON_LOSS).changes(Slot.TARGET));
    assertThat(order.edges())
        .containsExactly(
            new OrderEdge(ON_LOSS, "soften", "x", "soften changes TARGET; x reads it"));
  }

  @Test
  void additionsCommute() {
    HookOrder order =
        order(trick("b", ON_LOSS).adds(Slot.LOSS_TERMS), trick("a", ON_LOSS).adds(Slot.LOSS_TERMS));
    assertThat(order.problems()).isEmpty();
    assertThat(order.edges()).isEmpty();
    assertThat(ids(order, ON_LOSS)).containsExactly("a", "b");
  }

  @Test
  void addingToWhatOneReadsIsNoPlainAddition() {
    HookOrder order =
        order(
            trick("a", ON_LOSS).adds(Slot.LOSS_TERMS).reads(Slot.LOSS_TERMS),
            trick("b", ON_LOSS).adds(Slot.LOSS_TERMS));
    assertThat(messages(order))
        .containsExactly(
            "toy.json:b: [recipe/unordered] 'a' and 'b' have no order in onLoss: 'a' changes"
                + " LOSS_TERMS and 'b' adds to it, and nothing says which comes first. Add"
                + " \"after\": [\"a\"] to 'b', or the other way round.");
  }

  /** 300 instances have 44,850 pairs: a report of them helps nobody. */
  @Test
  void tellsAHundredPairsAndLooksAtNoMore() {
    InstanceBuilder[] many =
        IntStream.range(0, 300)
            .mapToObj(i -> trick("many", ON_INIT).called("many-" + i).changes(Slot.STRUCTURE))
            .toArray(InstanceBuilder[]::new);
    AtomicInteger asked = new AtomicInteger();
    Commutation never =
        (one, other) -> {
          asked.incrementAndGet();
          return Optional.of("they differ");
        };

    HookOrder order =
        HookPlanner.order(Arrays.stream(many).map(InstanceBuilder::build).toList(), never, ALWAYS);

    assertThat(asked).hasValue(100);
    assertThat(messages(order)).hasSize(101);
    assertThat(messages(order).get(100))
        .isEqualTo(
            "[recipe/too-many-problems] More than 100 pairs of tricks conflict or have no order;"
                + " the others were not looked at. Fix these first.");
  }

  @Test
  void twoReplacersConflict() {
    HookOrder order =
        order(
            trick("mix", ON_BATCH).replaces(Slot.INPUT, Slot.TARGET),
            trick("cut", ON_BATCH).replaces(Slot.INPUT, Slot.TARGET).afterInRecipe("mix"));
    assertThat(messages(order))
        .containsExactly(
            "toy.json:mix: [recipe/conflict] 'cut' and 'mix' both replace INPUT, TARGET in"
                + " onBatch. Give both \"oneOf\": \"mix\", so that one of them acts at a time; or keep"
                + " one of them.");
  }

  @Test
  void twoChangersMustStateTheirOrder() {
    InstanceBuilder a = trick("a", ON_STEP).changes(Slot.GRADIENTS);
    assertThat(messages(order(a, trick("b", ON_STEP).changes(Slot.GRADIENTS))))
        .singleElement()
        .asString()
        .contains("[recipe/unordered]", "both change GRADIENTS", "\"after\": [\"a\"]");
    HookOrder stated = order(a, trick("b", ON_STEP).changes(Slot.GRADIENTS).before("a"));
    assertThat(stated.problems()).isEmpty();
    assertThat(ids(stated, ON_STEP)).containsExactly("b", "a");
    HookOrder inRecipe = order(a.afterInRecipe("b"), trick("b", ON_STEP).changes(Slot.GRADIENTS));
    assertThat(inRecipe.problems()).isEmpty();
    assertThat(ids(inRecipe, ON_STEP)).containsExactly("b", "a");
  }

  @Test
  void conventionalStagesOrderWhatNothingElseDoes() {
    HookOrder order =
        order(
            trick("a-flip", ON_SAMPLE).changes(Slot.GEOMETRY).at(Stage.FLIP),
            trick("b-policy", ON_SAMPLE).changes(Slot.GEOMETRY, Slot.COLOR).at(Stage.POLICY),
            trick("c-color", ON_SAMPLE).changes(Slot.COLOR).at(Stage.COLOR),
            trick("d-crop", ON_SAMPLE).changes(Slot.GEOMETRY).at(Stage.CROP),
            trick("e-lighting", ON_SAMPLE).changes(Slot.COLOR).at(Stage.LIGHTING));
    assertThat(order.problems()).isEmpty();
    assertThat(ids(order, ON_SAMPLE))
        .containsExactly("d-crop", "a-flip", "b-policy", "c-color", "e-lighting");
    assertThat(order.edges())
        .contains(
            new OrderEdge(
                ON_SAMPLE,
                "d-crop",
                "a-flip",
                "d-crop (CROP) comes before a-flip (FLIP) by convention"));
  }

  @Test
  void anyRuleOverrulesTheConvention() {
    InstanceBuilder flip = trick("flip", ON_SAMPLE).changes(Slot.GEOMETRY).at(Stage.FLIP);
    InstanceBuilder crop = trick("crop", ON_SAMPLE).changes(Slot.GEOMETRY).at(Stage.CROP);
    assertThat(ids(order(flip, crop), ON_SAMPLE)).containsExactly("crop", "flip");
    assertThat(
            ids(
                order(
                    flip, trick("set", ON_SAMPLE).replaces(Slot.GEOMETRY).at(Stage.OCCLUDE), crop),
                ON_SAMPLE))
        .containsExactly("set", "crop", "flip");
    HookOrder stated = order(flip, crop.afterInRecipe("flip"));
    assertThat(ids(stated, ON_SAMPLE)).containsExactly("flip", "crop");
    assertThat(stated.problems()).isEmpty();
  }

  @Test
  void tricksOfOneStageComeByIdWhereEitherOrderIsUsual() {
    InstanceBuilder erase = trick("erase", ON_SAMPLE).changes(Slot.OCCLUSION).at(Stage.OCCLUDE);
    HookOrder order =
        order(
            trick("hide", ON_SAMPLE).changes(Slot.OCCLUSION).at(Stage.OCCLUDE),
            erase,
            trick("cut", ON_SAMPLE).changes(Slot.OCCLUSION).at(Stage.OCCLUDE));
    assertThat(ids(order, ON_SAMPLE)).containsExactly("cut", "erase", "hide");
    assertThat(order.problems()).extracting(Problem::severity).containsOnly(Problem.Severity.NOTE);
    assertThat(messages(order))
        .containsExactly(
            "[recipe/ordered-by-id] 'cut', 'erase', 'hide' are of one stage in onSample, OCCLUDE:"
                + " their ids give the order. Add \"after\" to one for another.");
    assertThat(order.edges())
        .contains(
            new OrderEdge(
                ON_SAMPLE, "cut", "erase", "cut and erase are of one stage, OCCLUDE: by id"));
    HookOrder stated =
        order(
            trick("cut", ON_SAMPLE)
                .changes(Slot.OCCLUSION)
                .at(Stage.OCCLUDE)
                .afterInRecipe("erase"),
            erase);
    assertThat(stated.problems()).isEmpty();
    assertThat(ids(stated, ON_SAMPLE)).containsExactly("erase", "cut");
  }

  /** Both advices are tried. */
  @Test
  void twoThatMixAreToldToTakeTurns() {
    InstanceBuilder cut = trick("cut", ON_BATCH).changes(Slot.INPUT, Slot.TARGET).at(Stage.MIX);
    InstanceBuilder mix = trick("mix", ON_BATCH).changes(Slot.INPUT, Slot.TARGET).at(Stage.MIX);
    assertThat(messages(order(cut, mix)))
        .containsExactly(
            "toy.json:mix: [recipe/unordered] 'cut' and 'mix' have no order in onBatch: both change"
                + " INPUT, both change TARGET, and their conventional place is the same, MIX. Give"
                + " both \"oneOf\": \"mix\", so that one of them acts at a time; or, if both are to"
                + " act on each batch, add \"after\": [\"cut\"] to 'mix', or the other way round.");
    assertThat(messages(order(cut.oneOf("turns"), mix)).get(0)).contains("\"oneOf\": \"turns\"");
    assertThat(order(cut.oneOf("mix"), mix.oneOf("mix")).problems()).isEmpty();
    assertThat(messages(order(cut.oneOf("a"), mix.oneOf("b"))).get(0)).doesNotContain("oneOf");
    assertThat(order(cut.oneOf("a"), mix.oneOf("b").afterInRecipe("cut")).problems()).isEmpty();
  }

  /** A trick that has a setup hook takes no turns, unless this hook looks alone. */
  @Test
  void twoOfWhichOneLooksAtTheNetworkAreToldToTakeTurns() {
    InstanceBuilder mix = trick("mix", ON_BATCH).replaces(Slot.INPUT, Slot.TARGET);
    InstanceBuilder cut = trick("cut", ON_BATCH).replaces(Slot.INPUT, Slot.TARGET);
    assertThat(messages(order(cut.and(ON_INIT).reads(Slot.STRUCTURE), mix)).get(0))
        .contains("both replace INPUT, TARGET", "Give both \"oneOf\": \"mix\"");
    assertThat(messages(order(cut.changes(Slot.STRUCTURE), mix)).get(0)).doesNotContain("oneOf");
  }

  /** Turns are advice for what replaces both images and targets of a batch. */
  @Test
  void othersAreNotToldToTakeTurns() {
    InstanceBuilder inputs = trick("a", ON_BATCH).changes(Slot.INPUT);
    assertThat(messages(order(inputs, trick("b", ON_BATCH).changes(Slot.INPUT))).get(0))
        .contains("[recipe/unordered]")
        .doesNotContain("oneOf");
  }

  @Test
  void oneWithoutAStageIsNamed() {
    assertThat(
            messages(
                order(
                    trick("crop", ON_SAMPLE).changes(Slot.GEOMETRY).at(Stage.CROP),
                    trick("strange", ON_SAMPLE).changes(Slot.GEOMETRY))))
        .containsExactly(
            "toy.json:strange: [recipe/unordered] 'crop' and 'strange' have no order in onSample:"
                + " both change GEOMETRY, and only 'crop' has a conventional place, CROP. Add"
                + " \"after\": [\"crop\"] to 'strange', or the other way round.");
  }

  @Test
  void aPairHasOneErrorHoweverOftenItClashes() {
    assertThat(
            messages(
                order(
                    trick("a", ON_BATCH).replaces(Slot.INPUT).conflictsWith("b"),
                    trick("b", ON_BATCH).replaces(Slot.INPUT).conflictsWith("a"))))
        .containsExactly(
            "toy.json:b: [recipe/conflict] 'a' and 'b' cannot be in one recipe: a says so. Keep one"
                + " of them.");
    InstanceBuilder one =
        trick("a", ON_BATCH).changes(Slot.INPUT).and(ON_EVALUATE).replaces(Slot.EVALUATED_WEIGHTS);
    InstanceBuilder other =
        trick("b", ON_BATCH).changes(Slot.INPUT).and(ON_EVALUATE).replaces(Slot.EVALUATED_WEIGHTS);
    assertThat(messages(order(one, other)))
        .containsExactly(
            "toy.json:b: [recipe/conflict] 'a' and 'b' both replace EVALUATED_WEIGHTS in"
                + " onEvaluate. Keep one of them.");
  }

  @Test
  void anOrderThroughAThirdTrickIsStated() {
    HookOrder order =
        order(
            trick("a", ON_STEP).changes(Slot.GRADIENTS).after("m"),
            trick("m", ON_STEP).reads(Slot.STEP_RATE).after("z"),
            trick("z", ON_STEP).changes(Slot.GRADIENTS));
    assertThat(order.problems()).isEmpty();
    assertThat(ids(order, ON_STEP)).containsExactly("z", "m", "a");
  }

  @Test
  void anotherSharedSlotSettlesTwoChangers() {
    HookOrder order =
        order(
            trick("a", ON_BATCH).changes(Slot.TARGET).reads(Slot.INPUT),
            trick("b", ON_BATCH).changes(Slot.TARGET).replaces(Slot.INPUT));
    assertThat(order.problems()).isEmpty();
    assertThat(ids(order, ON_BATCH)).containsExactly("b", "a");
  }

  @Test
  void aStatedOrderOverrulesSlots() {
    HookOrder order =
        order(
            trick("reader", ON_LOSS).reads(Slot.TARGET).before("writer"),
            trick("writer", ON_LOSS).changes(Slot.TARGET));
    assertThat(ids(order, ON_LOSS)).containsExactly("reader", "writer");
    assertThat(order.edges())
        .extracting(OrderEdge::why)
        .containsExactly("reader declares that it precedes writer");
  }

  @Test
  void firstOfAndLastOfOrderAgainstAllWhoTouchTheSlot() {
    HookOrder order =
        order(
            trick("a-last", ON_STEP).changes(Slot.DECISION).lastOf(Slot.GRADIENTS),
            trick("b", ON_STEP).changes(Slot.GRADIENTS),
            trick("c-first", ON_STEP).changes(Slot.GRADIENTS).firstOf(Slot.GRADIENTS));
    assertThat(order.problems()).isEmpty();
    assertThat(ids(order, ON_STEP)).containsExactly("c-first", "b", "a-last");
    assertThat(order.edges())
        .extracting(OrderEdge::why)
        .contains("c-first is the first of GRADIENTS", "a-last is the last of GRADIENTS");
  }

  @Test
  void firstOfAndLastOfOrderNobodyElse() {
    HookOrder order =
        order(
            trick("first", ON_STEP).changes(Slot.GRADIENTS).firstOf(Slot.GRADIENTS),
            trick("last", ON_STEP).changes(Slot.GRADIENTS).lastOf(Slot.GRADIENTS),
            trick("other", ON_STEP).changes(Slot.DECISION));
    assertThat(order.edges())
        .extracting(edge -> edge.first() + " " + edge.then())
        .containsExactly("first last");
  }

  @Test
  void idsOverruleFirstOfAndLastOf() {
    HookOrder order =
        order(
            trick("a", ON_STEP).changes(Slot.GRADIENTS).lastOf(Slot.GRADIENTS),
            trick("b", ON_STEP).changes(Slot.GRADIENTS).after("a"));
    assertThat(order.problems()).isEmpty();
    assertThat(ids(order, ON_STEP)).containsExactly("a", "b");
  }

  @Test
  void twoFirstsOfOneSlotHaveNoOrder() {
    HookOrder order =
        order(
            trick("a", ON_STEP).changes(Slot.GRADIENTS).firstOf(Slot.GRADIENTS),
            trick("b", ON_STEP).changes(Slot.GRADIENTS).firstOf(Slot.GRADIENTS));
    assertThat(messages(order)).singleElement().asString().contains("[recipe/unordered]");
  }

  @Test
  void tricksThatShareNothingRunInTheOrderOfSlots() {
    HookOrder order =
        order(
            trick("a", ON_SAMPLE).changes(Slot.OCCLUSION),
            trick("b", ON_SAMPLE).changes(Slot.COLOR),
            trick("c", ON_SAMPLE).changes(Slot.GEOMETRY));
    assertThat(ids(order, ON_SAMPLE)).containsExactly("c", "b", "a");
    assertThat(order.edges()).isEmpty();
  }

  @Test
  void instancesOfOneTrickAreTwoTricks() {
    InstanceBuilder one = trick("a", ON_STEP).called("a1").changes(Slot.GRADIENTS);
    InstanceBuilder two = trick("a", ON_STEP).called("a2").changes(Slot.GRADIENTS);
    assertThat(messages(order(one, two))).singleElement().asString().contains("'a1' and 'a2'");
    assertThat(ids(order(one.afterInRecipe("a2"), two), ON_STEP)).containsExactly("a2", "a1");
  }

  @Test
  void cardsRefuseOthers() {
    HookOrder order =
        order(
            trick("a", ON_STEP).reads(Slot.GRADIENTS),
            trick("b", ON_LOSS).reads(Slot.TARGET).conflictsWith("a"));
    assertThat(messages(order))
        .containsExactly(
            "toy.json:b: [recipe/conflict] 'a' and 'b' cannot be in one recipe: b says so. Keep"
                + " one of them.");
  }

  @Test
  void aCircleIsPrintedAsAPathWithReasons() {
    HookOrder order =
        order(
            trick("a", ON_BATCH).changes(Slot.INPUT).reads(Slot.TARGET),
            trick("b", ON_BATCH).changes(Slot.TARGET).after("c"),
            trick("c", ON_BATCH).reads(Slot.INPUT));
    assertThat(messages(order))
        .containsExactly(
            "[recipe/cycle] The order of onBatch has a cycle: 'a' before 'c' (a changes"
                + " INPUT; c reads it); 'c' before 'b' (b declares that it follows c); 'b' before"
                + " 'a' (b changes TARGET; a reads it). Take one of them out, or give \"after\""
                + " for a pair.");
  }

  @Test
  void afterMustNameAnotherTrickOfTheRecipe() {
    HookOrder order =
        order(trick("a", ON_BATCH).afterInRecipe("c", "a"), trick("b", ON_BATCH).reads(Slot.INPUT));
    assertThat(messages(order))
        .containsExactly(
            "toy.json:a: [recipe/unknown-instance] 'a' is to come after 'c', but the other tricks of"
                + " this recipe are [b].",
            "toy.json:a: [recipe/unknown-instance] 'a' is to come after 'a', but the other tricks of"
                + " this recipe are [b].");
  }

  @Test
  void setupTricksWithoutOrderAreTried() {
    List<TrickInstance> both =
        List.of(
            trick("a", ON_INIT).changes(Slot.STRUCTURE).build(),
            trick("b", ON_INIT).changes(Slot.STRUCTURE).build());
    assertThat(HookPlanner.order(both, (one, other) -> Optional.empty(), ALWAYS).problems())
        .isEmpty();
    assertThat(
            HookPlanner.order(both, (one, other) -> Optional.of("it differs"), ALWAYS).problems())
        .singleElement()
        .extracting(Problem::message)
        .asString()
        .contains("both change STRUCTURE, and it differs. Add \"after\"");
  }

  @Test
  void aHundredShufflesGiveOneOrder() {
    List<TrickInstance> tricks =
        new ArrayList<>(
            List.of(
                trick("flip", ON_SAMPLE).adds(Slot.GEOMETRY).build(),
                trick("crop", ON_SAMPLE).changes(Slot.GEOMETRY).before("flip").build(),
                trick("jitter", ON_SAMPLE).changes(Slot.COLOR).build(),
                trick("noise", ON_SAMPLE).adds(Slot.COLOR).after("jitter").build(),
                trick("erase", ON_SAMPLE).replaces(Slot.OCCLUSION).reads(Slot.COLOR).build(),
                trick("term", ON_LOSS).called("term-2").adds(Slot.LOSS_TERMS).build(),
                trick("term", ON_LOSS).called("term-1").adds(Slot.LOSS_TERMS).build(),
                trick("soften", ON_LOSS).changes(Slot.TARGET).build(),
                trick("teacher", ON_LOSS).adds(Slot.LOSS_TERMS).reads(Slot.TARGET).build(),
                trick("scale", ON_LOSS).changes(Slot.LOSS_SCALE).build()));
    HookOrder expected = HookPlanner.order(tricks, NEVER_ASKED, ALWAYS);
    assertThat(expected.problems()).isEmpty();
    assertThat(ids(expected, ON_SAMPLE))
        .containsExactly("crop", "flip", "jitter", "noise", "erase");
    assertThat(ids(expected, ON_LOSS))
        .containsExactly("soften", "teacher", "term-1", "term-2", "scale");
    Random random = new Random(42);
    for (int i = 0; i < 100; i++) {
      Collections.shuffle(tricks, random);
      assertThat(HookPlanner.order(tricks, NEVER_ASKED, ALWAYS)).isEqualTo(expected);
    }
  }

  private static HookOrder order(InstanceBuilder... tricks) {
    return HookPlanner.order(
        Arrays.stream(tricks).map(InstanceBuilder::build).toList(), NEVER_ASKED, ALWAYS);
  }

  private static List<String> ids(HookOrder order, HookPoint point) {
    return order.at(point).stream().map(TrickInstance::id).toList();
  }

  private static List<String> messages(HookOrder order) {
    return order.problems().stream().map(Problem::toString).toList();
  }
}
