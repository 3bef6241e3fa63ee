package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.engine.internal.storage.SealedJson;
import io.bagoftricks.engine.toys.IdxFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An ablation in the folder of another: nothing is mixed, and nothing overwritten. */
final class AblationFolderTest {
  private static final String COMMAND =
      "ablate HERE/tiny.json --seeds 1 --epochs 1 --output HERE/out"
          + " --keep mixup,mixed-precision,ema,horizontal-flip,no-bias-decay";

  @TempDir private static Path folder;

  @BeforeAll
  static void ablate() throws IOException {
    Path unused = KillableRun.recipe(folder);
    CommandLineRun first = command(COMMAND + " --backend nd4j");
    assertThat(first.code()).describedAs(first.err()).isZero();
  }

  private static CommandLineRun command(String command) {
    return CommandLineRun.of(
        Stream.of(command.split(" "))
            .map(word -> word.replace("HERE", folder.toString()))
            .toArray(String[]::new));
  }

  private static List<String> contents() throws IOException {
    List<String> all = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder.resolve("out"))) {
      for (Path file :
          files.filter(Files::isRegularFile).filter(f -> !f.endsWith(".lock")).sorted().toList()) {
        all.add(file + " " + Files.getLastModifiedTime(file));
      }
    }
    return all;
  }

  private static void assertRefused(String command, String difference) throws IOException {
    List<String> before = contents();
    CommandLineRun answer = command(command);
    assertThat(answer.code()).describedAs(answer.err()).isEqualTo(2);
    assertThat(answer.err())
        .contains(
            folder.resolve("out")
                + ": [ablate/other-ablation] There is another ablation: "
                + difference,
            ". No ablation overwrites another, or goes on with its runs. Name a new folder with"
                + " --output.");
    assertThat(answer.out()).isEmpty();
    assertThat(contents()).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--set optimizer.learningRate=0.3 | its recipe has other settings: optimizer.learningRate was 0.05 and is 0.3.",
        "--set training.seed=8 | its recipe has other settings: training.seed was 7 and is 8.",
        "--mode leave-one-out | it compares [baseline, + cosine], not [all, - cosine].",
        "--backend onednn | its backend is 'nd4j', not 'onednn'."
      })
  void anotherIsRefused(String options, String difference) throws IOException {
    assertRefused(COMMAND + " " + options, difference);
  }

  @Test
  void otherDataAreRefused() throws IOException {
    Path labels = folder.resolve("data/t10k-labels-idx1-ubyte");
    byte[] before = Files.readAllBytes(labels);
    byte[] changed = before.clone();
    changed[changed.length - 1] = (byte) ((changed[changed.length - 1] + 1) % 10);
    Files.write(labels, changed);

    assertRefused(COMMAND, "it was begun with other images or labels than the data have now.");

    Files.write(labels, before);
  }

  /** On the backend that it was begun with, wherever another would be the fastest. */
  @Test
  void goesOnWithMoreSeedsAndFromWhereTheDataHaveMoved() throws IOException {
    IdxFolder.write(folder.resolve("moved"), 64, 20, 12);

    CommandLineRun more =
        command(COMMAND.replace("--seeds 1", "--seeds 2") + " --set data.root=HERE/moved");

    assertThat(more.code()).describedAs(more.err()).isZero();
    assertThat(more.err().lines().filter(line -> line.endsWith("(finished before)"))).hasSize(2);
    assertThat(Files.readString(folder.resolve("out/trials/01-seed8.json")))
        .contains("\"backend\":\"nd4j\"");
  }

  @Test
  void runsThatWereMadeOtherwiseAreTold() throws IOException {
    Path trial = folder.resolve("out/trials/00-seed7.json");
    String before = Files.readString(trial);
    assertThat(before).contains("\"Java\":\"" + Runtime.version() + "\"");
    String content = before.substring(0, before.lastIndexOf(",\"crc32c\"")) + "}";
    Files.writeString(trial, SealedJson.seal(content.replace("\"Java\":\"", "\"Java\":\"1.")));

    CommandLineRun again = command(COMMAND);

    assertThat(again.code()).describedAs(again.err()).isZero();
    assertThat(again.err())
        .contains(
            "warning: the runs were not all made alike, so that they may differ by more than their recipes: Java: 1.%s and %s"
                .formatted(Runtime.version(), Runtime.version()));
    int made = content.indexOf(",\"made\":");
    Files.writeString(trial, SealedJson.seal(content.substring(0, made) + "}"));
    assertThat(command(COMMAND).err())
        .contains("(finished before)")
        .doesNotContain("not all made alike");
    Files.writeString(trial, before);
    assertThat(command(COMMAND).err()).doesNotContain("not all made alike");
  }

  @Test
  void resultsThatSayNotOfWhatTheyAreAreLeftAlone() throws IOException {
    Path table = Files.createDirectories(folder.resolve("old")).resolve("ablation.csv");
    Files.writeString(table, "mine");

    CommandLineRun answer = command(COMMAND.replace("HERE/out", "HERE/old") + " --backend nd4j");

    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err())
        .contains(
            "[ablate/other-ablation] There is "
                + table
                + " already, and nothing says of which recipe, data and backend it is.");
    assertThat(table).hasContent("mine");
  }

  /**
   * As a process leaves the folder that is ended, or finds the disk full, before its first file.
   */
  @Test
  void aFolderOfNoRunsIsBegunAgain() throws IOException {
    Path trials = Files.createDirectories(folder.resolve("fresh/trials"));
    Files.writeString(trials.resolve(".manifest.json.new"), "{");

    CommandLineRun answer = command(COMMAND.replace("HERE/out", "HERE/fresh") + " --backend nd4j");

    assertThat(answer.code()).describedAs(answer.err()).isZero();
  }

  @Test
  void anUnknownStandInIsNamedAsTheUserNamedIt() {
    CommandLineRun answer = command(COMMAND + " --backend nd4j --instead cosine=nope");

    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err())
        .contains(
            "[ablate/unknown-trick] --instead has 'cosine=nope'. No trick 'nope' is in the recipe. ")
        .doesNotContain("--set");
  }
}
