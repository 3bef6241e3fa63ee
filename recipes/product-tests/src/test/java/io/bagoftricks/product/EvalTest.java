package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.bagoftricks.engine.toys.IdxFolder;
import io.bagoftricks.engine.toys.TinyRuns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tricks eval} on a tiny run: 64 images to train on, 20 of the test. */
final class EvalTest {
  @TempDir private static Path folder;
  private static Path run;

  @BeforeAll
  static void train() throws IOException {
    run = folder.resolve("run");
    CommandLineRun trained =
        CommandLineRun.of(
            "train",
            KillableRun.recipe(folder).toString(),
            "--backend",
            TinyRuns.BACKEND_ID,
            "--output",
            run.toString());
    assertThat(trained.code()).describedAs(trained.err()).isZero();
  }

  @Test
  void allNumbersAreOfTheSameImages() throws IOException {
    JsonNode result = eval("--json").result();

    assertThat(result.get("split").asText()).isEqualTo("test");
    assertThat(result.get("images").asInt()).isEqualTo(20);
    int right = 0;
    for (int label = 0; label < 10; label++) {
      JsonNode row = result.get("confusion").get(label);
      right += row.get(label).asInt();
      assertThat(StreamSupport.stream(row.spliterator(), false).mapToInt(JsonNode::asInt).sum())
          .isEqualTo(result.get("classes").get(label).get("support").asInt());
    }
    assertThat(right / 20.0).isEqualTo(result.get("top1").asDouble());
    assertThat(result.get("wrong").size()).isEqualTo(20 - right);
    assertThat(result.get("wrong").get(0).get("probability").asDouble())
        .isGreaterThanOrEqualTo(result.get("wrong").get(1).get("probability").asDouble());
    double error = 0;
    int counted = 0;
    for (JsonNode bin : result.get("calibration")) {
      counted += bin.get("examples").asInt();
      error +=
          bin.get("examples").asInt()
              * Math.abs(bin.get("accuracy").asDouble() - bin.get("confidence").asDouble());
    }
    assertThat(counted).isEqualTo(20);
    assertThat(result.get("calibration").size()).isEqualTo(15);
    assertThat(error / 20).isCloseTo(result.get("calibrationError").asDouble(), within(1e-12));
  }

  @Test
  void looksAtTheSplitThatIsNamed() throws IOException {
    assertThat(eval("--split", "train").result().get("images").asInt()).isEqualTo(64);
    assertThat(eval("--split", "validation").result().get("split").asText()).isEqualTo("test");
    CommandLineRun wrong = eval("--split", "tset");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("'tset' is not a split; write test, validation or train");
  }

  @Test
  void looksAtOtherDataOfTheSameForm() throws IOException {
    Path other = IdxFolder.write(folder.resolve("other"), 64, 20, 12);
    assertThat(eval("--data", other.toString()).result().get("top1"))
        .isEqualTo(eval().result().get("top1"));
    CommandLineRun none = eval("--data", folder.resolve("none").toString());
    assertThat(none.code()).isNotZero();
    assertThat(none.err()).contains("There is nothing at ");
  }

  @Test
  void printsTheClassesAsCsv() {
    CommandLineRun csv = eval("--csv");
    assertThat(csv.out().lines()).hasSize(11);
    assertThat(csv.out()).startsWith("class,precision,recall,f1,support\n0,");
    assertThat(eval("--csv", "--json").code()).isEqualTo(2);
  }

  @Test
  void writesTablesAndPicturesThatTheReportShows() throws IOException {
    assertThat(eval("--output", folder.resolve("elsewhere").toString()).code()).isZero();
    assertThat(Files.readString(run.resolve("report.html"))).doesNotContain("data:image/png");
    Path output = run.resolve("evaluation");
    CommandLineRun answer = eval("--output", output.toString());

    assertThat(answer.code()).describedAs(answer.err()).isZero();
    assertThat(List.of("classes.csv", "confusion.csv", "calibration.csv"))
        .allSatisfy(file -> assertThat(output.resolve(file)).isNotEmptyFile());
    assertThat(Files.readAllLines(output.resolve("calibration.csv"))).hasSize(16);
    assertThat(Files.readString(run.resolve("report.html")))
        .contains("[\"Reliability\",\"data:image/png;base64,")
        .contains("[\"Surest and wrong\",\"data:image/png;base64,");
  }

  private static CommandLineRun eval(String... more) {
    String[] all = new String[more.length + 4];
    all[0] = "eval";
    all[1] = run.toString();
    all[2] = "--backend";
    all[3] = TinyRuns.BACKEND_ID;
    System.arraycopy(more, 0, all, 4, more.length);
    return CommandLineRun.of(all);
  }
}
