package io.bagoftricks.product;

import static java.nio.file.StandardOpenOption.APPEND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bagoftricks.engine.cli.Main;
import io.bagoftricks.engine.internal.storage.FolderLock;
import io.bagoftricks.engine.internal.storage.SealedJson;
import io.bagoftricks.engine.storage.Disk;
import io.bagoftricks.engine.toys.TinyRuns;
import io.bagoftricks.engine.toys.WatchedDisk;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code train --resume}, and what a run leaves behind when its disk fails it. */
final class ResumeTest {
  @TempDir private Path folder;
  private Path recipe;
  private Path run;

  @BeforeEach
  void writeRecipe() throws IOException {
    recipe = KillableRun.recipe(folder);
    run = folder.resolve("run");
  }

  @Test
  @Tag("device")
  void goesOnWhereADiskWasFullAndEndsInTheSameBits() throws IOException {
    Path undisturbed = folder.resolve("undisturbed");
    assertThat(train(Disk.local(), "--output", undisturbed.toString()).code()).isZero();

    CommandLineRun full =
        train(
            WatchedDisk.full(
                file -> file.contains("step-00000006") && file.endsWith("weights.safetensors")),
            "--output",
            run.toString());
    assertThat(full.code()).isEqualTo(1);
    assertThat(full.err())
        .contains("[run/cannot-write] The checkpoint after step 6 could not be written: ")
        .contains("No space left on device. The checkpoint step-00000004 is whole.")
        .contains("go on with: tricks train --resume " + run);
    assertThat(run.resolve("checkpoints")).isDirectoryNotContaining("glob:**.tmp*");

    CommandLineRun resumed = resume();
    assertThat(resumed.code()).describedAs(resumed.err()).isZero();
    assertThat(resumed.err()).contains("going on after step 4 of 8 (step-00000004)");
    KillableRun.assertSameEnd(run, undisturbed);
    assertThat(resumed.result().get("epochs").asInt()).isEqualTo(2);

    CommandLineRun finished = resume();
    assertThat(finished.code()).isZero();
    assertThat(finished.err()).contains(run + " is finished; there is nothing left to do");
    assertThat(finished.out()).isEqualTo(resumed.out());

    CommandLineRun longer = resume("--set", "training.epochs=9");
    assertThat(longer.code()).isEqualTo(2);
    assertThat(longer.err())
        .contains("[run/finished] The run is finished, so --set training.epochs=9")
        .contains("start a new run: tricks train " + run.resolve("recipe.json"));
    assertThat(resume("--from", "best").err())
        .contains("[run/finished] The run is finished, so --from best would do nothing.");
    CommandLineRun other = resume("--backend", "abacus");
    assertThat(other.code()).isEqualTo(2);
    assertThat(other.err()).contains("[run/other-backend] The run was started with the backend '");
    assertThat(train(Disk.local(), "--output", run.toString(), "--auto-resume", "--backend", "x"))
        .returns(2, CommandLineRun::code);

    Path moved = Files.move(run, run.resolveSibling("moved"));
    CommandLineRun told = CommandLineRun.of("train", "--resume", moved.toString());
    assertThat(told.result().get("run").asText()).isEqualTo(moved.toString());
  }

  /** A rollback before the next checkpoint goes back to where the run came from, not ahead. */
  @Test
  @Tag("device")
  void anOlderCheckpointIsTheLastOneFromWhereTheRunGoesOn() throws IOException {
    interrupted();
    assertThat(run.resolve("checkpoints/last")).content().startsWith("step-00000004\n");

    CommandLineRun older =
        run(
            WatchedDisk.full(file -> file.contains("step-00000004")),
            List.of("train", "--resume", run.toString()),
            "--from",
            "step-00000002");

    assertThat(older.code()).isEqualTo(1);
    assertThat(older.err()).contains("going on after step 2 of 8 (step-00000002)");
    assertThat(run.resolve("checkpoints/step-00000004")).isDirectory();
    assertThat(run.resolve("checkpoints/last")).content().startsWith("step-00000002\n");
    CommandLineRun resumed = resume();
    assertThat(resumed.err()).contains("going on after step 2 of 8 (step-00000002)");
    assertThat(resumed.code()).isZero();
  }

  @Test
  void keepsWithWhatTheRunWasMade() throws IOException {
    assertThat(train(Disk.local(), "--output", run.toString()).code()).isZero();

    JsonNode manifest = new ObjectMapper().readTree(run.resolve("manifest.json").toFile());
    assertThat(manifest.at("/seed").asLong()).isEqualTo(7);
    assertThat(manifest.at("/environment/backend").asText()).isEqualTo(TinyRuns.BACKEND_ID);
    assertThat(manifest.at("/data").asText()).matches("2:[0-9a-f]{64}");
    assertThat(manifest.at("/plugins").findValuesAsText("sha256"))
        .hasSizeGreaterThanOrEqualTo(2)
        .allMatch(hash -> hash.matches("[0-9a-f]{64}"));
    assertThat(manifest.at("/facts/classes").asInt()).isEqualTo(10);
    assertThat(Files.readAllLines(run.resolve("receipts.csv")))
        .contains(
            "trick,when,touched,outOf,what", "mixup,training,1,1,runs in which it had an effect")
        .anyMatch(line -> line.startsWith("no-bias-decay,onParamGroups,"));
    assertThat(Files.readString(run.resolve("metrics.csv")).lines().findFirst().orElseThrow())
        .endsWith(
            ",loaderWaitSeconds,top1,top5,loss,calibrationError,targetEntropy,trainLoss.hard");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "training.seed=8|[run/override-changes-result] --set training.seed=8 would change the"
            + " result",
        "training.epochs=3|[run/override-changes-result]",
        "tricks.mixup.alpha=0.3|[run/override-changes-result]"
      })
  void refusesWhatWouldChangeTheResult(String override, String problem) {
    interrupted();

    CommandLineRun refused = resume("--set", override);

    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains(problem);
  }

  @Test
  void refusesOtherData() throws IOException {
    interrupted();
    Path labels = folder.resolve("data/train-labels-idx1-ubyte");
    byte[] bytes = Files.readAllBytes(labels);
    bytes[bytes.length - 1] ^= 1;
    Files.write(labels, bytes);

    CommandLineRun refused = resume();

    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err())
        .contains(
            "[run/data-changed] The images or labels are not those that the run was started with.");
  }

  @Test
  void saysWhereAnOlderFingerprintOfTheDataTellsNothing() throws IOException {
    interrupted();
    Path manifest = run.resolve("manifest.json");
    String older =
        SealedJson.open(Files.readAllBytes(manifest))
            .replaceFirst("\"2:[0-9a-f]{64}\"", '"' + "0".repeat(64) + '"');
    Files.writeString(manifest, SealedJson.seal(older));

    CommandLineRun resumed = resume();

    assertThat(resumed.code()).describedAs(resumed.err()).isZero();
    assertThat(resumed.err())
        .contains(
            "warning: the result may differ: the fingerprint of the data was taken by an older"
                + " version");
  }

  /** Before there was an entropy of the targets and a calibration error. */
  @Test
  @Tag("device")
  void goesOnFromACheckpointOfAnOlderVersion() throws IOException {
    interrupted();
    Path header = run.resolve("checkpoints/step-00000004/checkpoint.json");
    String text = SealedJson.open(Files.readAllBytes(header));
    assertThat(text).contains("\"targetEntropy\"").contains("\"calibrationError\"");
    Files.writeString(
        header,
        SealedJson.seal(
            text.replaceAll("\\s*\"(targetEntropy|calibrationError)\" : [^,\n]*,", "")));
    assertThat(Files.readString(header)).doesNotContain("argetEntropy", "alibrationError");

    CommandLineRun resumed = resume();

    assertThat(resumed.code()).describedAs(resumed.err()).isZero();
    assertThat(resumed.result().get("calibrationError").asDouble()).isBetween(0.0, 1.0);
    List<String> lines = Files.readAllLines(run.resolve("metrics.csv"));
    assertThat(lines.get(1)).contains(",NaN,NaN,");
    assertThat(lines.get(2)).doesNotContain("NaN");
  }

  @Test
  void takesWhatChangesNoResultAndKeepsIt() throws IOException {
    interrupted();

    CommandLineRun resumed =
        resume("--set", "training.loaderThreads=2", "--set", "training.checkpoint.keep=1");

    assertThat(resumed.code()).describedAs(resumed.err()).isZero();
    assertThat(Files.readString(run.resolve("recipe.json"))).contains("\"loaderThreads\": 2");
    assertThat(run.resolve("checkpoints/step-00000008")).isDirectory();
  }

  @Test
  void refusesAFolderThatIsNoRunAndARecipeThatWasEdited() throws IOException {
    assertThat(resume().err())
        .contains("[run/not-a-run] This is not the folder of a run: there is no such folder.");
    interrupted();
    assertThat(resume("--from", "step-5").err())
        .contains(
            "[checkpoint/unknown] There is no checkpoint 'step-5'. There are: step-00000002, ");
    String other = TinyRuns.BACKEND_ID.equals("nd4j") ? "onednn" : "nd4j";
    assertThat(resume("--backend", other).err())
        .contains(
            "[run/other-backend] The run was started with the backend '",
            "', and '" + other + "' would end in another result. Leave --backend out.");
    assertThat(CommandLineRun.of("train", recipe.toString(), "--resume", run.toString()).err())
        .contains("leave RECIPE out");

    Path edited = run.resolve("recipe.json");
    Files.writeString(edited, Files.readString(edited).replace("\"alpha\": 0.2", "\"alpha\": 0.3"));
    assertThat(resume().err()).contains("[run/recipe-changed]");

    Files.delete(edited);
    assertThat(resume().err()).contains("it has no recipe.json");
  }

  @Test
  void endsClearlyWhereTheFolderIsDeletedUnderWay() throws IOException {
    Disk deleting =
        WatchedDisk.before(
            "create",
            file -> file.endsWith("step-00000006/checkpoint.json"),
            file -> Disk.local().delete(run));

    CommandLineRun ended = train(deleting, "--output", run.toString());

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err())
        .contains("[run/cannot-write] The checkpoint after step 6 could not be written: ")
        .contains("is not there (any more). There is no checkpoint to go on from. Train anew.");
  }

  /** Between two checkpoints as well: nothing of it comes up again. */
  @Test
  void endsClearlyWhereTheFolderWasDeletedBetweenCheckpoints() throws IOException {
    Path last = run.resolve("checkpoints/last");
    Disk deleting =
        WatchedDisk.after(
            "force",
            file ->
                file.endsWith("checkpoints")
                    && Files.exists(last)
                    && content(last).startsWith("step-00000002\n"),
            file -> Disk.local().delete(run));

    CommandLineRun ended = train(deleting, "--output", run.toString());

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err())
        .contains("[run/cannot-write] ")
        .contains(run.resolve("recipe.json") + " is not there (any more).");
    assertThat(run).doesNotExist();
  }

  /** All that is missing then is the weights and how the run ended, which need no more training. */
  @Test
  @Tag("device")
  void goesOnWhereTheDiskWasFullAtTheVeryEnd() throws IOException {
    CommandLineRun full =
        train(
            WatchedDisk.full(file -> file.endsWith("run/.weights.safetensors.new")),
            "--output",
            run.toString());

    assertThat(full.code()).isEqualTo(1);
    assertThat(full.err())
        .contains("[run/cannot-write] weights.safetensors could not be written: No space left")
        .contains("The checkpoint step-00000008 is whole.");
    assertThat(run.resolve("weights.safetensors")).doesNotExist();
    assertThat(resume().code()).isZero();
    assertThat(run.resolve("weights.safetensors")).isRegularFile();
  }

  /** A file that only reports on a run which has its result is worth a warning, not an error. */
  @Test
  void aDamagedEventFileTakesNoResultAway() throws IOException {
    interrupted();
    try (Stream<Path> files = Files.list(run)) {
      Path events =
          files.filter(f -> f.getFileName().toString().startsWith("events.")).findFirst().get();
      byte[] bytes = Files.readAllBytes(events);
      bytes[20] ^= 1;
      Files.write(events, bytes);
    }

    CommandLineRun resumed = resume();

    assertThat(resumed.code()).describedAs(resumed.err()).isZero();
    assertThat(resumed.result().get("epochs").asInt()).isEqualTo(2);
    assertThat(resumed.err())
        .contains("warning: [run/untold] report.html could not be written: ")
        .contains("the record at byte 0 is damaged");
    assertThat(resume().out()).isEqualTo(resumed.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"receipts.csv", "confusion.csv", "metrics.csv", "report.html"})
  void whatOnlyTellsAboutARunIsAWarning(String file) throws IOException {
    AtomicBoolean begun = new AtomicBoolean();
    Disk disk =
        WatchedDisk.before(
            "",
            name -> name.contains(file) || name.contains("step-00000002"),
            path -> {
              if (path.toString().contains("step-00000002")) {
                begun.set(true);
                Files.createDirectories(run.resolve("report.html")); // written past this disk
              } else if (begun.get()) {
                throw new IOException("No space left on device");
              }
            });

    CommandLineRun ended = train(disk, "--output", run.toString());

    assertThat(ended.code()).describedAs(ended.err()).isZero();
    assertThat(ended.result().get("epochs").asInt()).isEqualTo(2);
    assertThat(ended.err()).containsPattern("warning: .*" + file + " could not be written: ");
    assertThat(run.resolve("weights.safetensors")).isRegularFile();
    assertThat(resume().out()).isEqualTo(ended.out());
    Files.delete(run.resolve("report.html"));
    assertThat(CommandLineRun.of("report", run.toString()).code()).isZero();
  }

  /** As when a disk was full for a while. */
  @Test
  void metricsThatCouldNotBeWrittenAreWrittenWithTheNextLine() throws IOException {
    AtomicInteger left = new AtomicInteger(2);
    Disk disk =
        WatchedDisk.before(
            "append",
            name -> name.endsWith("metrics.csv") && left.getAndDecrement() > 1,
            path -> {
              throw new IOException("No space left on device");
            });

    CommandLineRun ended = train(disk, "--output", run.toString());

    assertThat(ended.code()).describedAs(ended.err()).isZero();
    assertThat(ended.err()).doesNotContain("[run/untold]");
    assertThat(Files.readAllLines(run.resolve("metrics.csv")))
        .hasSize(3)
        .anyMatch(line -> line.startsWith("1,"))
        .anyMatch(line -> line.startsWith("2,"));
  }

  @ParameterizedTest
  @Tag("device")
  @ValueSource(strings = {"", "{", "[1]", "\u0000"})
  void aResultThatIsDamagedIsMadeAgainFromTheLastCheckpoint(String damaged) throws IOException {
    CommandLineRun trained = train(Disk.local(), "--output", run.toString());
    Files.writeString(run.resolve("result.json"), damaged);

    CommandLineRun again = resume();

    assertThat(again.code()).describedAs(again.err()).isZero();
    assertThat(again.err()).contains("going on after step 8 of 8");
    assertThat(again.result().get("top1")).isEqualTo(trained.result().get("top1"));
  }

  /** Weights that are gone come from the last checkpoint; without one nothing is begun again. */
  @Test
  @Tag("device")
  void weightsThatAreGoneAreWrittenAgain() throws IOException {
    CommandLineRun trained = train(Disk.local(), "--output", run.toString());
    byte[] weights = Files.readAllBytes(run.resolve("weights.safetensors"));
    Files.delete(run.resolve("weights.safetensors"));

    assertThat(resume().code()).isZero();
    assertThat(run.resolve("weights.safetensors")).hasBinaryContent(weights);

    Disk.local().delete(run.resolve("checkpoints"));
    assertThat(resume().result().get("top1")).isEqualTo(trained.result().get("top1"));
    Files.delete(run.resolve("result.json"));
    List<String> files = files();
    assertThat(resume().err())
        .contains("[checkpoint/none] There is no checkpoint here. Train anew.");
    assertThat(train(Disk.local(), "--output", run.toString()).err())
        .contains("[run/folder-in-use]");
    assertThat(files()).isEqualTo(files);
  }

  @ParameterizedTest
  @ValueSource(strings = {"metrics.csv", "receipts.csv", "confusion.csv"})
  void theReportNamesTheFileThatIsDamagedAndDoesWithoutIt(String file) throws IOException {
    assertThat(train(Disk.local(), "--output", run.toString()).code()).isZero();
    Files.write(run.resolve(file), new byte[] {(byte) 0xff, (byte) 0xfe, '{', 0});

    CommandLineRun damaged = CommandLineRun.of("report", run.toString());
    assertThat(damaged.code()).isEqualTo(1);
    assertThat(damaged.err()).contains(file).contains("Delete");

    Files.delete(run.resolve(file));
    assertThat(CommandLineRun.of("report", run.toString()).code()).isZero();
  }

  @Test
  void theReportTellsWhereTheManifestIsDamaged() throws IOException {
    assertThat(train(Disk.local(), "--output", run.toString()).code()).isZero();
    Path manifest = run.resolve("manifest.json");
    Files.write(manifest, new byte[] {(byte) 0xff, (byte) 0xfe, '{', 0});
    assertThat(CommandLineRun.of("report", run.toString()).err())
        .contains(manifest + ": [run/damaged]")
        .contains("Put it back from a copy");
    Files.delete(manifest);
    assertThat(CommandLineRun.of("report", run.toString()).err())
        .contains("[run/not-a-run]")
        .contains("it has no manifest.json");
  }

  /** Killed before the first checkpoint, with either command. */
  @ParameterizedTest
  @Tag("device")
  @ValueSource(booleans = {true, false})
  void aRunWithoutCheckpointBeginsAgain(boolean byItsRecipe) throws IOException {
    endedBeforeTheFirstCheckpoint();
    Files.writeString(run.resolve("notes.txt"), "mine");

    CommandLineRun again = byItsRecipe ? train(Disk.local(), "--output", run.toString()) : resume();

    assertThat(again.code()).describedAs(again.err()).isZero();
    assertThat(again.err())
        .contains(run + " has a run that ended before its first checkpoint; it begins again");
    assertThat(again.result().get("epochs").asInt()).isEqualTo(2);
    assertThat(Files.readAllLines(run.resolve("metrics.csv"))).hasSize(3);
    assertThat(run.resolve("notes.txt")).content().isEqualTo("mine");
    Path undisturbed = folder.resolve("undisturbed");
    assertThat(train(Disk.local(), "--output", undisturbed.toString()).code()).isZero();
    KillableRun.assertSameEnd(run, undisturbed);
  }

  /** The average ends before the run does, and the checkpoint is of before that. */
  @Test
  @Tag("device")
  void aCheckpointIsEvaluatedWithTheAverageThatTheRunEvaluatedThere() throws IOException {
    Files.writeString(
        recipe, content(recipe).replace("\"decay\": 0.9}", "\"decay\": 0.9, \"until\": \"1ep\"}"));
    interrupted();
    List<String> lines = Files.readAllLines(run.resolve("metrics.csv"));
    int loss = List.of(lines.get(0).split(",", -1)).indexOf("loss");
    double there = Double.parseDouble(lines.get(1).split(",", -1)[loss]);

    for (String weights : List.of("last", "best", "averaged")) {
      CommandLineRun again = eval(weights);
      assertThat(again.code()).describedAs(again.err()).isZero();
      assertThat(again.result().get("loss").asDouble()).isCloseTo(there, within(1e-6));
    }
    assertThat(eval("raw").result().get("loss").asDouble()).isNotCloseTo(there, within(1e-4));
  }

  private CommandLineRun eval(String weights) {
    return CommandLineRun.of(
        "eval", run.toString(), "--backend", TinyRuns.BACKEND_ID, "--weights", weights);
  }

  /** Nothing of it is deleted, by any command. */
  @ParameterizedTest
  @ValueSource(strings = {"the link leads nowhere", "all are deleted", "nothing is mounted"})
  void aRunWhoseCheckpointsAreOutOfReachIsRefused(String how) throws IOException {
    interrupted();
    Path checkpoints = run.resolve("checkpoints");
    Path elsewhere = Files.move(checkpoints, folder.resolve("elsewhere"));
    switch (how) {
      case "the link leads nowhere" ->
          Files.createSymbolicLink(checkpoints, folder.resolve("not mounted"));
      case "all are deleted" -> {
        Files.createDirectory(checkpoints);
        Files.copy(elsewhere.resolve("last"), checkpoints.resolve("last"));
      }
      default -> {
        Files.createDirectory(checkpoints);
        List<String> lines = Files.readAllLines(run.resolve("metrics.csv"));
        Files.writeString(
            run.resolve("metrics.csv"), "2" + lines.get(1).substring(1) + "\n", APPEND);
      }
    }
    List<String> files = files();
    String metrics = Files.readString(run.resolve("metrics.csv"));

    for (CommandLineRun refused :
        List.of(
            resume(),
            train(Disk.local(), "--output", run.toString()),
            train(Disk.local(), "--output", run.toString(), "--auto-resume"))) {
      assertThat(refused.code()).isEqualTo(2);
      assertThat(refused.err())
          .contains(
              "[run/checkpoints-gone] The run has written checkpoints, and none is in "
                  + checkpoints
                  + " now, so it can neither go on nor begin again here. Put them back (mount the");
    }
    assertThat(files()).isEqualTo(files);
    assertThat(run.resolve("metrics.csv")).content().isEqualTo(metrics);
    Disk.local().delete(checkpoints);
    Files.move(elsewhere, checkpoints);
    assertThat(resume().err()).contains("going on after step 4 of 8");
  }

  @Test
  void refusesTheFolderOfARunOfAnotherRecipe() throws IOException {
    endedBeforeTheFirstCheckpoint();
    List<String> files = files();

    for (String automatic : List.of("", "--auto-resume")) {
      List<String> more =
          new ArrayList<>(List.of("--output", run.toString(), "--set", "training.seed=8"));
      if (!automatic.isEmpty()) {
        more.add(automatic);
      }
      CommandLineRun refused = train(Disk.local(), more.toArray(String[]::new));
      assertThat(refused.code()).isEqualTo(2);
      assertThat(refused.err())
          .contains("[run/other-recipe] The folder has a run of another recipe");
    }
    assertThat(files()).isEqualTo(files);
  }

  @Test
  @Tag("device")
  void autoResumeGoesOnAndTakesWhatChangesNoResult() throws IOException {
    interrupted();
    CommandLineRun plain = train(Disk.local(), "--output", run.toString());
    assertThat(plain.code()).isEqualTo(2);
    assertThat(plain.err())
        .contains("[run/folder-in-use]")
        .contains("go on with the run that is there: tricks train --resume " + run);

    CommandLineRun resumed =
        train(
            Disk.local(),
            "--output",
            run.toString(),
            "--auto-resume",
            "--set",
            "training.loaderThreads=2");

    assertThat(resumed.code()).describedAs(resumed.err()).isZero();
    assertThat(resumed.err()).contains("going on after step 4 of 8 (step-00000004)");
    assertThat(Files.readString(run.resolve("recipe.json"))).contains("\"loaderThreads\": 2");
    CommandLineRun finished = train(Disk.local(), "--output", run.toString(), "--auto-resume");
    assertThat(finished.code()).isZero();
    assertThat(finished.out()).isEqualTo(resumed.out());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void autoResumeLeavesAFolderThatAnotherWorksIn(boolean hasCheckpoint) throws IOException {
    if (hasCheckpoint) {
      interrupted();
    } else {
      endedBeforeTheFirstCheckpoint();
    }
    List<String> files = files();
    try (FolderLock lock = FolderLock.take(run)) {
      assertThat(lock.warning()).isEmpty();
      CommandLineRun refused = train(Disk.local(), "--output", run.toString(), "--auto-resume");
      assertThat(refused.code()).isEqualTo(1);
      assertThat(refused.err()).contains("[run/folder-locked]");
    }
    assertThat(files()).isEqualTo(files);
  }

  @Test
  void takesNoFolderThatIsNoRun() throws IOException {
    Files.createDirectories(run);
    Files.writeString(run.resolve("thesis.tex"), "");
    for (String automatic : List.of("--output", "--auto-resume")) {
      List<String> more = new ArrayList<>(List.of("--output", run.toString()));
      if (!automatic.equals("--output")) {
        more.add(automatic);
      }
      CommandLineRun refused = train(Disk.local(), more.toArray(String[]::new));
      assertThat(refused.code()).isEqualTo(2);
      assertThat(refused.err()).contains("[run/folder-in-use]").doesNotContain("--resume");
    }
    assertThat(files()).containsExactly("", "thesis.tex");
    assertThat(CommandLineRun.of("train", recipe.toString(), "--auto-resume").err())
        .contains("--auto-resume looks into the folder of the run. Name it: --output DIR.");
    assertThat(CommandLineRun.of("train", recipe.toString(), "--from", "best").err())
        .contains("there is no --resume");
  }

  private void endedBeforeTheFirstCheckpoint() {
    CommandLineRun full =
        train(WatchedDisk.full(file -> file.contains("step-00000002")), "--output", run.toString());
    assertThat(full.code()).describedAs(full.err()).isEqualTo(1);
    assertThat(full.err())
        .contains("There is no checkpoint yet. When the cause is gone, begin again with: tricks")
        .contains("train --resume " + run);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.walk(run)) {
      return files
          .map(file -> run.relativize(file).toString())
          .filter(name -> !name.equals(".lock"))
          .sorted()
          .toList();
    }
  }

  @Test
  void endsClearlyWhereTheFolderMayNotBeWritten() throws IOException {
    Path locked = Files.createDirectory(folder.resolve("locked"));
    Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("r-xr-xr-x"));

    // Whoever runs the tests as root may write everywhere: the disk says what it says to others.
    CommandLineRun ended =
        train(
            WatchedDisk.denied(file -> file.startsWith(locked.toString())),
            "--output",
            locked.resolve("run").toString());

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err())
        .contains("[run/cannot-create] The folder of the run, " + locked.resolve("run"))
        .contains("is denied to this user by the system. Name another with --output.");
  }

  /** A run with the checkpoints 2 and 4 that was ended at 6. */
  private void interrupted() {
    CommandLineRun full =
        train(WatchedDisk.full(file -> file.contains("step-00000006")), "--output", run.toString());
    assertThat(full.code()).describedAs(full.err()).isEqualTo(1);
  }

  private static String content(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private CommandLineRun train(Disk disk, String... more) {
    return run(disk, List.of("train", recipe.toString(), "--backend", TinyRuns.BACKEND_ID), more);
  }

  private CommandLineRun resume(String... more) {
    return run(Disk.local(), List.of("train", "--resume", run.toString()), more);
  }

  private static CommandLineRun run(Disk disk, List<String> command, String... more) {
    List<String> arguments = new ArrayList<>(command);
    arguments.addAll(List.of(more));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Main.run(
            disk, new PrintWriter(out), new PrintWriter(err), arguments.toArray(String[]::new));
    return new CommandLineRun(code, out.toString(), err.toString());
  }

  /** A recipe that the user keeps beside files of their own is not a run that may begin again. */
  @ParameterizedTest
  @ValueSource(strings = {"--output", "--auto-resume", "--resume"})
  void aFolderWithARecipeOfTheUserIsNotARun(String how) throws IOException {
    Path own = Files.createDirectories(folder.resolve("own"));
    Path mine = own.resolve("recipe.json");
    Files.copy(recipe, mine);
    Path weights = Files.createDirectories(own.resolve("checkpoints")).resolve("resnet.pth");
    Files.writeString(weights, "mine");
    Files.writeString(own.resolve("confusion.csv"), "mine");
    List<String> command = new ArrayList<>(List.of("train"));
    command.addAll(
        how.equals("--resume")
            ? List.of("--resume", own.toString())
            : List.of(mine.toString(), "--output", own.toString()));
    if (how.equals("--auto-resume")) {
      command.add(how);
    }

    CommandLineRun answer = CommandLineRun.of(command.toArray(String[]::new));

    assertThat(answer.code()).describedAs(answer.err()).isEqualTo(2);
    assertThat(answer.err())
        .contains(how.equals("--resume") ? "[run/not-a-run]" : "[run/folder-in-use]")
        .doesNotContain("go on with the run that is there");
    assertThat(mine).hasSameBinaryContentAs(recipe);
    assertThat(weights).hasContent("mine");
    assertThat(own.resolve("confusion.csv")).hasContent("mine");
    assertThat(own.resolve(".lock")).doesNotExist();
  }
}
