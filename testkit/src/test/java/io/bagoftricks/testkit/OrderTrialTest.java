package io.bagoftricks.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.api.Family;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Stage;
import io.bagoftricks.api.Step;
import io.bagoftricks.api.StepHook;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;
import io.bagoftricks.api.Uses;
import io.bagoftricks.testkit.TrickMeeting.Cover;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An order that matters and that nothing decides is found, and one that is stated for nothing. */
final class OrderTrialTest {
  private final OrderTrial trial = new OrderTrial();

  @Test
  void anOrderThatMattersIsOpen() {
    assertThat(trial.meetings(new DoubleProvider(), new ShiftProvider()))
        .singleElement()
        .satisfies(
            meeting -> {
              assertThat(meeting.isOpen()).isTrue();
              assertThat(meeting.slots()).containsExactly(Slot.GRADIENTS);
              assertThat(meeting.why()).contains("nothing says which comes first");
            });
  }

  @Test
  void theContractFindsIt() {
    TrickBench bench = TrickBench.of(new DoubleProvider());
    assertThatThrownBy(
            () -> OrderRule.check(bench, List.of(new HalveProvider(), new ShiftProvider())))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("double and shift in onStep on [GRADIENTS]: difference ")
        .hasMessageNotContaining("halve")
        .hasMessageContaining("Give the hook a stage");
    OrderRule.check(TrickBench.of(new CenterProvider()), List.of(new LimitProvider()));
  }

  @Test
  void stagesDecideIt() {
    assertThat(trial.meetings(new CenterProvider(), new LimitProvider()))
        .singleElement()
        .satisfies(
            meeting -> {
              assertThat(meeting.matters()).isTrue();
              assertThat(meeting.cover()).isEqualTo(Cover.STAGE);
            });
  }

  @Test
  void aStageThatAsksTheRecipeIsNoOpenOrder() {
    assertThat(trial.meetings(new LimitProvider(), new ClipProvider()))
        .singleElement()
        .satisfies(
            meeting -> {
              assertThat(meeting.matters()).isTrue();
              assertThat(meeting.cover()).isEqualTo(Cover.ASKED);
              assertThat(meeting.isOpen()).isFalse();
            });
  }

  @Test
  void aStatedOrderOfFactorsIsOverDeclared() {
    assertThat(trial.meetings(new DoubleProvider(), new HalveProvider()))
        .singleElement()
        .satisfies(
            meeting -> {
              assertThat(meeting.matters()).isFalse();
              assertThat(meeting.isOverDeclared()).isTrue();
            });
  }

  @Test
  void whatChangesNothingIsIdle() {
    assertThat(trial.idle(new DoubleProvider())).isEmpty();
    assertThat(trial.idle(new IdleProvider()))
        .containsExactly(
            "'idle' changes nothing in 20 calls of onStep with {\"trick\": \"idle\"}: put an entry"
                + " with settings that do into META-INF/tricks/idle.active.json.");
  }

  record None() {}

  /** Of tricks without settings. */
  private abstract static class Toy implements TrickProvider<None> {
    @Override
    public None defaults() {
      return new None();
    }
  }

  @TrickCard(id = "double", family = Family.OPTIMIZATION, summary = "Doubles gradients.")
  public static final class DoubleProvider extends Toy {
    @Override
    public Class<? extends Trick> trick() {
      return Twice.class;
    }
  }

  @TrickCard(
      id = "halve",
      family = Family.OPTIMIZATION,
      summary = "Halves gradients.",
      after = "double")
  public static final class HalveProvider extends Toy {
    @Override
    public Class<? extends Trick> trick() {
      return Half.class;
    }
  }

  @TrickCard(id = "shift", family = Family.OPTIMIZATION, summary = "Adds 1 to gradients.")
  public static final class ShiftProvider extends Toy {
    @Override
    public Class<? extends Trick> trick() {
      return Shift.class;
    }
  }

  @TrickCard(id = "center", family = Family.OPTIMIZATION, summary = "Adds 2 to gradients.")
  public static final class CenterProvider extends Toy {
    @Override
    public Class<? extends Trick> trick() {
      return Center.class;
    }
  }

  @TrickCard(id = "limit", family = Family.OPTIMIZATION, summary = "Takes thirds of gradients.")
  public static final class LimitProvider extends Toy {
    @Override
    public Class<? extends Trick> trick() {
      return Limit.class;
    }
  }

  @TrickCard(id = "clip", family = Family.OPTIMIZATION, summary = "Takes 3 from gradients.")
  public static final class ClipProvider extends Toy {
    @Override
    public Class<? extends Trick> trick() {
      return Clip.class;
    }
  }

  @TrickCard(id = "idle", family = Family.OPTIMIZATION, summary = "Multiplies gradients by 1.")
  public static final class IdleProvider extends Toy {
    @Override
    public Class<? extends Trick> trick() {
      return Idle.class;
    }
  }

  static final class Twice implements StepHook {
    @Inject
    Twice() {}

    @Override
    @Uses(changes = Slot.GRADIENTS)
    public void onStep(Step step) {
      step.editGradients().muli(2);
    }
  }

  static final class Half implements StepHook {
    @Inject
    Half() {}

    @Override
    @Uses(changes = Slot.GRADIENTS)
    public void onStep(Step step) {
      step.editGradients().muli(0.5);
    }
  }

  static final class Shift implements StepHook {
    @Inject
    Shift() {}

    @Override
    @Uses(changes = Slot.GRADIENTS)
    public void onStep(Step step) {
      step.editGradients().addi(1);
    }
  }

  static final class Center implements StepHook {
    @Inject
    Center() {}

    @Override
    @Uses(changes = Slot.GRADIENTS, stage = Stage.TRANSFORM)
    public void onStep(Step step) {
      step.editGradients().addi(2);
    }
  }

  static final class Limit implements StepHook {
    @Inject
    Limit() {}

    @Override
    @Uses(changes = Slot.GRADIENTS, stage = Stage.CLIP)
    public void onStep(Step step) {
      step.editGradients().divi(3);
    }
  }

  static final class Clip implements StepHook {
    @Inject
    Clip() {}

    @Override
    @Uses(changes = Slot.GRADIENTS, stage = Stage.CLIP)
    public void onStep(Step step) {
      step.editGradients().subi(3);
    }
  }

  static final class Idle implements StepHook {
    @Inject
    Idle() {}

    @Override
    @Uses(changes = Slot.GRADIENTS)
    public void onStep(Step step) {
      step.editGradients().muli(1);
    }
  }
}
