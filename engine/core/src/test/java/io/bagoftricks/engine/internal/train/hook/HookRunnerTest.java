package io.bagoftricks.engine.internal.train.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.api.Batch;
import io.bagoftricks.api.BatchHook;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.Moment;
import io.bagoftricks.api.Sample;
import io.bagoftricks.api.SampleHook;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;
import io.bagoftricks.api.Uses;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.engine.internal.timing.Spans;
import io.bagoftricks.engine.internal.train.watch.EffectLog;
import io.bagoftricks.engine.internal.train.watch.HandedArray;
import io.bagoftricks.engine.plan.RunPlanner;
import io.bagoftricks.engine.plan.RunTricks;
import io.bagoftricks.engine.plugin.HookPoint;
import io.bagoftricks.engine.plugin.TrickException;
import io.bagoftricks.engine.plugin.TrickRegistry;
import io.bagoftricks.engine.toys.ToyProvider;
import io.bagoftricks.engine.toys.ToyRecipes;
import io.bagoftricks.engine.toys.ToyTricks.None;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Calls of the tricks at a point, in a run of 10 steps per epoch. */
final class HookRunnerTest {
  private static final TrickRegistry TRICKS =
      TrickRegistry.of(
          List.<TrickProvider<?>>of(
              new EditsProvider(),
              new ReadsProvider(),
              new ImagesProvider(),
              new OthersProvider()));

  /** The next call. */
  private static Consumer<Batch> action = batch -> {};

  /** May write inputs and targets. */
  @TrickCard(id = "edits", family = Family.DATA, summary = "Edits.")
  static final class EditsProvider extends ToyProvider<None> {
    EditsProvider() {
      super(Edits.class, new None());
    }
  }

  static final class Edits implements BatchHook {
    @Inject
    Edits() {}

    @Override
    @Uses(changes = {Slot.INPUT, Slot.TARGET})
    public void onBatch(Batch batch) {
      action.accept(batch);
    }
  }

  /** May write nothing. */
  @TrickCard(id = "reads", family = Family.DATA, summary = "Reads.")
  static final class ReadsProvider extends ToyProvider<None> {
    ReadsProvider() {
      super(Reads.class, new None());
    }
  }

  static final class Reads implements BatchHook {
    @Inject
    Reads() {}

    @Override
    @Uses(reads = Slot.INPUT)
    public void onBatch(Batch batch) {}
  }

  /** May move images. */
  @TrickCard(id = "images", family = Family.DATA, summary = "Flips.")
  static final class ImagesProvider extends ToyProvider<None> {
    ImagesProvider() {
      super(Images.class, new None());
    }
  }

  static final class Images implements SampleHook {
    @Inject
    Images() {}

    @Override
    @Uses(adds = Slot.GEOMETRY)
    public void onSample(Sample sample) {}
  }

  /** May write targets, and says that it writes inputs. */
  @TrickCard(id = "others", family = Family.DATA, summary = "Edits another slot.")
  static final class OthersProvider extends ToyProvider<None> {
    OthersProvider() {
      super(Others.class, new None());
    }
  }

  static final class Others implements BatchHook {
    @Inject
    Others() {}

    @Override
    @Uses(changes = Slot.TARGET)
    public void onBatch(Batch batch) {
      batch.editInputs();
    }
  }

  private final INDArray inputs = Nd4j.ones(2, 1, 1, 1);
  private final INDArray targets = Nd4j.ones(2, 2).divi(2);

  private static HookRunner runner(String... tricks) {
    action = batch -> {};
    return new HookRunner(
        RunTricks.of(
            new RunPlanner(TRICKS)
                .plan(
                    ToyRecipes.small(
                        Stream.of(tricks).map(t -> ToyRecipes.entry(TRICKS, t)).toList()))),
        Draws.of(42),
        new Spans());
  }

  private void call(HookRunner runner, long step) {
    Moment moment = new Moment((int) (step / 10), step, 100);
    runner.watch().beginUpdate(moment);
    runner.watch().arrays().add(HandedArray.inputs(inputs));
    runner.watch().arrays().add(HandedArray.targets(targets));
    try (BatchContext batch =
        new BatchContext(moment, inputs, targets, new long[2], x -> x.dup())) {
      runner.run(HookPoint.ON_BATCH, BatchHook.class, Batch.class, batch, BatchHook::onBatch);
    }
  }

  private void assertRefused(HookRunner runner, Consumer<Batch> what, String message) {
    action = what;
    assertThatThrownBy(() -> call(runner, 0))
        .isInstanceOf(TrickException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void knowsWhoHasAnEffect() {
    HookRunner runner = runner("edits", "reads", "images");
    assertThat(runner.withoutEffect(instance -> false)).containsExactly("edits", "images");
    assertThat(runner.withoutEffect("images"::equals)).containsExactly("edits");
    call(runner, 0);
    assertThat(runner.effective()).isEmpty();
    action = batch -> batch.editInputs().muli(2);
    call(runner, 1);
    assertThat(runner.effective()).containsExactly("edits");
    assertThat(runner.withoutEffect(instance -> false)).containsExactly("images");
  }

  @Test
  void goesOnWithThoseThatHadOne() {
    HookRunner runner = runner("edits", "images");
    action = batch -> batch.editInputs().muli(2);
    call(runner, 0);
    runner.goOn(Set.of("images"));
    assertThat(runner.effective()).containsExactly("images");
    assertThat(runner.withoutEffect(instance -> false)).containsExactly("edits");
  }

  /** Nobody has written what was restored meanwhile. */
  @Test
  void goesOnWithoutArraysOfBefore() {
    HookRunner runner = runner("reads");
    call(runner, 0);
    inputs.muli(2);
    runner.goOn(Set.of());
    assertThatCode(() -> runner.watch().checkUnwritten(new Moment(0, 1, 100)))
        .doesNotThrowAnyException();
  }

  @Test
  void editsAreThoseThatAreDeclared() {
    assertRefused(
        runner("others"),
        batch -> {},
        "[plugin/undeclared-edit] 'others' in onBatch at epoch 1, step 1: it edited [INPUT], which"
            + " its @Uses does not declare. Declare the slot: the order of tricks is computed from"
            + " it.");
    assertRefused(
        runner("edits"),
        batch -> batch.inputs().muli(2),
        "[plugin/undeclared-write] 'edits' in onBatch at epoch 1, step 1: it wrote inputs()");
  }

  @Test
  void targetsThatAreEditedAreDistributions() {
    assertRefused(
        runner("edits"),
        batch -> batch.editTargets().muli(3),
        "[plugin/no-distribution] 'edits' in onBatch at epoch 1, step 1: it left targets that are"
            + " not a distribution, row 0 sums to 3.0.");
  }

  @Test
  void misuseIsToldBeforeWhatItLedTo() {
    HookRunner runner = runner("edits");
    Batch[] kept = new Batch[1];
    action = batch -> kept[0] = batch;
    call(runner, 0);
    assertRefused(
        runner,
        batch -> kept[0].inputs(),
        "[plugin/context-misused] 'edits' in onBatch at epoch 1, step 1: it used Batch.inputs()"
            + " after the call had returned.");
    assertRefused(
        runner,
        batch -> {
          throw new IllegalStateException("no");
        },
        "'edits' failed in onBatch at epoch 1, step 1: java.lang.IllegalStateException: no");
  }

  @Test
  void drawsAreThoseOfTrickPointMomentAndPart() {
    HookRunner runner = runner("edits");
    double[] drawn = new double[1];
    action = batch -> drawn[0] = batch.draws().uniform();
    call(runner, 12);
    Draws expected = Draws.of(42).stream("edits").stream("onBatch").stream(1).stream(12).stream(0);
    assertThat(drawn[0]).isEqualTo(expected.uniform());
    Moment moment = new Moment(1, 12, 100);
    assertThat(runner.draws("edits", HookPoint.ON_LOSS, moment, 3).bits())
        .isEqualTo(
            Draws.of(42).stream("edits").stream("onLoss").stream(1).stream(12).stream(3).bits());
  }

  @Test
  void aLogHasEveryCallWithItsEffect() {
    HookRunner runner = runner("edits");
    EffectLog log = new EffectLog();
    runner.watch().record(log);
    call(runner, 0);
    call(runner, 1);
    action = batch -> batch.editInputs().muli(2);
    call(runner, 2);
    assertThat(log.entries()).hasSize(3);
    EffectLog.Entry first = log.entries().get(0);
    assertThat(first.who()).isEqualTo("edits");
    assertThat(first.what()).isEqualTo("onBatch");
    assertThat(first.effect()).isEqualTo(log.entries().get(1).effect()).isNotZero();
    assertThat(first.effect()).isNotEqualTo(log.entries().get(2).effect());
    assertThat(log.entries().get(2).effect()).isEqualTo(runner.watch().arrays().digest());
  }
}
