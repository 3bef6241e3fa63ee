package io.bagoftricks.engine.behavior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bagoftricks.engine.Recipes;
import io.bagoftricks.engine.Training;
import io.bagoftricks.engine.TrainingOptions;
import io.bagoftricks.engine.problem.ProblemException;
import io.bagoftricks.engine.recipe.Recipe;
import io.bagoftricks.engine.run.RunStoppedException;
import io.bagoftricks.engine.run.StopRequest;
import io.bagoftricks.engine.run.StopRequest.Signal;
import io.bagoftricks.engine.toys.IdxFolder;
import io.bagoftricks.engine.toys.TinyRuns;
import io.bagoftricks.engine.toys.WatchedDisk;
import io.bagoftricks.engine.train.TrainingException;
import io.bagoftricks.engine.train.TrainingListener;
import io.bagoftricks.engine.train.UpdateReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs that are kept in a folder: however one is interrupted, and whatever of it is damaged, it
 * goes on to the same bits. Two epochs of four steps, a checkpoint after every second.
 */
final class KeptRunsTest {
  private static final List<String> SAME =
      List.of("weights.safetensors", "receipts.csv", "recipe.json");

  @TempDir private static Path shared;
  private static Recipes recipes;
  private static Recipe recipe;
  private static Path undisturbed;

  @TempDir private Path folder;

  @BeforeAll
  static void trainUndisturbed() throws Exception {
    recipes = Recipes.load();
    recipe =
        recipes.parse(
            """
            {
              "name": "kept",
              "data": {"type": "idx", "root": "%s", "imageSize": 8, "trainExamples": 32,
                "testExamples": 10, "validation": "test"},
              "model": {"type": "cifar-resnet", "depth": 8, "width": 2},
              "optimizer": {"type": "nag", "learningRate": 0.05},
              "training": {"epochs": 2, "batchSize": 8, "seed": 7, "loaderThreads": 1,
                "checkpoint": {"every": "2ba", "keep": 2}}
            }
            """
                .formatted(IdxFolder.write(shared.resolve("data"), 32, 10, 8)),
            "kept.json");
    undisturbed = shared.resolve("undisturbed");
    Training.start(recipes, recipe, undisturbed, options());
  }

  private static TrainingOptions options() {
    return TrainingOptions.defaults().withBackend(Optional.of(TinyRuns.BACKEND_ID));
  }

  private Path stoppedAfter(int steps) throws Exception {
    StopRequest stop = new StopRequest();
    Path run = folder.resolve("run");
    assertThatExceptionOfType(RunStoppedException.class)
        .isThrownBy(
            () ->
                Training.start(
                    recipes,
                    recipe,
                    run,
                    options()
                        .withStop(stop)
                        .withListener(
                            begun ->
                                new TrainingListener() {
                                  @Override
                                  public void onUpdate(UpdateReport update) {
                                    if (update.moment().step() == steps - 1) {
                                      stop.make(Signal.TERM);
                                    }
                                  }
                                })))
        .withMessageContaining("after step " + steps + " of 8");
    return run;
  }

  private static void assertGoesOn(Path run, TrainingOptions options) throws Exception {
    Training.resume(recipes, run, options);
    for (String file : SAME) {
      assertThat(run.resolve(file))
          .describedAs(file)
          .hasSameBinaryContentAs(undisturbed.resolve(file));
    }
    assertThat(losses(run)).isEqualTo(losses(undisturbed));
    assertThat(checkpoints(run)).isEqualTo(checkpoints(undisturbed));
  }

  /** Epoch and loss of each line: the others have times too. */
  private static List<String> losses(Path run) throws Exception {
    return Files.readAllLines(run.resolve("metrics.csv")).stream()
        .map(line -> line.split(",", -1)[0] + " " + line.split(",", -1)[1])
        .toList();
  }

  private static List<String> checkpoints(Path run) throws Exception {
    try (Stream<Path> files = Files.list(run.resolve("checkpoints"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** In the middle of an epoch, at its end, and before there is a checkpoint of its own. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4, 6})
  void oneThatIsStoppedGoesOnToTheSameBits(int steps) throws Exception {
    assertGoesOn(stoppedAfter(steps), options());
  }

  @Test
  void oneWhoseDiskIsFullGoesOnToTheSameBits() throws Exception {
    Path run = folder.resolve("run");
    assertThatExceptionOfType(TrainingException.class)
        .isThrownBy(
            () ->
                Training.start(
                    recipes,
                    recipe,
                    run,
                    options().withDisk(WatchedDisk.full(file -> file.contains("step-00000006")))))
        .withMessageContaining("The checkpoint step-00000004 is whole.");
    assertGoesOn(run, options());
  }

  /** Each file of a checkpoint is sealed: a bit that flips is noticed, and another one serves. */
  @ParameterizedTest
  @ValueSource(strings = {"weights.safetensors", "optimizer.safetensors", "checkpoint.json"})
  void aDamagedCheckpointIsRefusedAndAnotherServes(String file) throws Exception {
    Path run = stoppedAfter(6);
    Path damaged = run.resolve("checkpoints/step-00000006").resolve(file);
    byte[] bytes = Files.readAllBytes(damaged);
    bytes[bytes.length / 2] ^= 4;
    Files.write(damaged, bytes);

    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> Training.resume(recipes, run, options()))
        .withMessageContaining("[checkpoint/unreadable] This file of a checkpoint cannot be used: ")
        .withMessageContaining("with --from NAME where train --resume is to go on");
    assertGoesOn(run, options().withFrom(Optional.of("step-00000004")));
  }

  @Test
  void oneThatIsFinishedStaysAsItIs() throws Exception {
    Path run = folder.resolve("run");
    Training.start(recipes, recipe, run, options());
    assertGoesOn(run, options());
  }
}
