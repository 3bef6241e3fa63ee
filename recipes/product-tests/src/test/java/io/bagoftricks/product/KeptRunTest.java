package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Split;
import io.bagoftricks.engine.cli.Main;
import io.bagoftricks.engine.internal.data.SampleData;
import io.bagoftricks.engine.tensorboard.EventFolder;
import io.bagoftricks.engine.toys.TinyRuns;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import onnx.Onnx;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files that a run leaves behind, and the commands that read them. */
final class KeptRunTest {
  @TempDir private static Path folder;
  private static JsonNode trained;

  @TempDir private Path own;

  private static Path run() {
    return folder.resolve("run");
  }

  @BeforeAll
  static void train() throws IOException {
    CommandLineRun answer = train(run(), "--set", "training.epochs=2");
    assertThat(answer.code()).describedAs(answer.err()).isZero();
    trained = answer.result();
  }

  private static CommandLineRun train(Path output, String... more) {
    List<String> arguments =
        Stream.concat(
                Stream.of(
                    "train",
                    Checkout.recipe("quickstart").toString(),
                    "--backend",
                    TinyRuns.BACKEND_ID,
                    "--output",
                    output.toString(),
                    "--set",
                    "model.width=4",
                    "--set",
                    "training.batchSize=200",
                    "--set",
                    "tricks.warmup.duration=10ba"),
                Stream.of(more))
            .toList();
    return CommandLineRun.of(arguments.toArray(String[]::new));
  }

  @Test
  void hasEventFilesOfUpdatesAndEpochs() throws IOException {
    Map<String, List<EventFolder.Point>> scalars = EventFolder.read(run());

    assertThat(scalars)
        .containsKeys(
            "update/top1",
            "train/loss",
            "train/target_entropy",
            "test/top5",
            "test/calibration_error");
    assertThat(scalars.getOrDefault("update/loss", List.of())).hasSize(100);
    assertThat(scalars.getOrDefault("update/learning_rate", List.of())).hasSize(100);
    List<EventFolder.Point> accuracy = scalars.getOrDefault("test/top1", List.of());
    assertThat(accuracy).extracting(EventFolder.Point::step).containsExactly(50L, 100L);
    assertThat(accuracy.get(1).value()).isCloseTo(trained.get("top1").asDouble(), within(1e-6));
  }

  @Test
  void hasAConfusionMatrixOfAllTestImages() throws IOException {
    List<String> lines = Files.readAllLines(run().resolve("confusion.csv"));
    int all = 0;
    int right = 0;
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      all += Integer.parseInt(cells[2]);
      right += cells[0].equals(cells[1]) ? Integer.parseInt(cells[2]) : 0;
    }

    assertThat(all).isEqualTo(2000);
    assertThat((double) right / all).isCloseTo(trained.get("top1").asDouble(), within(1e-9));
  }

  @Test
  void showsTheTermsOfALossOfSeveral() throws IOException {
    Path copy = Files.createDirectory(own.resolve("several-terms"));
    Files.copy(run().resolve("recipe.json"), copy.resolve("recipe.json"));
    Files.copy(run().resolve("manifest.json"), copy.resolve("manifest.json"));
    List<String> lines = Files.readAllLines(run().resolve("metrics.csv"));
    List<String> longer = new ArrayList<>(List.of(lines.get(0) + ",trainLoss.distillation"));
    lines.stream().skip(1).forEach(line -> longer.add(line + ",0.25"));
    Files.write(copy.resolve("metrics.csv"), longer);

    assertThat(CommandLineRun.of("report", copy.toString()).code()).isZero();

    JsonNode terms = data(Files.readString(copy.resolve("report.html"))).get("charts").get(1);
    assertThat(terms.get("title").asText()).isEqualTo("Terms of the training loss");
    assertThat(terms.get("curves").findValuesAsText("label"))
        .containsExactly("hard", "distillation");
    assertThat(terms.get("curves").get(1).get("y").get(1).asDouble()).isEqualTo(0.25);
  }

  private static JsonNode data(String report) throws IOException {
    int start = report.indexOf("application/json\">") + 18;
    return new ObjectMapper().readTree(report.substring(start, report.indexOf("</script>", start)));
  }

  @Test
  void isReportedAgainFromItsFolderAlone() throws IOException {
    Path report = run().resolve("report.html");
    String first = Files.readString(report);
    Files.delete(report);

    CommandLineRun answer = CommandLineRun.of("report", run().toString());

    assertThat(answer.code()).describedAs(answer.err()).isZero();
    assertThat(report).hasContent(first);
    JsonNode data = data(first);
    assertThat(data.get("classes").get(9).asText()).isEqualTo("Ankle boot");
    assertThat(data.get("charts").findValuesAsText("title"))
        .containsExactly("Loss", "Accuracy", "Calibration error", "Learning rate", "Throughput");
    assertThat(data.get("charts").get(0).get("curves").findValuesAsText("label"))
        .containsExactly("train, single steps", "train", "train, entropy of the targets", "test");
    assertThat(data.get("charts").get(3).get("curves").get(0).get("y").size()).isEqualTo(100);
    assertThat(data.get("order").findValuesAsText("point")).contains("onInit", "onLoss");
    assertThat(data.get("tricks").findValuesAsText("id")).contains("zero-gamma");
    assertThat(data.get("tricks"))
        .filteredOn(trick -> trick.get("id").asText().equals("mixup"))
        .singleElement()
        .extracting(trick -> trick.get("receipts").toString())
        .isEqualTo("[\"had an effect in training\"]");
    assertThat(data.get("confusion").size()).isGreaterThan(10);
  }

  @Test
  void isEvaluatedAgainToTheSameNumbers() throws IOException {
    CommandLineRun answer =
        CommandLineRun.of("eval", run().toString(), "--backend", TinyRuns.BACKEND_ID);

    assertThat(answer.code()).describedAs(answer.err()).isZero();
    JsonNode result = answer.result();
    assertThat(result.get("images").asInt()).isEqualTo(2000);
    assertThat(result.get("top1").asDouble()).isEqualTo(trained.get("top1").asDouble());
    assertThat(result.get("loss").asDouble()).isEqualTo(trained.get("loss").asDouble());
    assertThat(result.get("calibrationError").asDouble())
        .isEqualTo(trained.get("calibrationError").asDouble())
        .isBetween(1e-6, 1.0);
  }

  @Test
  void looksAtImageFilesAsAtTestImages() throws IOException {
    Dataset test = new SampleData("fashion-mnist").open(Split.TEST);
    int images = 40;
    String[] arguments = new String[images + 5];
    List.of("predict", "--json", "--backend", TinyRuns.BACKEND_ID, run().toString())
        .toArray(arguments);
    for (int i = 0; i < images; i++) {
      // Color files of four times the size: gray and small again, they are the test images.
      arguments[5 + i] = png(test.read(i), own.resolve(i + ".png")).toString();
    }

    CommandLineRun answer = CommandLineRun.of(arguments);

    assertThat(answer.code()).describedAs(answer.err()).isZero();
    List<String> lines = answer.out().lines().toList();
    assertThat(lines).hasSize(images);
    int right = 0;
    for (int i = 0; i < images; i++) {
      JsonNode classes = new ObjectMapper().readTree(lines.get(i)).get("classes");
      assertThat(classes.size()).isEqualTo(5);
      assertThat(classes.get(0).get("probability").asDouble())
          .isGreaterThanOrEqualTo(classes.get(1).get("probability").asDouble());
      right += classes.get(0).get("label").asInt() == test.label(i) ? 1 : 0;
    }
    assertThat((double) right / images).isCloseTo(trained.get("top1").asDouble(), within(0.2));
  }

  @Test
  void predictsTheGoodImagesAndNamesTheBadOnes() throws IOException {
    Path good = png(new SampleData("fashion-mnist").open(Split.TEST).read(0), own.resolve("a.png"));
    Path text = Files.writeString(own.resolve("text.jpg"), "not an image");
    Path bomb =
        Files.write(
            own.resolve("bomb.bmp"),
            ByteBuffer.allocate(54)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {'B', 'M'})
                .putInt(14, 40)
                .putInt(18, 1_000_000)
                .putInt(22, -1_000_000)
                .array());

    CommandLineRun answer =
        CommandLineRun.of(
            "predict",
            "--backend",
            TinyRuns.BACKEND_ID,
            run().toString(),
            text.toString(),
            "missing\n\u001b[2J\u202e.png",
            bomb.toString(),
            "/dev/null",
            good.toString(),
            own.toString());

    assertThat(answer.code()).isEqualTo(1);
    assertThat(answer.out())
        .describedAs(answer.err())
        .containsPattern("\n" + Pattern.quote(good.toString()) + "\\s")
        .satisfies(table -> assertThat(table.lines().count()).isBetween(6L, 7L));
    assertThat(answer.err())
        .contains(
            "text.jpg: [predict/no-image] The file is not an image that can be read: it must be ")
        .contains("missing\\u000a\\u001b[2J\\u202e.png: [predict/no-file] There is no such file.")
        .contains("bomb.bmp: [predict/no-image] Its header says 1000000 x 1000000 pixels, but an ")
        .contains("/dev/null: [predict/no-file] This is a pipe or a device, whose end is unknown.")
        .contains("4 errors")
        .doesNotContain("defect");
  }

  /** Of a million files, a user who reads three waits for three. */
  @Test
  void predictsNoFurtherThanSomebodyReads() throws IOException {
    Path images = Files.createDirectory(own.resolve("many"));
    for (int i = 0; i < 3; i++) {
      ImageIO.write(
          new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY),
          "png",
          images.resolve(i + ".png").toFile());
    }
    StringBuilder written = new StringBuilder();
    Writer closed =
        new Writer() {
          @Override
          public void write(char[] text, int offset, int length) throws IOException {
            written.append(text, offset, length);
            throw new IOException("Broken pipe");
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    PrintWriter out = new PrintWriter(closed, true);

    int code =
        Main.run(
            out,
            new PrintWriter(Writer.nullWriter()),
            "predict",
            "--backend",
            TinyRuns.BACKEND_ID,
            "--json",
            run().toString(),
            images.toString());

    assertThat(code).isZero(); // the process has another: StandardOutput
    assertThat(written).contains("0.png").doesNotContain("1.png", "2.png");
  }

  @Test
  void isExportedWithAndWithoutItsBatchNorms() throws IOException {
    Path plain = own.resolve("plain.onnx");
    Path folded = own.resolve("folded.onnx");

    CommandLineRun answer = export("onnx", plain);
    assertThat(answer.code()).describedAs(answer.err()).isZero();
    assertThat(answer.err())
        .contains("not checked: ONNX Runtime is not on the class path")
        .doesNotContain("export/one-view");
    assertThat(export("onnx", folded, "--fold-batch-norm").code()).isZero();
    assertThat(norms(plain)).isEqualTo(9);
    assertThat(norms(folded)).isZero();

    Path weights = own.resolve("weights.safetensors");
    assertThat(export("safetensors", weights).code()).isZero();
    assertThat(weights).hasSameBinaryContentAs(run().resolve("weights.safetensors"));
    assertThat(export("safetensors", weights, "--fold-batch-norm").code()).isEqualTo(2);
  }

  @Test
  void isWhereAnotherRunStartsAndDiffersFrom() throws IOException {
    Path next = own.resolve("next");
    Path weights = run().resolve("weights.safetensors");

    CommandLineRun answer =
        train(
            next,
            "--set",
            "training.epochs=1",
            "--set",
            "model.weights=" + weights,
            "--set",
            "model.freeze=[\"layer1\", \"conv*\"]");

    assertThat(answer.code()).describedAs(answer.err()).isZero();
    assertThat(answer.err())
        .contains("starts from the weights in " + weights)
        .containsPattern(
            "\\[recipe/frozen] \\d+ of \\d+ parameters keep their values: they are not updated and do not decay.");
    CommandLineRun difference = CommandLineRun.of("diff", run().toString(), next.toString());
    assertThat(difference.code()).isZero();
    assertThat(difference.out())
        .containsPattern("training\\.epochs +2 +1")
        .containsPattern("top1 +[0-9.]+ +[0-9.]+ +[-+]")
        .doesNotContain("optimizer.");
  }

  @Test
  void saysWhatIsNoRun() {
    for (String command : List.of("eval", "report")) {
      CommandLineRun answer = CommandLineRun.of(command, own.resolve("none").toString());
      assertThat(answer.code()).isEqualTo(2);
      assertThat(answer.err())
          .contains(
              "none: [run/not-a-run] This is not the folder of a run: there is no such folder.");
    }
  }

  @Test
  void isEvaluatedWithTheWeightsOfItsCheckpoints() throws IOException {
    double kept = trained.get("loss").asDouble();

    assertThat(lossOf("last")).isEqualTo(kept);
    assertThat(lossOf("averaged")).isEqualTo(kept);
    assertThat(lossOf("ema")).describedAs("the trick that averages").isEqualTo(kept);
    assertThat(lossOf("best")).isLessThanOrEqualTo(kept);
    assertThat(lossOf("raw")).isNotCloseTo(kept, within(1e-3));
  }

  private static double lossOf(String weights) throws IOException {
    CommandLineRun answer =
        CommandLineRun.of(
            "eval", run().toString(), "--backend", TinyRuns.BACKEND_ID, "--weights", weights);
    assertThat(answer.code()).describedAs(answer.err()).isZero();
    assertThat(answer.result().get("weights").asText()).isEqualTo(weights);
    return answer.result().get("loss").asDouble();
  }

  @Test
  void saysWhichWeightsThereAre() {
    CommandLineRun answer = CommandLineRun.of("eval", own.toString(), "--weights", "second");

    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err()).contains("RAW").contains("BEST");
    assertThat(CommandLineRun.of("eval", run().toString(), "--weights", "mixup").err())
        .contains(
            "--weights is 'mixup', but must be one of [EVALUATED, RAW, AVERAGED, BEST, LAST] in any"
                + " case, or the trick ema.");
  }

  @Test
  void learningRatesAreLookedForWithoutATrace() throws IOException {
    Path curve = own.resolve("curve");

    CommandLineRun answer =
        CommandLineRun.of(
            "find-lr",
            Checkout.recipe("quickstart").toString(),
            "--backend",
            TinyRuns.BACKEND_ID,
            "--set",
            "model.width=4",
            "--updates",
            "60",
            "--from",
            "1e-4",
            "--output",
            curve.toString());

    assertThat(answer.code()).describedAs(answer.err()).isZero();
    assertThat(answer.result().get("suggestedRate").asDouble()).isBetween(1e-3, 5.0);
    assertThat(answer.result().get("learningRate").asDouble())
        .isCloseTo(4 * answer.result().get("suggestedRate").asDouble(), within(1e-9));
    assertThat(answer.err()).contains("valley").contains("optimizer.learningRate");
    assertThat(Files.readAllLines(curve.resolve("curve.csv")).get(1)).startsWith("0.000100000,");
    assertThat(ImageIO.read(curve.resolve("curve.png").toFile()).getWidth()).isEqualTo(900);
    try (Stream<Path> files = Files.list(curve)) {
      assertThat(files).hasSize(2);
    }
  }

  private CommandLineRun export(String format, Path output, String... more) {
    return CommandLineRun.of(
        Stream.concat(
                Stream.of(
                    "export",
                    run().toString(),
                    "--backend",
                    TinyRuns.BACKEND_ID,
                    "--format",
                    format,
                    "--output",
                    output.toString()),
                Stream.of(more))
            .toArray(String[]::new));
  }

  private static long norms(Path model) throws IOException {
    return Onnx.ModelProto.parseFrom(Files.readAllBytes(model)).getGraph().getNodeList().stream()
        .filter(node -> node.getOpType().equals("BatchNormalization"))
        .count();
  }

  private static Path png(Dataset.Image image, Path file) throws IOException {
    int side = image.size().width();
    BufferedImage picture = new BufferedImage(4 * side, 4 * side, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 4 * side; y++) {
      for (int x = 0; x < 4 * side; x++) {
        int gray = (int) image.planes()[0][y / 4 * side + x / 4];
        picture.setRGB(x, y, gray << 16 | gray << 8 | gray);
      }
    }
    ImageIO.write(picture, "png", file.toFile());
    return file;
  }
}
