package io.bagoftricks.product.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.engine.internal.checkpoint.Checkpoint;
import io.bagoftricks.engine.internal.checkpoint.CheckpointStore;
import io.bagoftricks.engine.internal.storage.SealedJson;
import io.bagoftricks.engine.internal.train.RunMemory;
import io.bagoftricks.engine.internal.train.RunProgress;
import io.bagoftricks.engine.internal.train.TrainingRun;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.problem.ProblemException;
import io.bagoftricks.engine.storage.Disk;
import io.bagoftricks.product.CommandLineRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged checkpoints: refused, or the same checkpoint to the bit. */
final class CheckpointFuzzTest {
  private static final FuzzCases CASES = FuzzCases.ofTheBuild();
  private static final String REFUSED = "refused";
  private static final String SAME = "same";
  private static final String TAKEN = "taken";

  /** Of how many cases one goes through the command line. */
  private static final int COMMAND = 100;

  @TempDir private static Path folder;
  private static DamagedRun run;
  private static RunPlan plan;
  private static TrainingRun training;
  private static List<Path> files;
  private static RunProgress progress;
  private static List<Object> right;

  @BeforeAll
  static void train() throws Exception {
    run = DamagedRun.train(folder).unfinished();
    plan = run.plan();
    training = TrainingRun.of(plan, DamagedRun.backend());
    Path checkpoints = run.folder().resolve("checkpoints");
    Path last = checkpoints.resolve(store().names().get(store().names().size() - 1));
    files =
        List.of(
            last.resolve("checkpoint.json"),
            last.resolve("weights.safetensors"),
            last.resolve("optimizer.safetensors"),
            last.resolve("tricks.safetensors"),
            checkpoints.resolve("last"));
    Checkpoint checkpoint = store().open(CheckpointStore.LAST);
    checkpoint.restore(training.memory(), plan.facts());
    progress = checkpoint.progress();
    right = memory();
  }

  @AfterAll
  static void close() {
    training.close();
  }

  private static CheckpointStore store() {
    return new CheckpointStore(run.folder().resolve("checkpoints"), Disk.local());
  }

  @Test
  void isRefusedOrTheSame() {
    Outcomes outcomes =
        CASES.run(
            (seed, random) -> {
              Path file = files.get(random.nextInt(files.size()));
              byte[] damaged = Damage.some(run.whole(file), random);
              return run.with(
                  file,
                  damaged,
                  () -> {
                    String outcome = restored(true);
                    // Whatever byte is another, it is found.
                    assertThat(outcome)
                        .isEqualTo(Arrays.equals(damaged, run.whole(file)) ? SAME : REFUSED);
                    assertThat(memory()).isEqualTo(right);
                    if (outcome.equals(REFUSED) && seed % COMMAND == 0) {
                      DamagedRun.checkRefused(
                          CommandLineRun.of("train", "--resume", run.folder().toString()));
                    }
                    return outcome;
                  });
            });

    System.out.println("checkpoints: " + outcomes);
  }

  /**
   * A header whose checksum is right, though what it says is not: nothing but a refusal, or a
   * checkpoint of the place that it had.
   */
  @Test
  void isReadWithSuspicionEvenIfItsChecksumIsRight() {
    Path header = files.get(0);
    String json = opened(run.whole(header));

    Outcomes outcomes =
        CASES.run(
            (seed, random) -> {
              byte[] damaged = sealed(json, random);
              return run.with(header, damaged, () -> restored(false));
            });

    System.out.println("checkpoints sealed again: " + outcomes);
    assertThat(outcomes.of(REFUSED)).isPositive();
  }

  private static byte[] sealed(String json, SplittableRandom random) {
    byte[] damaged = Damage.some(json.getBytes(StandardCharsets.UTF_8), random);
    String text = new String(damaged, StandardCharsets.ISO_8859_1);
    return text.contains("}")
        ? SealedJson.seal(new String(damaged, StandardCharsets.UTF_8))
            .getBytes(StandardCharsets.UTF_8)
        : damaged;
  }

  /** Tries to put the last checkpoint back. */
  private static String restored(boolean exactly) {
    RunMemory memory = training.memory();
    try {
      Checkpoint checkpoint = store().open(CheckpointStore.LAST);
      checkpoint.restore(memory, plan.facts());
      assertThat(checkpoint.progress().updates()).isEqualTo(progress.updates());
      assertThat(checkpoint.progress().epoch()).isEqualTo(progress.epoch());
      if (exactly) {
        assertThat(checkpoint.progress()).isEqualTo(progress);
        assertThat(memory()).isEqualTo(right);
        return SAME;
      }
      return checkpoint.progress().equals(progress) && memory().equals(right) ? SAME : TAKEN;
    } catch (ProblemException e) {
      DamagedRun.check(e);
      return REFUSED;
    }
  }

  /** All that a checkpoint keeps, bit by bit. */
  private static List<Object> memory() {
    RunMemory memory = training.memory();
    List<Object> all = new ArrayList<>();
    all.add(Arrays.hashCode(DamagedRun.bits(memory.weights().masters())));
    all.add(Arrays.hashCode(DamagedRun.bits(memory.weights().statistics())));
    memory
        .optimizerState()
        .forEach(each -> all.add(Arrays.hashCode(DamagedRun.bits(each.values()))));
    memory
        .states()
        .forEach(
            (instance, state) -> {
              all.add(state.values());
              state
                  .arrays()
                  .forEach(
                      (name, array) -> all.add(name + Arrays.hashCode(DamagedRun.bits(array))));
            });
    return all;
  }

  private static String opened(byte[] file) {
    try {
      return SealedJson.open(file);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
