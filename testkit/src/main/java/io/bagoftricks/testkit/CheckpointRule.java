package io.bagoftricks.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.engine.internal.checkpoint.Checkpoint;
import io.bagoftricks.engine.internal.checkpoint.CheckpointStore;
import io.bagoftricks.engine.internal.train.TrainingRun;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.storage.Disk;
import io.bagoftricks.engine.train.TrainingListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The state of a trick comes back from files as it was, also where it lies on a device. */
final class CheckpointRule {
  /** In the middle of the first epoch. */
  private static final long STOP = 1;

  private CheckpointRule() {}

  static void check(TrickBench bench) throws IOException {
    RunPlan plan = bench.epochs(2).plan();
    for (Backend backend : List.of(Backends.REFERENCE, Backends.DEVICE)) {
      check(plan, backend);
    }
  }

  private static void check(RunPlan plan, Backend backend) throws IOException {
    Path folder = Files.createTempDirectory("tricks-contract");
    CheckpointStore store = new CheckpointStore(folder, Disk.local());
    try (TrainingRun whole = TrainingRun.of(plan, backend);
        TrainingRun resumed = TrainingRun.of(plan, backend)) {
      whole.train(
          new TrainingListener() {},
          (progress, memory) -> {
            if (progress.updates() == STOP) {
              try {
                store.write("contract", plan.facts(), progress, memory, false);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            }
          });
      Checkpoint checkpoint = store.open(CheckpointStore.LAST);
      checkpoint.restore(resumed.memory(), plan.facts());
      resumed.goOn(checkpoint.progress());
      resumed.train(new TrainingListener() {});
      assertThat(TrainingRules.weights(resumed))
          .describedAs("the weights of a run on %s that went on from a checkpoint", backend.id())
          .isEqualTo(TrainingRules.weights(whole));
    } finally {
      Disk.local().delete(folder);
    }
  }
}
