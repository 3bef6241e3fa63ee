package io.bagoftricks.engine.internal.train.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.api.Moment;
import io.bagoftricks.api.Slot;
import io.bagoftricks.engine.internal.plugin.Handout;
import io.bagoftricks.engine.plan.LiveTrick;
import io.bagoftricks.engine.plan.Schedule;
import io.bagoftricks.engine.plugin.HookPoint;
import io.bagoftricks.engine.plugin.TrickException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Writes of a call of a trick to arrays that are not its own. */
final class TrickWatchTest {
  private static final HookPoint POINT = HookPoint.ON_BATCH;

  private final TrickWatch watch = new TrickWatch(Toys.plan(false));
  private final LiveTrick trick = Toys.average();
  private final INDArray targets = Nd4j.ones(2, 3);

  private static Moment moment(long step) {
    return new Moment((int) (step / 10), step, 100);
  }

  private void handOut(String... askers) {
    watch.arrays().add(HandedArray.targets(targets));
    for (String asker : askers) {
      watch.observer(asker, "onBatch", moment(26)).asked("targets", targets);
    }
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(TrickException.class).hasMessageStartingWith(message);
  }

  /** One whole call in a step of its own. */
  private void call(long step, Set<Slot> edited, Runnable action) {
    watch.beginUpdate(moment(step));
    boolean watched = watch.begins(trick, POINT, moment(step));
    action.run();
    watch.ended(trick, POINT, moment(step), edited, watched);
  }

  @Test
  void namesWhoMayHaveWrittenWhileNoTrickWasCalled() {
    handOut("keeps");
    watch.arrays().look();
    targets.muli(2);

    assertRefused(
        () -> watch.checkUnwritten(moment(26)),
        "[plugin/late-write] 'keeps' in no hook of its own at epoch 3, step 27: targets() was"
            + " written while no trick was called. What a trick is handed is valid until its"
            + " hook returns: keep a copy, and write from no other thread.");
  }

  @Test
  void namesAllWhoMayHaveWrittenOrNobody() {
    handOut("one", "two");
    watch.arrays().look();
    targets.muli(2);
    assertRefused(
        () -> watch.begins(trick, POINT, moment(26)), "[plugin/late-write] 'one' or 'two' in no");

    TrickWatch other = new TrickWatch(Toys.plan(false));
    other.arrays().add(HandedArray.targets(targets));
    other.arrays().look();
    targets.muli(2);
    assertRefused(
        () -> other.checkUnwritten(moment(26)), "[plugin/late-write] 'a trick' in no hook");
  }

  @Test
  void aWriteIsTheCallersWithWhatToDoInstead() {
    handOut("average");
    assertRefused(
        () -> call(0, Set.of(), () -> targets.muli(2)),
        "[plugin/undeclared-write] 'average' in onBatch at epoch 1, step 1: it wrote targets(),"
            + " which is only for reading. It is changed in onBatch or onLoss: editTargets(),"
            + " with TARGET declared in @Uses.");
  }

  @Test
  void othersThatWereHandedTheArrayAreSuspectsWhereTheCallerWasNot() {
    handOut("keeps", "holds");
    assertThatThrownBy(() -> call(0, Set.of(), () -> targets.muli(2)))
        .hasMessageContaining(
            " (Or 'holds' or 'keeps' did, in a thread of its own: 'average' was never handed it.)");
    handOut("average");
    assertThatThrownBy(() -> call(1, Set.of(), () -> targets.muli(2)))
        .hasMessageContaining("it wrote targets()")
        .hasMessageNotContaining("(Or ");
  }

  @Test
  void whatIsDeclaredMayBeWritten() {
    handOut("average");
    assertThatCode(
            () -> {
              call(0, Set.of(Slot.TARGET), () -> targets.muli(2));
              call(1, Set.of(), () -> {});
            })
        .doesNotThrowAnyException();
    assertRefused(
        () -> call(2, Set.of(Slot.INPUT), () -> targets.muli(2)), "[plugin/undeclared-write]");
  }

  /** The fourth step and later ones, but for the first of each epoch. */
  @Test
  void laterCallsAreNotCompared() {
    handOut("average");
    for (long step = 0; step < 3; step++) {
      call(step, Set.of(), () -> {});
    }
    assertThatCode(
            () -> {
              call(3, Set.of(), () -> targets.muli(2));
              call(10, Set.of(), () -> {});
            })
        .doesNotThrowAnyException();
    assertRefused(() -> call(20, Set.of(), () -> targets.muli(2)), "[plugin/undeclared-write]");
  }

  /** A trick that is watched comes after one that is not and that edits, in one step. */
  @Test
  void editsOfATrickThatIsNotWatchedAreNotAnothersWrites() {
    handOut("average");
    call(0, Set.of(), () -> {});
    targets.muli(2);
    watch.ended(trick, POINT, moment(0), Set.of(Slot.TARGET), false);
    assertThatCode(() -> watch.begins(trick, HookPoint.ON_LOSS, moment(0)))
        .doesNotThrowAnyException();
    targets.muli(2);
    watch.ended(trick, POINT, moment(0), Set.of(), false);
    assertRefused(() -> watch.begins(trick, HookPoint.ON_STEP, moment(0)), "[plugin/late-write]");
  }

  /** Writes in steps in which nobody was watched cannot be told from those that are allowed. */
  @Test
  void aStepInWhichNobodyIsWatchedForgetsTheArrays() {
    handOut("average");
    call(0, Set.of(), () -> {});
    targets.muli(2);
    watch.beginUpdate(moment(1));
    assertRefused(() -> watch.checkUnwritten(moment(1)), "[plugin/late-write]");
    watch.beginUpdate(moment(2));
    assertThatCode(() -> watch.checkUnwritten(moment(2))).doesNotThrowAnyException();
  }

  @Test
  void closedArraysAreTold() {
    handOut("average");
    assertRefused(
        () -> call(0, Set.of(), targets::close),
        "[plugin/closed-array] 'average' in onBatch at epoch 1, step 1: it closed targets(), which"
            + " the engine owns and frees. Close only what the trick has made.");
  }

  @Test
  void closedArraysOfItsStateAreTold() {
    INDArray remembered = trick.state().array("kept", () -> Nd4j.ones(2));
    assertRefused(
        () -> call(0, Set.of(), remembered::close),
        "[plugin/closed-array] 'average' in onBatch at epoch 1, step 1: it closed the array"
            + " 'kept' of its state, which the engine frees. Leave it open.");
  }

  @Test
  void interruptsAreTold() {
    assertRefused(
        () -> call(0, Set.of(), Thread.currentThread()::interrupt),
        "[plugin/interrupt] 'average' in onBatch at epoch 1, step 1: it interrupted the thread in"
            + " which the engine calls it.");
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void anInterruptOfBeforeTheCallIsNotTheTricks() {
    Thread.currentThread().interrupt();
    call(0, Set.of(), () -> {});
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void otherShapesAreTold() {
    handOut("average");
    assertRefused(
        () ->
            call(
                0,
                Set.of(),
                () -> {
                  watch.observer("average", "onBatch", moment(0)).asked("editTargets", targets);
                  targets.transposei();
                }),
        "[plugin/wrong-shape] 'average' in onBatch at epoch 1, step 1: it gave targets() another"
            + " shape, order or memory.");
    watch.beginUpdate(moment(1));
    assertThatCode(() -> watch.returned("average", "onBatch", moment(1)))
        .doesNotThrowAnyException();
  }

  @Test
  void anEvaluationForgetsShapesToo() {
    watch.handed("inputs()", targets);
    targets.transposei();
    watch.beginEvaluation(moment(8));
    assertThatCode(() -> watch.returned("average", "onEvaluate", moment(8)))
        .doesNotThrowAnyException();
    assertThat(watch.moment()).isEqualTo(moment(8));
  }

  @Test
  void theFirstStepOfAnEpochIsNoReasonToWatchAnEvaluation() {
    for (long step = 0; step < 3; step++) {
      assertThat(watch.begins(trick, HookPoint.ON_EVALUATE, moment(step))).isTrue();
    }
    watch.beginUpdate(moment(9));
    watch.beginEvaluation(moment(10));
    assertThat(watch.begins(trick, HookPoint.ON_EVALUATE, moment(10))).isFalse();
    watch.beginUpdate(moment(20));
    assertThat(watch.begins(trick, HookPoint.ON_EVALUATE, moment(20))).isTrue();
    assertThat(watch.moment()).isEqualTo(moment(20));
  }

  @Test
  void oneParameterIsPartOfAllOfThem() {
    Handout.Observer observer = watch.observer("keeps", "onStep", moment(0));
    INDArray weights = Nd4j.ones(2);
    watch.arrays().add(new HandedArray("weights()", weights, Optional.of(Slot.WEIGHTS), "Do not."));
    INDArray gradients = Nd4j.ones(2);
    watch
        .arrays()
        .add(new HandedArray("gradients()", gradients, Optional.of(Slot.GRADIENTS), "Do not."));
    observer.asked("weight", weights);
    observer.asked("editGradient", gradients);
    watch.arrays().look();
    weights.muli(2);
    assertRefused(() -> watch.checkUnwritten(moment(0)), "[plugin/late-write] 'keeps' in");
    watch.arrays().look();
    gradients.muli(2);
    assertRefused(() -> watch.checkUnwritten(moment(0)), "[plugin/late-write] 'keeps' in");
  }

  @Test
  void misuseIsToldAtTheNextOpportunity() {
    Handout.Observer observer = watch.observer("keeps", "onStep", moment(11));
    String told = "[plugin/context-misused] 'keeps' in onStep at epoch 2, step 12: it did";
    observer.misused("it did");
    assertRefused(watch::throwMisuse, told);
    assertThatCode(watch::throwMisuse).doesNotThrowAnyException();
    observer.misused("it did");
    assertRefused(() -> watch.begins(trick, POINT, moment(12)), told);
    observer.misused("it did");
    assertRefused(() -> watch.returned("average", "onBatch", moment(12)), told);
    observer.misused("it did");
    assertRefused(() -> watch.checkUnwritten(moment(12)), told);
  }

  @Test
  void aStrictRunFindsArraysThatAreKept() {
    TrickWatch strict = new TrickWatch(Toys.plan(true));
    List<INDArray> kept = new ArrayList<>();
    assertThatThrownBy(
            () -> {
              for (long step = 3; step < 60; step++) {
                boolean watched = strict.begins(trick, POINT, moment(step));
                assertThat(watched).isTrue();
                kept.add(Nd4j.ones(3));
                strict.ended(trick, POINT, moment(step), Set.of(), watched);
              }
            })
        .isInstanceOf(TrickException.class)
        .hasMessageContaining("[plugin/leak] 'average' in onBatch at epoch")
        .hasMessageContaining("it has made and kept");
    assertThat(kept).hasSizeGreaterThan(20);
  }

  /** Code that runs later answers for what it keeps itself, however often it runs. */
  @Test
  void aStrictRunTellsArraysOfLaterCallsFromOthers() {
    TrickWatch strict = new TrickWatch(Toys.plan(true));
    List<INDArray> kept = new ArrayList<>();
    for (int call = 0; call < 60; call++) {
      kept.add(Nd4j.ones(3));
      assertThat(strict.<Long>later(trick, POINT, moment(3), false, () -> Nd4j.ones(3).length()))
          .isEqualTo(3);
    }
    assertRefused(
        () -> {
          for (int call = 0; call < 60; call++) {
            strict.later(trick, HookPoint.ON_LOSS, moment(3), false, () -> kept.add(Nd4j.ones(3)));
          }
        },
        "[plugin/leak] 'average' in onLoss at epoch 1, step 4: it has made and kept 20 arrays");
  }

  @Test
  void whatRunsLaterIsStillTheTricks() {
    handOut("average");
    watch.arrays().look();
    assertThat(watch.<String>later(trick, POINT, moment(0), true, () -> "its result"))
        .isEqualTo("its result");
    assertRefused(
        () -> watch.later(trick, POINT, moment(0), true, () -> targets.muli(2)),
        "[plugin/undeclared-write] 'average' in onBatch");
    targets.muli(2);
    assertRefused(
        () -> watch.later(trick, POINT, moment(0), true, () -> 1), "[plugin/late-write] 'average'");
    assertThatCode(() -> watch.later(trick, POINT, moment(0), false, () -> targets.muli(2)))
        .doesNotThrowAnyException();
    assertThatThrownBy(
            () ->
                watch.later(
                    trick,
                    POINT,
                    moment(0),
                    false,
                    () -> {
                      throw new IllegalStateException("no");
                    }))
        .hasMessage(
            "'average' failed in onBatch at epoch 1, step 1: java.lang.IllegalStateException: no");
  }

  private static Schedule schedule(Optional<String> owner, Runnable action) {
    return new Schedule() {
      @Override
      public double at(long step) {
        action.run();
        return 0.5 + step;
      }

      @Override
      public Optional<String> owner(long step) {
        return owner;
      }
    };
  }

  @Test
  void aScheduleWritesNothing() {
    handOut("average");
    Runnable writes = () -> targets.muli(2);
    Optional<String> owner = Optional.of("curve");
    assertThat(watch.valueOf(schedule(owner, () -> {}), moment(0))).isEqualTo(0.5);
    assertRefused(
        () -> watch.valueOf(schedule(owner, writes), moment(1)),
        "[plugin/undeclared-write] 'curve' in the schedule of onParamGroups at epoch 1, step 2: it"
            + " wrote targets(), which is only for reading. A schedule is a function of time, and"
            + " writes nothing.");
    targets.muli(2);
    assertRefused(() -> watch.valueOf(schedule(owner, () -> {}), moment(2)), "[plugin/late-write]");
    // It is not watched any more, and one that nobody has set never is.
    assertThat(watch.valueOf(schedule(owner, writes), moment(3))).isEqualTo(3.5);
    assertThat(watch.valueOf(schedule(Optional.empty(), writes), moment(0))).isEqualTo(0.5);
  }

  /** As a trick that is watched: the arrays are remembered until the next step. */
  @Test
  void aScheduleThatIsWatchedKeepsTheArraysInMind() {
    handOut("average");
    watch.beginUpdate(moment(0));
    watch.valueOf(schedule(Optional.of("curve"), () -> {}), moment(0));
    targets.muli(2);
    watch.beginUpdate(moment(1));
    assertRefused(() -> watch.checkUnwritten(moment(1)), "[plugin/late-write]");
  }

  @Test
  void aLogHasTheEffectAndTheStateOfEachCall() {
    EffectLog log = new EffectLog();
    watch.done(trick, "onStep", moment(0), () -> 1);
    watch.record(log);
    watch.done(trick, "onStep", moment(11), () -> 17);
    watch.done(trick, "onStep", moment(11), () -> 17);
    trick.state().counter("updates", 7).increment();
    watch.done(trick, "onStep", moment(11), () -> 17);
    INDArray kept = trick.state().array("kept", () -> Nd4j.ones(2));
    watch.done(trick, "onStep", moment(11), () -> 17);
    kept.muli(2);
    watch.done(trick, "onStep", moment(11), () -> 17);

    List<EffectLog.Entry> entries = log.entries();
    assertThat(entries).hasSize(5);
    assertThat(entries.get(0))
        .isEqualTo(
            new EffectLog.Entry(
                "average", "onStep", "epoch 2, step 12", 17, entries.get(0).state()))
        .isEqualTo(entries.get(1));
    assertThat(entries.subList(1, 5)).extracting(EffectLog.Entry::state).doesNotHaveDuplicates();
    EffectLog.Entry first = entries.get(0);
    assertThat(first.isAt(entries.get(3))).isTrue();
    assertThat(first.isAt(new EffectLog.Entry("other", "onStep", "epoch 2, step 12", 17, 0)))
        .isFalse();
    assertThat(first.isAt(new EffectLog.Entry("average", "onLoss", "epoch 2, step 12", 17, 0)))
        .isFalse();
    assertThat(first.isAt(new EffectLog.Entry("average", "onStep", "epoch 2, step 13", 17, 0)))
        .isFalse();
  }
}
