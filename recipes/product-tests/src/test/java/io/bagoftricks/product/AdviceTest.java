package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.engine.cli.Main;
import io.bagoftricks.engine.storage.Disk;
import io.bagoftricks.engine.toys.TinyRuns;
import io.bagoftricks.engine.toys.WatchedDisk;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Produces messages, and does what they say. */
final class AdviceTest {
  private static final Pattern COMMAND = Pattern.compile("tricks (train --resume .*)");
  private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z-]*");

  @TempDir private Path folder;
  private Path recipe;
  private Path run;

  @BeforeEach
  void writeRecipe() throws IOException {
    Path spaced = Files.createDirectory(folder.resolve("it's a folder"));
    recipe = KillableRun.recipe(spaced);
    run = spaced.resolve("run");
  }

  private CommandLineRun does(String... words) {
    return does(Disk.local(), words);
  }

  private CommandLineRun does(Disk disk, String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.run(disk, new PrintWriter(out), new PrintWriter(err), words);
    return new CommandLineRun(code, out.toString(), err.toString());
  }

  private CommandLineRun trained(Disk disk) {
    return does(
        disk,
        "train",
        recipe.toString(),
        "--backend",
        TinyRuns.BACKEND_ID,
        "--output",
        run.toString());
  }

  /** Ends at update 6, with the checkpoints 2 and 4. */
  private CommandLineRun interrupted() {
    CommandLineRun ended = trained(WatchedDisk.full(file -> file.contains("step-00000006")));
    assertThat(ended.code()).isEqualTo(1);
    return ended;
  }

  private static void works(CommandLineRun answer) {
    assertThat(answer.code()).describedAs(answer.err()).isZero();
  }

  /** The command that a message ends in, as a shell would read it. */
  private static String[] command(CommandLineRun answer) throws Exception {
    Matcher matcher = COMMAND.matcher(answer.err());
    assertThat(matcher.find()).describedAs(answer.err()).isTrue();
    Process shell = new ProcessBuilder("sh", "-c", "printf '%s\\n' " + matcher.group(1)).start();
    List<String> words =
        new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    return words.toArray(String[]::new);
  }

  @Test
  void goOnWhereTheDiskWasFull() throws Exception {
    works(does(command(interrupted())));
  }

  @Test
  void useTheLastCheckpointOfARunThatHasNotEnded() throws Exception {
    interrupted();
    for (List<String> reader :
        List.of(
            List.of("eval", run.toString()),
            List.of("export", run.toString(), "--format", "safetensors", "--output", run + "/a"))) {
      CommandLineRun answer = does(reader.toArray(String[]::new));
      assertThat(answer.code()).isEqualTo(2);
      assertThat(answer.err())
          .contains("[weights/run-not-ended] The run has not ended, so it has kept no weights. ")
          .contains("--weights last");
      works(does(and(reader, "--weights", "last")));
    }
    works(does(command(does("eval", run.toString()))));
    works(does("eval", run.toString()));
  }

  @Test
  void makeTheWeightsAgain() throws Exception {
    works(trained(Disk.local()));
    byte[] whole = flip(run.resolve("weights.safetensors"));
    CommandLineRun answer = does("eval", run.toString());
    assertThat(answer.err())
        .contains("[run/damaged]")
        .contains("delete " + run.resolve("result.json") + " and say: ");

    Files.delete(run.resolve("result.json"));
    works(does(command(answer)));

    assertThat(run.resolve("weights.safetensors")).hasBinaryContent(whole);
  }

  @Test
  void goOnFromAnotherCheckpoint() throws Exception {
    interrupted();
    flip(run.resolve("checkpoints/step-00000004/tricks.safetensors"));
    CommandLineRun answer = does("train", "--resume", run.toString());
    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err()).contains("[checkpoint/unreadable] ").contains("--from NAME");

    CommandLineRun unknown = does("train", "--resume", run.toString(), "--from", "NAME");
    assertThat(unknown.err()).contains("There are: step-00000002, ");
    works(does("train", "--resume", run.toString(), "--from", "step-00000002"));
  }

  @Test
  void useOtherWeightsWhereNoTrickAverages() throws Exception {
    works(
        does(
            "train",
            recipe.toString(),
            "--backend",
            TinyRuns.BACKEND_ID,
            "--output",
            run.toString(),
            "--set",
            "tricks=[]"));
    CommandLineRun answer = does("eval", run.toString(), "--weights", "averaged");
    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err())
        .contains(
            "[weights/no-average] No trick of this run keeps an average of its weights. Use raw,"
                + " last or best.");
    for (String weights : List.of("raw", "last", "best")) {
      works(does("eval", run.toString(), "--weights", weights));
    }
  }

  @Test
  void goOnByNameWhereAPointerIsDamaged() throws Exception {
    interrupted();
    flip(run.resolve("checkpoints/last"));
    CommandLineRun answer = does("train", "--resume", run.toString());
    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err())
        .contains("[checkpoint/pointer] This pointer to a checkpoint cannot be used: ")
        .contains("--from NAME: step-00000002, step-00000004");

    works(does("train", "--resume", run.toString(), "--from", "step-00000004"));
  }

  @Test
  void deleteAPointerToTheBest() throws Exception {
    interrupted();
    assertThat(run.resolve("checkpoints/best")).exists();
    flip(run.resolve("checkpoints/best"));
    CommandLineRun answer = does("train", "--resume", run.toString());
    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err()).contains("[checkpoint/pointer]").contains("Delete this file");

    Files.delete(run.resolve("checkpoints/best"));
    works(does("train", "--resume", run.toString()));
  }

  @Test
  void nameAnotherFolderOrGoOnWhereOneIsInUse() throws Exception {
    interrupted();
    CommandLineRun answer = trained(Disk.local());
    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err()).contains("[run/folder-in-use]").contains("--output");

    works(does(command(answer)));
    works(
        does(
            "train",
            recipe.toString(),
            "--backend",
            TinyRuns.BACKEND_ID,
            "--output",
            folder.resolve("new").toString()));
  }

  @Test
  void aFinishedRunIsTrainedAnewFromItsRecipe() throws IOException {
    works(trained(Disk.local()));
    CommandLineRun answer = does("train", "--resume", run.toString(), "--set", "training.epochs=1");
    assertThat(answer.err())
        .contains("[run/finished]")
        .contains(
            "tricks train '" + run.toString().replace("'", "'\\''") + "/recipe.json' --set ...");

    works(
        does(
            "train",
            run.resolve("recipe.json").toString(),
            "--set",
            "training.epochs=1",
            "--backend",
            TinyRuns.BACKEND_ID,
            "--output",
            folder.resolve("anew").toString()));
  }

  @Test
  void nameWhereTheDataAre() throws IOException {
    Path data = recipe.resolveSibling("data");
    Path moved = Files.move(data, folder.resolve("moved"));
    CommandLineRun answer = trained(Disk.local());
    assertThat(answer.code()).isNotZero();
    assertThat(answer.err()).contains("--set data.root=DIR");

    works(
        does(
            "train",
            recipe.toString(),
            "--backend",
            TinyRuns.BACKEND_ID,
            "--output",
            run.toString(),
            "--set",
            "data.root=" + moved));
    Path again = Files.move(moved, folder.resolve("again"));
    assertThat(does("eval", run.toString()).err()).contains("--set data.root=DIR");
    works(does("eval", run.toString(), "--set", "data.root=" + again));
  }

  @Test
  void chooseAmongTheUpdates() {
    CommandLineRun answer =
        does("train", recipe.toString(), "--profile", run + ".json", "--output", run.toString());
    assertThat(answer.code()).isEqualTo(2);
    Matcher chosen = Pattern.compile("--profile-updates (\\d+-\\d+)\\.").matcher(answer.err());
    assertThat(chosen.find()).describedAs(answer.err()).isTrue();

    works(
        does(
            "train",
            recipe.toString(),
            "--backend",
            TinyRuns.BACKEND_ID,
            "--profile",
            run + ".json",
            "--profile-updates",
            chosen.group(1),
            "--output",
            run.toString()));
  }

  /** Only predict can be told to take larger images. */
  @Test
  void allowLargerImagesWhereThatIsPossible() throws IOException {
    works(trained(Disk.local()));
    Path large = Files.createDirectories(folder.resolve("photos/train/a")).resolve("large.png");
    ImageIO.write(
        new BufferedImage(8192, 8193, BufferedImage.TYPE_BYTE_BINARY), "png", large.toFile());
    String much = "Its header says 8192 x 8193 pixels, but an image may have at most 67108864. ";

    CommandLineRun predicted = does("predict", run.toString(), large.toString());
    assertThat(predicted.code()).isEqualTo(1);
    Matcher option = Pattern.compile("allow more: (\\S+) (\\d+)").matcher(predicted.err());
    assertThat(option.find()).describedAs(predicted.err()).isTrue();
    works(does("predict", run.toString(), large.toString(), option.group(1), option.group(2)));

    assertThat(does("data", "info", folder.resolve("photos").toString()).out())
        .contains(much + "Make it smaller.");
  }

  /** Whatever option a message names, some command has it. */
  @Test
  void everyOptionThatAMessageNamesIsThere() throws IOException {
    Set<String> there = new TreeSet<>(Set.of("--release")); // javac's
    addOptions(List.of(), there);
    assertThat(there).contains("--resume", "--weights", "--fold-batch-norm", "--seeds", "--count");

    List<String> missing = new ArrayList<>();
    // The programs of bench have options of their own.
    Path bench = Checkout.root().resolve("bench");
    for (Path folder :
        Checkout.mainFolders().stream().filter(folder -> !folder.startsWith(bench)).toList()) {
      for (Path source : Checkout.files(folder.toString(), ".java")) {
        missing.addAll(optionsOf(source, there));
      }
    }
    assertThat(missing).isEmpty();
  }

  /** Those of a command and of the commands below it. */
  private static void addOptions(List<String> command, Set<String> there) {
    List<String> line = new ArrayList<>(command);
    line.add("--help");
    String help = CommandLineRun.of(line.toArray(String[]::new)).out();
    Matcher options = OPTION.matcher(help);
    while (options.find()) {
      there.add(options.group());
    }
    int list = help.indexOf("\nCommands:");
    Matcher below = Pattern.compile("(?m)^  ([a-z][a-z-]+) ").matcher(help);
    while (list >= 0 && below.find()) {
      if (below.start() > list && !below.group(1).equals("help")) {
        line.set(command.size(), below.group(1));
        addOptions(List.copyOf(line), there);
      }
    }
  }

  private static List<String> optionsOf(Path source, Set<String> there) throws IOException {
    List<String> missing = new ArrayList<>();
    Matcher texts = Pattern.compile("\"(?:[^\"\\\\\n]|\\\\.)*\"").matcher(Files.readString(source));
    while (texts.find()) {
      Matcher options = OPTION.matcher(texts.group());
      while (options.find()) {
        if (!there.contains(options.group())) {
          missing.add(source.getFileName() + ": " + options.group());
        }
      }
    }
    return missing;
  }

  private static String[] and(List<String> some, String... more) {
    return Stream.concat(some.stream(), Stream.of(more)).toArray(String[]::new);
  }

  /** Damages the middle of a file; gives what it held. */
  private static byte[] flip(Path file) throws IOException {
    byte[] whole = Files.readAllBytes(file);
    byte[] damaged = whole.clone();
    damaged[damaged.length / 2] ^= 1;
    Files.write(file, damaged);
    return whole;
  }
}
