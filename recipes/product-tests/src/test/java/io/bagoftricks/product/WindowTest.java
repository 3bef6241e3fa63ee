package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.Batch;
import io.bagoftricks.api.BatchHook;
import io.bagoftricks.api.EvaluateHook;
import io.bagoftricks.api.Evaluation;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.LossDraft;
import io.bagoftricks.api.LossHook;
import io.bagoftricks.api.Sample;
import io.bagoftricks.api.SampleHook;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Step;
import io.bagoftricks.api.StepHook;
import io.bagoftricks.api.StepResult;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;
import io.bagoftricks.api.Uses;
import io.bagoftricks.engine.plugin.TrickRegistry;
import io.bagoftricks.engine.toys.TinyRuns;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Windows in training: 2 epochs of 4 updates of 16 images, which are the updates 0 to 7. */
final class WindowTest {
  private static final Queue<String> CALLS = new ConcurrentLinkedQueue<>();

  record Name(String name) {}

  /** Writes down every call of every run-time hook. */
  static final class Recorder implements SampleHook, BatchHook, LossHook, StepHook, EvaluateHook {
    private final String name;

    @Inject
    Recorder(Name config) {
      name = config.name();
    }

    @Override
    @Uses(reads = Slot.GEOMETRY)
    public void onSample(Sample sample) {
      note("onSample", sample.moment().step());
    }

    @Override
    @Uses(reads = Slot.INPUT)
    public void onBatch(Batch batch) {
      note("onBatch", batch.moment().step());
    }

    @Override
    @Uses(reads = Slot.TARGET)
    public void onLoss(LossDraft loss) {
      note("onLoss", loss.moment().step());
    }

    @Override
    @Uses(reads = Slot.GRADIENTS)
    public void onStep(Step step) {
      note("onStep", step.moment().step());
    }

    @Override
    @Uses(reads = Slot.WEIGHTS)
    public void afterStep(StepResult result) {
      note("afterStep", result.moment().step());
    }

    @Override
    @Uses(reads = Slot.EVALUATED_WEIGHTS)
    public void onEvaluate(Evaluation evaluation) {
      note("onEvaluate", evaluation.moment().step());
    }

    private void note(String hook, long update) {
      CALLS.add(name + " " + hook + " " + update);
    }
  }

  @TrickCard(id = "recorder", family = Family.DATA, summary = "Writes calls down.")
  public static final class RecorderProvider implements TrickProvider<Name> {
    @Override
    public Class<? extends Trick> trick() {
      return Recorder.class;
    }

    @Override
    public Name defaults() {
      return new Name("it");
    }
  }

  private static final TrickRegistry TRICKS = TinyRuns.tricksAnd(new RecorderProvider());

  @BeforeEach
  void forgetCalls() {
    CALLS.clear();
  }

  @Test
  void hooksAreCalledInTheWindowAndNowhereElse() {
    train(
        "{\"trick\": \"recorder\", \"from\": \"1ba\", \"until\": \"-0.5ep\", \"every\": \"2ba\"}");

    for (String hook : List.of("onBatch", "onLoss", "onStep", "afterStep")) {
      assertThat(updates("it", hook)).as(hook).containsExactly(1L, 3L, 5L);
    }
    assertThat(updates("it", "onSample")).hasSize(3 * 16).containsOnly(1L, 3L, 5L);
    // The evaluation after 4 updates follows update 3, which lies in it; that after 8 does not.
    assertThat(updates("it", "onEvaluate")).containsExactly(4L);
  }

  @Test
  void endsLieAtEpochsAsTheySay() {
    train("{\"trick\": \"recorder\", \"from\": \"1ep\"}");
    assertThat(updates("it", "onBatch")).containsExactly(4L, 5L, 6L, 7L);
    assertThat(updates("it", "onSample").stream().distinct().sorted())
        .containsExactly(4L, 5L, 6L, 7L);
    assertThat(updates("it", "onEvaluate")).containsExactly(8L);

    CALLS.clear();
    train("{\"trick\": \"recorder\", \"until\": \"1ep\"}");
    assertThat(updates("it", "onBatch")).containsExactly(0L, 1L, 2L, 3L);
    assertThat(updates("it", "onEvaluate")).containsExactly(4L);
  }

  @Test
  void ofAGroupOneActsAtATime() {
    String a = "{\"trick\": \"recorder\", \"id\": \"a\", \"name\": \"a\", \"oneOf\": \"group\"}";
    String b = "{\"trick\": \"recorder\", \"id\": \"b\", \"name\": \"b\", \"oneOf\": \"group\"}";
    train(a, b);
    List<Long> first = updates("a", "onBatch");
    List<Long> second = updates("b", "onBatch");

    assertThat(first).isNotEmpty().doesNotContainAnyElementsOf(second);
    assertThat(LongStream.range(0, 8).boxed().filter(u -> !first.contains(u)))
        .containsExactlyElementsOf(second);
    for (String hook : List.of("onLoss", "onStep", "afterStep")) {
      assertThat(updates("a", hook)).as(hook).isEqualTo(first);
    }
    assertThat(updates("a", "onSample")).hasSize(16 * first.size()).hasSameElementsAs(first);

    CALLS.clear();
    train(b, a, "label-smoothing");
    assertThat(updates("a", "onBatch")).isEqualTo(first);
  }

  @Test
  void aWindowOverAllOfTheRunChangesNoBit() {
    List<Float> always = train("mixup").weights();

    assertThat(train("{\"trick\": \"mixup\", \"from\": \"0ep\", \"until\": \"2ep\"}").weights())
        .isEqualTo(always);
    assertThat(train("{\"trick\": \"mixup\", \"until\": \"7ba\"}").weights()).isNotEqualTo(always);
  }

  @Test
  void outsideItsWindowATrickIsNotThere() {
    List<Float> without = train().weights();

    assertThat(train("{\"trick\": \"mixup\", \"enabled\": false}").weights()).isEqualTo(without);
    assertThat(
            train("{\"trick\": \"mixup\", \"from\": \"2ep\", \"mayHaveNoEffect\": true}").weights())
        .isEqualTo(without);
    assertThat(train("{\"trick\": \"mixup\", \"from\": \"7ba\"}").weights()).isNotEqualTo(without);
  }

  @Test
  void anAverageOfAPartOfTheRunIsEvaluatedThere() {
    TinyRuns.Outcome plain = train("label-smoothing");
    TinyRuns.Outcome early =
        train("label-smoothing", "{\"trick\": \"ema\", \"decay\": 0.5, \"until\": \"1ep\"}");

    assertThat(early.weights()).isEqualTo(plain.weights());
    // The first evaluation looks at the average, the second at the weights themselves.
    assertThat(early.result().epochs().get(0).evaluation())
        .isNotEqualTo(plain.result().epochs().get(0).evaluation());
    assertThat(early.result().metrics()).isEqualTo(plain.result().metrics());
  }

  private static TinyRuns.Outcome train(String... tricks) {
    return TinyRuns.train(TRICKS, TinyRuns.recipe(TRICKS, tricks));
  }

  private static List<Long> updates(String name, String hook) {
    String prefix = name + " " + hook + " ";
    return CALLS.stream()
        .filter(call -> call.startsWith(prefix))
        .map(call -> Long.valueOf(call.substring(prefix.length())))
        .collect(Collectors.toList());
  }
}
