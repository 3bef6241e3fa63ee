package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.engine.internal.checkpoint.Checkpoint;
import io.bagoftricks.engine.internal.checkpoint.CheckpointStore;
import io.bagoftricks.engine.internal.problem.ProblemReport;
import io.bagoftricks.engine.internal.storage.SealedJson;
import io.bagoftricks.engine.internal.train.RunMemory;
import io.bagoftricks.engine.internal.train.RunProgress;
import io.bagoftricks.engine.internal.train.TrainingRun;
import io.bagoftricks.engine.internal.train.UpdateBoundary;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plan.RunPlanner;
import io.bagoftricks.engine.plugin.TrickRegistry;
import io.bagoftricks.engine.problem.ProblemException;
import io.bagoftricks.engine.recipe.Recipe;
import io.bagoftricks.engine.recipe.RecipeReader;
import io.bagoftricks.engine.recipe.RecipeWriter;
import io.bagoftricks.engine.recipe.TrainingConfig;
import io.bagoftricks.engine.storage.Disk;
import io.bagoftricks.engine.toys.TinyRuns;
import io.bagoftricks.engine.toys.WatchedDisk;
import io.bagoftricks.engine.train.TrainingListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From every place where a run can be left it goes on to the same bits. */
final class CheckpointTest {
  private static final TrickRegistry TRICKS = TinyRuns.tricks();
  private static final String NORMALIZE =
      "{\"trick\": \"normalize\", \"mean\": [100], \"standardDeviation\": [50]}";

  private static final RunFacts FACTS = plan(recipe()).facts();

  @TempDir private Path folder;

  /** Every trick that remembers something, or draws, and a scaler that grows and overflows. */
  private static Recipe recipe() {
    Recipe recipe =
        TinyRuns.recipe(
            TRICKS,
            NORMALIZE,
            "{\"trick\": \"warmup\", \"duration\": \"2ba\"}",
            "horizontal-flip",
            "no-bias-decay",
            "cosine",
            "mixup",
            "label-smoothing",
            "{\"trick\": \"mixed-precision\", \"type\": \"fp16\", \"initialScale\": 16777216,"
                + " \"growthInterval\": 2}",
            "gradient-clip",
            "{\"trick\": \"ema\", \"decay\": 0.9}");
    return TinyRuns.with(recipe, new TrainingConfig(2, 16, 8, 7, true, 1, 1));
  }

  private static RunPlan plan(Recipe recipe) {
    return new RunPlanner(TRICKS).plan(recipe);
  }

  private CheckpointStore store() {
    return new CheckpointStore(folder.resolve("checkpoints"), Disk.local());
  }

  /** Writes a checkpoint at every boundary. */
  private final class Everywhere implements UpdateBoundary {
    private final List<String> names = new ArrayList<>();
    private final CheckpointStore store = store();

    @Override
    public void reached(RunProgress progress, RunMemory memory) {
      try {
        names.add(store.write("recipe", FACTS, progress, memory, false));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Leaves the run at one update; before the evaluation, where one follows. */
  private final class Leave implements UpdateBoundary {
    private final long update;

    Leave(long update) {
      this.update = update;
    }

    @Override
    public void reached(RunProgress progress, RunMemory memory) {
      if (progress.updates() == update) {
        try {
          store().write("recipe", FACTS, progress, memory, true);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        throw new IllegalStateException("left");
      }
    }
  }

  @ParameterizedTest
  @Tag("device")
  @CsvSource({
    "tested, 1",
    "tested, 3",
    "tested, 4",
    "tested, 7",
    "onednn, 1",
    "onednn, 4",
    "onednn, 6"
  })
  void goesOnToTheSameBits(String backendId, long update) throws IOException {
    Backend backend = TinyRuns.backend(backendId);
    Map<String, byte[]> undisturbed = end(backend, Optional.empty(), UpdateBoundary.none());

    assertThat(
            catchThrowableOfType(
                IllegalStateException.class,
                () -> end(backend, Optional.empty(), new Leave(update))))
        .hasMessage("left");
    Map<String, byte[]> resumed =
        end(backend, Optional.of(CheckpointStore.LAST), UpdateBoundary.none());

    assertThat(resumed).containsOnlyKeys(undisturbed.keySet());
    undisturbed.forEach((name, bytes) -> assertThat(resumed.get(name)).as(name).isEqualTo(bytes));
  }

  @Test
  @Tag("device")
  void isWrittenAgainWhereARunComesByAgain() throws IOException {
    Everywhere first = new Everywhere();
    end(TinyRuns.backend(), Optional.empty(), first);
    assertThat(store().names()).hasSize(8);
    byte[] bytes =
        Files.readAllBytes(folder.resolve("checkpoints/step-00000007/weights.safetensors"));

    end(TinyRuns.backend(), Optional.of("step-00000005"), new Everywhere());

    assertThat(folder.resolve("checkpoints/step-00000007/weights.safetensors"))
        .hasBinaryContent(bytes);
    assertThat(store().names()).hasSize(8).doesNotHaveDuplicates().isSorted();
  }

  /** A process that ends between the two renames of a replacement loses no checkpoint. */
  @Test
  @Tag("device")
  void comesBackWhereItsReplacementFailed() throws IOException {
    end(TinyRuns.backend(), Optional.empty(), new Everywhere());
    Path last = folder.resolve("checkpoints/step-00000008");
    byte[] bytes = Files.readAllBytes(last.resolve("weights.safetensors"));
    Disk failing =
        WatchedDisk.before(
            "move",
            file -> file.endsWith("/step-00000008"),
            file -> {
              throw new IOException("ended here");
            });

    try (TrainingRun run = TrainingRun.of(plan(recipe()), TinyRuns.backend())) {
      Checkpoint checkpoint = store().open("step-00000008");
      assertThatThrownBy(
              () ->
                  new CheckpointStore(folder.resolve("checkpoints"), failing)
                      .write("recipe", FACTS, checkpoint.progress(), run.memory(), false))
          .hasMessage("ended here");
    }
    assertThat(last).doesNotExist();
    store().clean();

    assertThat(last.resolve("weights.safetensors")).hasBinaryContent(bytes);
    assertThat(store().open(CheckpointStore.LAST).name()).isEqualTo("step-00000008");
    assertThat(folder.resolve("checkpoints"))
        .isDirectoryNotContaining("glob:**.tmp*")
        .isDirectoryNotContaining("glob:**.old*");
  }

  @Test
  void keepsTheNewestAndTheBest() throws IOException {
    CheckpointStore store = store();
    UpdateBoundary keeper =
        (progress, memory) -> {
          try {
            store.write("recipe", FACTS, progress, memory, progress.updates() == 2);
            store.keepNewest(2);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        };
    end(TinyRuns.backend(), Optional.empty(), keeper);

    assertThat(store.names()).containsExactly("step-00000002", "step-00000007", "step-00000008");
    assertThat(store.pointed(CheckpointStore.LAST)).contains("step-00000008");
    assertThat(store.open(CheckpointStore.BEST).name()).isEqualTo("step-00000002");
    assertThat(folder.resolve("checkpoints")).isDirectoryNotContaining("glob:**.tmp*");
  }

  /**
   * Names say what is newer; times of files, which a clock that was set back makes wrong, do not.
   */
  @Test
  void aClockThatWasSetBackChangesNothing() throws IOException {
    end(TinyRuns.backend(), Optional.empty(), new Everywhere());
    Path checkpoints = folder.resolve("checkpoints");
    for (int step = 1; step <= 8; step++) {
      Files.setLastModifiedTime(
          checkpoints.resolve("step-0000000" + step), FileTime.fromMillis(-1000L * step));
    }
    Files.delete(checkpoints.resolve("last"));

    assertThat(store().open(CheckpointStore.LAST).name()).isEqualTo("step-00000008");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "checkpoint.json",
        "weights.safetensors",
        "optimizer.safetensors",
        "tricks.safetensors"
      })
  void namesTheFileThatIsDamaged(String name) throws IOException {
    end(TinyRuns.backend(), Optional.empty(), new Everywhere());
    Path file = folder.resolve("checkpoints/step-00000008").resolve(name);
    byte[] bytes = Files.readAllBytes(file);

    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
    assertThat(refusal()).contains("[checkpoint/unreadable]").contains(file.toString());

    byte[] flipped = bytes.clone();
    flipped[bytes.length / 3] ^= 1;
    Files.write(file, flipped);
    assertThat(refusal()).contains("its bytes are not those that were written");

    Files.delete(file);
    assertThat(refusal()).contains(file.toString()).contains("there is no such file");
  }

  /** Claims that no run can make of itself, under a checksum that is right. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/progress/updates|7|it is the header of the checkpoint step-00000007",
        "/progress/updates|8.9|The value of 'progress.updates' is not of the type that is due there",
        "/progress/updates|\"8\"|The value of 'progress.updates' is not of the type that is due there",
        "/progress/updates|-1|it is the header of the checkpoint",
        "/progress/rollbacks|1|it is the header of the checkpoint step-00000008-r1",
        "/progress/weightUpdates|9|a count or a time is negative, or more than there can be",
        "/progress/leftOut|{\"fc.bias\":9}|a count or a time is negative, or more than there can be",
        "/progress/leftOut|{\"fc.bias\":0}|a count or a time is negative, or more than there can be",
        "/progress/overflowsInARow|-1|a count or a time is negative",
        "/progress/seconds|-0.5|a count or a time is negative",
        "/progress/seconds|null|a count or a time is negative",
        "/progress/epochs|[]|[checkpoint/progress] Its progress is not possible in a run of this recipe: 8 steps are not in epoch 1 of 2, with 4 per epoch",
        "/progress/epochs/0/epoch|1|the epochs that have ended are not epochs of this recipe",
        "/progress/epochs/1/examples|65|the epochs that have ended are not epochs of this recipe",
        "/progress/epochs/1/examples|3|the epochs that have ended are not epochs of this recipe",
        "/progress/totals/examples|16|the sums of the epoch under way are not those of 0 steps",
        "/progress/lastEvaluation|null|the last evaluation is not that of the last epoch",
        "/progress/effective|[\"none\"]|it says that 'none' had an effect, which is not a trick",
        "/position/epoch|1|the position is Position[epoch=1, update=8, sample=0] and should be",
        "/position/update|7|the position is ",
        "/position/sample|16|the position is ",
        "/tricks|{}|It has no state of 'cosine'",
        "/tricks/ema/numbers|{\"a\":\"0.5\"}|The state of a trick is not as it was written"
      })
  void noneOfAProgressThatCannotBeIsTaken(String pointer, String value, String reason)
      throws IOException {
    end(TinyRuns.backend(), Optional.empty(), new Everywhere());
    Path file = folder.resolve("checkpoints/step-00000008/checkpoint.json");
    ObjectMapper mapper = new ObjectMapper();
    JsonNode header = mapper.readTree(SealedJson.open(Files.readAllBytes(file)));
    int slash = pointer.lastIndexOf('/');
    JsonNode parent = header.at(pointer.substring(0, slash));
    ((ObjectNode) parent).set(pointer.substring(slash + 1), mapper.readTree(value));
    Files.writeString(file, SealedJson.seal(header.toString()));

    assertThat(misfit(recipe())).contains(reason);
  }

  @Test
  void saysWhichFormatItReads() throws IOException {
    end(TinyRuns.backend(), Optional.empty(), new Everywhere());
    Path file = folder.resolve("checkpoints/step-00000008/checkpoint.json");
    String header = SealedJson.open(Files.readAllBytes(file));
    String next = header.replace("\"format\" : 2,", "\"format\" : 3, \"new\" : [],");
    Files.writeString(file, SealedJson.seal(next));
    assertThat(refusal())
        .contains(
            "[checkpoint/format] It has format 3, but this version of tricks reads format 2.");

    // Versions of before put no checksum into the header.
    Files.writeString(file, header.replace("\"format\" : 2,", "\"format\" : 1,"));
    assertThat(refusal())
        .contains(
            "[checkpoint/format] It has format 1, but this version of tricks reads format 2. Use the version that wrote it.");
  }

  @Test
  @Tag("device")
  void refusesAnotherNetworkAndOtherTricks() throws IOException {
    end(TinyRuns.backend(), Optional.empty(), new Everywhere());

    assertThat(misfit(TinyRuns.recipe(TRICKS, NORMALIZE, "cosine", "xresnet-d", "mixup")))
        .contains("[checkpoint/structure] It belongs to another network: layer '")
        .contains("[checkpoint/trick-state] It holds state of 'ema', but the recipe has no")
        .contains("[checkpoint/trick-state] It has no state of 'xresnet-d': the trick was");
  }

  @Test
  @Tag("device")
  void refusesAnotherOptimizerAndOtherTypes() throws IOException {
    end(TinyRuns.backend(), Optional.empty(), new Everywhere());
    Recipe adamW =
        new RecipeReader(TinyRuns.types())
            .read(
                RecipeWriter.toJson(recipe()),
                "tiny.json",
                List.of("optimizer={\"type\": \"adamw\"}"),
                TRICKS);
    assertThat(misfit(adamW)).contains("[checkpoint/optimizer] Its optimizer state has ");

    try (Weights twice =
        TinyRuns.backend("nd4j").allocate(plan(recipe()).network(), Precision.DOUBLE)) {
      assertThatThrownBy(() -> store().open(CheckpointStore.LAST).restoreWeights(twice))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("[checkpoint/shape] conv1.weight is not of type DOUBLE");
    }
  }

  private String misfit(Recipe recipe) throws IOException {
    try (TrainingRun run = TrainingRun.of(plan(recipe), TinyRuns.backend())) {
      List<Float> before = TinyRuns.weights(run);
      ProblemException refused =
          catchThrowableOfType(
              ProblemException.class,
              () -> store().open(CheckpointStore.LAST).restore(run.memory(), FACTS));
      assertThat(TinyRuns.weights(run)).isEqualTo(before);
      return ProblemReport.of(refused.problems()).toString();
    }
  }

  private String refusal() {
    ProblemException refused =
        catchThrowableOfType(ProblemException.class, () -> store().open(CheckpointStore.LAST));
    return ProblemReport.of(refused.problems()).toString();
  }

  /** The bytes of a checkpoint at the end of a run. */
  private Map<String, byte[]> end(Backend backend, Optional<String> from, UpdateBoundary boundary)
      throws IOException {
    try (TrainingRun run = TrainingRun.of(plan(recipe()), backend)) {
      if (from.isPresent()) {
        Checkpoint checkpoint = store().open(from.get());
        checkpoint.restore(run.memory(), FACTS);
        run.goOn(checkpoint.progress());
      }
      run.train(new TrainingListener() {}, boundary);
      CheckpointStore end = new CheckpointStore(folder.resolve("end"), Disk.local());
      String name = end.write("recipe", FACTS, run.progress(), run.memory(), false);
      Map<String, byte[]> files = new HashMap<>();
      for (String file : List.of("weights", "optimizer", "tricks")) {
        String full = file + ".safetensors";
        files.put(full, Files.readAllBytes(folder.resolve("end").resolve(name).resolve(full)));
      }
      return files;
    }
  }
}
