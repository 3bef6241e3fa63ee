package io.bagoftricks.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.api.Effect;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.ParamGroups;
import io.bagoftricks.api.ParamGroupsHook;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.TrainingTime;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;
import io.bagoftricks.api.Uses;
import io.bagoftricks.api.network.Role;
import io.bagoftricks.api.optimizer.Optimizer;
import io.bagoftricks.api.optimizer.UpdateRule;
import io.bagoftricks.engine.internal.optimizer.AdamW;
import io.bagoftricks.engine.internal.optimizer.Nag;
import io.bagoftricks.engine.internal.optimizer.Sgd;
import io.bagoftricks.engine.plugin.TrickRegistry;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.recipe.ModelStart;
import io.bagoftricks.engine.recipe.Recipe;
import io.bagoftricks.engine.recipe.TrickEntry;
import io.bagoftricks.engine.toys.ToyProvider;
import io.bagoftricks.engine.toys.ToyRecipes;
import io.bagoftricks.engine.toys.ToyTricks;
import io.bagoftricks.engine.toys.ToyType;
import jakarta.inject.Inject;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Effects on schedules and groups, and edits that are none, in a run of 10 epochs of 10 steps. */
final class EffectOnSchedulesTest {
  private static final TrickRegistry TOYS =
      TrickRegistry.of(
          Stream.concat(ToyTricks.all().stream(), Stream.<TrickProvider<?>>of(new EditProvider()))
              .toList());

  @ParameterizedTest
  @CsvSource({"1ba, 99", "2ep, 80", "99ba, 1"})
  void aCurveCountsWhereNoRampHidesIt(String ramp, long updates) {
    assertThat(receipts(plan(rampOf(ramp), curve())))
        .contains("curve: " + updates + " of 100 steps")
        .contains("ramp: " + (100 - updates) + " of 100 steps");
    assertThat(receipts(plan(curve()))).contains("curve: 100 of 100 steps");
  }

  @Test
  void aCurveBehindTheRunHasNoEffect() {
    String fact =
        "'curve' has no effect on this network in onParamGroups: 0 of 100 steps,"
            + " because the ramp of 'ramp' lasts as long as the run.";
    assertThatThrownBy(() -> plan(rampOf("10ep"), curve()))
        .hasMessage(
            "toy.json:curve: [recipe/no-effect] %s Take it out, or write \"mayHaveNoEffect\": true.",
            fact);
    TrickEntry wave = curve();
    TrickEntry allowed =
        new TrickEntry(wave.trick(), wave.id(), List.of(), true, wave.config(), wave.where());
    assertThat(plan(rampOf("10ep"), allowed).notes())
        .extracting(Problem::message)
        .containsExactly(fact);
  }

  @Test
  void aRampLongerThanTheRunIsCountedToItsEnd() {
    assertThat(receipts(plan(edit(Edit.RAMP_BEYOND_THE_RUN)))).contains("edit: 100 of 100 steps");
    assertThatThrownBy(() -> plan(edit(Edit.RAMP_BEYOND_THE_RUN), curve()))
        .hasMessageContaining("'curve' has no effect on this network in onParamGroups: 0 of 100");
  }

  @Test
  void shapesThatLeaveTheRateAreNoted() {
    assertThat(plan(rampOf("1ba")).notes())
        .extracting(note -> "[" + note.id() + "] " + note.message())
        .containsExactly(
            "[recipe/neutral] 'ramp' changes nothing here: the learning rate stays as it is in all 1 steps that it"
                + " decides.");
    assertThat(notes(plan(edit(Edit.FLAT_CURVE))))
        .containsExactly(
            "'edit' changes nothing here: the learning rate stays as it is in all 100 steps that"
                + " it decides.");
    assertThat(notes(plan(edit(Edit.LATE_CURVE)))).isEmpty();
  }

  @Test
  void aMomentumThatTheOptimizerHasNotCannotBeShaped() {
    assertThat(receipts(plan(edit(Edit.MOMENTUM)))).contains("edit: 100 of 100 steps' momentum");
    assertThatThrownBy(() -> plan(AdamW.defaults(), edit(Edit.MOMENTUM)))
        .hasMessageContaining(
            "[recipe/no-effect] 'edit' has no effect on this network in onParamGroups: 0 of 100"
                + " steps' momentum, because the optimizer has no momentum.");
    assertThatThrownBy(() -> plan(AdamW.defaults(), edit(Edit.MOMENTUM_FACTOR)))
        .hasMessageContaining("1 of 1 momenta, because the optimizer has no momentum.");
    assertThat(notes(plan(new Sgd(0.1, 0, 0), edit(Edit.MOMENTUM))))
        .containsExactly(
            "'edit' changes nothing here: the momentum stays as it is in all 100 steps that it"
                + " decides.");
  }

  @Test
  void factorsOnADecayOfZeroAreNoted() {
    String note =
        "'weights-only' changes nothing here: it chooses which parameters decay, but"
            + " optimizer.weightDecay is 0: none does.";
    TrickEntry weightsOnly = ToyRecipes.entry(TOYS, "weights-only");
    assertThat(notes(plan(new Sgd(0.1, 0.9, 0), weightsOnly))).containsExactly(note);
    assertThat(notes(plan(new Sgd(0.1, 0.9, 1e-9), weightsOnly))).isEmpty();
  }

  @Test
  void factorsOnWhatIsZeroAlreadyDoNotCount() {
    TrickEntry weightsOnly = ToyRecipes.entry(TOYS, "weights-only");
    TrickEntry again = ToyRecipes.entry("weights-only", "weights-twice", weightsOnly.config());
    assertThatThrownBy(() -> plan(weightsOnly, again))
        .hasMessageContaining(
            "[recipe/no-effect] 'weights-twice' has no effect on this network in onParamGroups: 0"
                + " of ");
    assertThat(notes(plan(edit(Edit.FACTOR_ONE))))
        .containsExactly("'edit' changes nothing here: all its factors on parameters are 1.");
  }

  @Test
  void frozenParametersAreNotCounted() {
    GroupFactors factors = new GroupFactors(plan(edit(Edit.FACTOR_ONE)).network());
    int all = factors.parameters().size();
    int frozen = factors.freeze(p -> p.name().startsWith("layer1"));
    assertThat(frozen).isBetween(1, all - 1);
    assertThat(factors.trainable()).hasSize(all - frozen);
    assertThat(factors.multiplyRates(p -> true, 2)).isEqualTo(all - frozen);
    assertThat(factors.multiplyDecays(p -> p.role() == Role.GAMMA, 0))
        .isEqualTo(factors.trainable().stream().filter(p -> p.role() == Role.GAMMA).count());
  }

  @Test
  void firstValuesThatGivenWeightsReplaceAreNoted() {
    TrickEntry quiet = ToyRecipes.entry(TOYS, "quiet-branches");
    ModelStart given = ModelStart.defaults().from("weights.safetensors");
    assertThat(notes(plan(given, new Sgd(0.1, 0.9, 0), quiet)))
        .containsExactly(
            "'quiet-branches' changes nothing here: it chooses first values of parameters, but"
                + " model.weights gives those of all but a new head.");
    assertThat(notes(plan(quiet))).isEmpty();
  }

  @Test
  void nagWithoutMomentumIsNoted() {
    assertThat(notes(plan(new Nag(0.1, 0, 0, UpdateRule.Nag.Form.PAPER))))
        .containsExactly("optimizer.momentum is 0, so nag does not look ahead: it is sgd.");
    assertThat(notes(plan(new Sgd(0.1, 0, 0)))).isEmpty();
  }

  private static RunPlan plan(TrickEntry... tricks) {
    return new RunPlanner(TOYS).plan(ToyRecipes.small(List.of(tricks)));
  }

  private static RunPlan plan(Optimizer optimizer, TrickEntry... tricks) {
    return plan(ModelStart.defaults(), optimizer, tricks);
  }

  private static RunPlan plan(ModelStart start, Optimizer optimizer, TrickEntry... tricks) {
    Recipe recipe = ToyRecipes.small(List.of(tricks));
    return new RunPlanner(TOYS)
        .plan(
            new Recipe(
                recipe.name(),
                recipe.source(),
                recipe.data(),
                recipe.model(),
                start,
                ToyType.entry(optimizer),
                recipe.training(),
                recipe.tricks()));
  }

  private static TrickEntry rampOf(String duration) {
    return ToyRecipes.entry(
        "slow-start", "ramp", new ToyTricks.SlowStartConfig(TrainingTime.parse(duration)));
  }

  private static TrickEntry curve() {
    return ToyRecipes.entry("half-wave", "curve", new ToyTricks.None());
  }

  private static TrickEntry edit(Edit what) {
    return ToyRecipes.entry("edit", "edit", new EditConfig(what));
  }

  private static List<String> receipts(RunPlan plan) {
    return plan.receipts().stream().map(r -> r.instance() + ": " + r.effect()).toList();
  }

  private static List<String> notes(RunPlan plan) {
    return plan.notes().stream().map(Problem::message).toList();
  }

  enum Edit {
    RAMP_BEYOND_THE_RUN,
    FLAT_CURVE,
    LATE_CURVE,
    MOMENTUM,
    MOMENTUM_FACTOR,
    FACTOR_ONE
  }

  record EditConfig(Edit what) {}

  @TrickCard(id = "edit", family = Family.OPTIMIZATION, summary = "Edits what it is told.")
  private static final class EditProvider extends ToyProvider<EditConfig> {
    EditProvider() {
      super(EditTrick.class, new EditConfig(Edit.FLAT_CURVE));
    }
  }

  private static final class EditTrick implements ParamGroupsHook {
    private final EditConfig config;

    @Inject
    EditTrick(EditConfig config) {
      this.config = config;
    }

    @Override
    @Uses(
        adds = {Slot.RATE_FACTORS, Slot.RATE_CURVE},
        replaces = {Slot.RATE_RAMP, Slot.MOMENTUM_CURVE})
    public void onParamGroups(ParamGroups groups) {
      switch (config.what()) {
        case RAMP_BEYOND_THE_RUN -> groups.learningRate().ramp(1_000, step -> 0.5);
        case FLAT_CURVE -> groups.learningRate().follow(time -> 1);
        case LATE_CURVE -> groups.learningRate().follow(time -> time.step() < 99 ? 1 : 0.5);
        case MOMENTUM -> groups.momentum().follow(time -> 0.5);
        case MOMENTUM_FACTOR -> {
          groups.momentum().multiply(0.5);
          groups.receipt(new Effect(1, 1, "momenta"));
        }
        case FACTOR_ONE -> {
          int matched = groups.multiplyLearningRate(p -> true, 1);
          groups.receipt(new Effect(matched, matched, "parameters"));
        }
      }
    }
  }
}
