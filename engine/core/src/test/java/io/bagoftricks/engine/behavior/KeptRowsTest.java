package io.bagoftricks.engine.behavior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.api.Batch;
import io.bagoftricks.api.BatchHook;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.LossDraft;
import io.bagoftricks.api.LossHook;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.Uses;
import io.bagoftricks.engine.internal.checkpoint.Checkpoint;
import io.bagoftricks.engine.internal.checkpoint.CheckpointStore;
import io.bagoftricks.engine.internal.train.TrainingRun;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plan.RunPlanner;
import io.bagoftricks.engine.plugin.TrickRegistry;
import io.bagoftricks.engine.storage.Disk;
import io.bagoftricks.engine.toys.TinyRuns;
import io.bagoftricks.engine.toys.ToyProvider;
import io.bagoftricks.engine.train.TrainingListener;
import io.bagoftricks.engine.train.UpdateReport;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A step of those examples alone that a trick keeps, after a look at the logits of all. */
@Tag("every-backend")
final class KeptRowsTest {
  private static final int[] KEPT = {1, 2, 5, 6, 11};
  private static final List<INDArray> EXPECTED = new ArrayList<>();
  private static final List<long[]> INDICES = new ArrayList<>();

  record None() {}

  /** Says what it keeps, and what the loss is of. */
  static final class Keeps implements BatchHook, LossHook {
    @Inject
    Keeps() {}

    @Override
    @Uses(changes = {Slot.INPUT, Slot.TARGET})
    public void onBatch(Batch batch) {
      assertThat(batch.logits().shape()).containsExactly(16, 10);
      assertThat(batch.logits().isNaN().any()).isFalse();
      INDArray inputs = batch.inputs().dup();
      INDArray targets = batch.targets().dup();
      long[] indices = batch.indices();
      batch.keep(KEPT);
      assertThat(batch.size()).isEqualTo(KEPT.length);
      for (int row = 0; row < KEPT.length; row++) {
        assertThat(batch.inputs().slice(row)).isEqualTo(inputs.slice(KEPT[row]));
        assertThat(batch.targets().slice(row)).isEqualTo(targets.slice(KEPT[row]));
      }
      INDICES.add(Arrays.stream(KEPT).mapToLong(row -> indices[row]).toArray());
      EXPECTED.add(batch.inputs().dup());
    }

    @Override
    @Uses(reads = Slot.HARD_LOSS)
    public void onLoss(LossDraft loss) {
      assertThat(loss.inputs()).isEqualTo(EXPECTED.get(EXPECTED.size() - 1));
      assertThat(loss.indices()).isEqualTo(INDICES.get(INDICES.size() - 1));
      assertThat(loss.logits().size(0)).isEqualTo(KEPT.length);
    }
  }

  @TrickCard(id = "keeps", family = Family.DATA, summary = "Keeps five of sixteen.")
  static final class KeepsProvider extends ToyProvider<None> {
    KeepsProvider() {
      super(Keeps.class, new None());
    }
  }

  record Rows(List<Integer> rows) {}

  static final class KeepsRows implements BatchHook {
    private final Rows rows;

    @Inject
    KeepsRows(Rows rows) {
      this.rows = rows;
    }

    @Override
    @Uses(changes = {Slot.INPUT, Slot.TARGET})
    public void onBatch(Batch batch) {
      batch.keep(rows.rows().stream().mapToInt(row -> row).toArray());
    }
  }

  @TrickCard(id = "keeps-rows", family = Family.DATA, summary = "Keeps what it is told.")
  static final class KeepsRowsProvider extends ToyProvider<Rows> {
    KeepsRowsProvider() {
      super(KeepsRows.class, new Rows(IntStream.range(0, 16).boxed().toList()));
    }
  }

  private static final TrickRegistry TRICKS =
      TinyRuns.toysAnd(new KeepsProvider(), new KeepsRowsProvider());

  @BeforeEach
  void forget() {
    EXPECTED.clear();
    INDICES.clear();
  }

  @Test
  void theStepIsOneOfTheKeptExamples() throws IOException {
    List<Integer> sizes = new ArrayList<>();
    try (TrainingRun run = TrainingRun.of(plan("keeps"), TinyRuns.backend())) {
      run.train(
          new TrainingListener() {
            @Override
            public void onUpdate(UpdateReport update) {
              sizes.add(update.examples());
            }
          });
    }
    assertThat(sizes).hasSize(8).containsOnly(KEPT.length);
    assertThat(EXPECTED).hasSize(8);
  }

  /** In the middle of the first epoch and of the second. */
  @ParameterizedTest
  @ValueSource(longs = {1, 6})
  void aRunOfKeptExamplesGoesOn(long stop, @TempDir Path folder) throws IOException {
    RunPlan plan = plan("keeps");
    CheckpointStore store = new CheckpointStore(folder, Disk.local());
    try (TrainingRun whole = TrainingRun.of(plan, TinyRuns.backend());
        TrainingRun resumed = TrainingRun.of(plan, TinyRuns.backend())) {
      whole.train(
          new TrainingListener() {},
          (progress, memory) -> {
            if (progress.updates() == stop) {
              assertThatCode(() -> store.write("keeps", plan.facts(), progress, memory, false))
                  .doesNotThrowAnyException();
            }
          });
      Checkpoint checkpoint = store.open(CheckpointStore.LAST);
      checkpoint.restore(resumed.memory(), plan.facts());
      resumed.goOn(checkpoint.progress());
      resumed.train(new TrainingListener() {});
      assertThat(resumed.memory().weights().masters())
          .isEqualTo(whole.memory().weights().masters());
    }
  }

  /** Neither a look nor keeping all changes a bit. */
  @Test
  void keepingAllChangesNothing() {
    assertThat(TinyRuns.train(TRICKS, TinyRuns.recipe(TRICKS, "keeps-rows")).weights())
        .isEqualTo(TinyRuns.train(TRICKS, TinyRuns.recipe(TRICKS)).weights());
  }

  @Test
  void refusesWhatAreNoAscendingRows() {
    refuses("[]", "At least one row of a batch is kept");
    refuses("[2, 1]", "ascending rows of a batch of 16, not [2, 1]");
    refuses("[1, 1]", "ascending rows of a batch of 16, not [1, 1]");
    refuses("[-1]", "ascending rows of a batch of 16, not [-1]");
    refuses("[16]", "ascending rows of a batch of 16, not [16]");
  }

  private static void refuses(String rows, String message) {
    String trick = "{\"trick\": \"keeps-rows\", \"rows\": " + rows + "}";
    assertThatThrownBy(() -> TinyRuns.train(TRICKS, TinyRuns.recipe(TRICKS, trick)))
        .hasStackTraceContaining(message);
  }

  private static RunPlan plan(String trick) {
    return new RunPlanner(TRICKS).plan(TinyRuns.recipe(TRICKS, trick));
  }
}
