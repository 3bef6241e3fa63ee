package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bagoftricks.engine.internal.table.Csv;
import io.bagoftricks.engine.toys.TinyRuns;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Predicting for folders of photographs, with and without pictures of what the network saw. */
final class PredictTest {
  @TempDir private static Path shared;

  @TempDir private Path own;

  private static Path data() {
    return shared.resolve("data");
  }

  @BeforeAll
  static void train() throws IOException {
    Random random = new Random(5);
    for (String name : List.of("train/cat", "train/dog", "train/=eel", "val/cat")) {
      Path where = Files.createDirectories(data().resolve(name));
      for (int i = 0; i < 6; i++) {
        BufferedImage image = new BufferedImage(20 + i, 26 - i, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < image.getHeight(); y++) {
          for (int x = 0; x < image.getWidth(); x++) {
            image.setRGB(x, y, random.nextInt(1 << 24));
          }
        }
        ImageIO.write(image, "jpg", where.resolve(i + ".jpg").toFile());
      }
    }
    Path recipe =
        Files.writeString(
            shared.resolve("recipe.json"),
            """
            {
              "name": "photos",
              "data": {"type": "image-folder", "root": "%s", "imageSize": 16},
              "model": {"type": "cifar-resnet", "depth": 8, "width": 4},
              "optimizer": {"type": "nag"},
              "training": {"epochs": 1, "batchSize": 6, "seed": 7},
              "tricks": [{"trick": "resize-center-crop", "testTimeFlip": true}]
            }
            """
                .formatted(data()));
    CommandLineRun trained =
        CommandLineRun.of(
            "train",
            recipe.toString(),
            "--output",
            shared.resolve("run").toString(),
            "--backend",
            TinyRuns.BACKEND_ID);
    assertThat(trained.code()).describedAs(trained.err()).isZero();
  }

  /** Batches, threads and neighbors that are not images change no prediction. */
  @Test
  void aFolderGivesWhatItsFilesGiveOneByOne() throws IOException {
    Path folder = Files.createDirectories(own.resolve("in/deep"));
    List<String> single = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Path file = folder.resolve("c" + i + ".jpg");
      Files.copy(data().resolve("val/cat").resolve(i + ".jpg"), file);
      single.addAll(predict(file.toString(), "--json", "--top-k", "3").out().lines().toList());
    }
    Files.writeString(folder.resolve("c2b.jpg"), "no image");

    CommandLineRun all = predict(own.resolve("in").toString(), "--json", "--top-k", "3");

    assertThat(all.code()).isEqualTo(1);
    assertThat(all.err()).contains("c2b.jpg: [predict/no-image]", "1 error");
    CommandLineRun pattern = predict(own + "/**/c[0-9].jpg", "--json", "--top-k", "3");
    assertThat(pattern.code()).isZero();
    for (CommandLineRun answer : List.of(all, pattern)) {
      List<String> lines = answer.out().lines().toList();
      assertThat(lines).hasSameSizeAs(single);
      for (int i = 0; i < lines.size(); i++) {
        assertSame(lines.get(i), single.get(i));
      }
    }
  }

  @Test
  void exportSaysThatTheModelSeesOneOfTheViews() throws IOException {
    CommandLineRun answer =
        CommandLineRun.of(
            "export",
            shared.resolve("run").toString(),
            "--backend",
            TinyRuns.BACKEND_ID,
            "--format",
            "onnx",
            "--output",
            own.resolve("model.onnx").toString());

    assertThat(answer.code()).describedAs(answer.err()).isZero();
    assertThat(answer.err())
        .contains(
            "warning: [export/one-view] Predictions of this run are means over 2 views of each image (resize-center-crop), but the model gives the logits of one. For the same answers run it on each view, and average the probabilities.");
  }

  @Test
  void theTableForSpreadsheetsHasALinePerClass() throws IOException {
    CommandLineRun answer = predict(data().resolve("val").toString(), "--csv", "--top-k", "2");

    assertThat(answer.code()).describedAs(answer.err()).isZero();
    List<List<String>> table = Csv.read(answer.out());
    assertThat(table).hasSize(1 + 6 * 2);
    assertThat(table.get(0)).containsExactly("image", "rank", "label", "class", "probability");
    assertThat(table.get(2).get(0)).endsWith("val/cat/0.jpg");
    assertThat(table.get(2).get(1)).isEqualTo("2");
    List<String> names = List.of("=eel", "cat", "dog");
    for (List<String> line : table.subList(1, table.size())) {
      assertThat(line.get(3)).isEqualTo(names.get(Integer.parseInt(line.get(2))));
    }
    double sum = 0;
    for (List<String> line :
        Csv.read(predict(data() + "/val/cat/0.jpg", "--csv").out()).subList(1, 4)) {
      sum += Double.parseDouble(line.get(4));
    }
    assertThat(sum).isBetween(1 - 1e-9, 1 + 1e-9);
  }

  @Test
  void picturesShowWhatTheNetworkLookedAt() throws IOException {
    Path pictures = own.resolve("maps");
    Path twin = Files.createDirectories(own.resolve("twin")).resolve("0.jpg");
    Files.copy(data().resolve("val/cat/1.jpg"), twin);
    Path bad = Files.writeString(own.resolve("bad.jpg"), "no image");

    CommandLineRun answer =
        predict(
            data() + "/val/cat/0.jpg",
            bad.toString(),
            twin.toString(),
            "--json",
            "--explain",
            pictures.toString(),
            "--class",
            "dog");

    assertThat(answer.code()).isEqualTo(1);
    try (var all = Files.list(pictures)) {
      assertThat(all.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("0.jpg.png", "0.jpg-2.png");
    }
    List<String> lines = answer.out().lines().toList();
    assertThat(lines).hasSize(2);
    for (String line : lines) {
      JsonNode map = new ObjectMapper().readTree(line).get("classMap");
      assertThat(map.get("class").asText()).isEqualTo("dog");
      assertThat(map.get("layer").asText()).isEqualTo("layer3.0.act2");
      assertThat(map.get("rows").size()).isEqualTo(4);
      BufferedImage picture = ImageIO.read(Path.of(map.get("picture").asText()).toFile());
      assertThat(picture.getWidth()).isEqualTo(692);
    }
    assertSame(lines.get(0), predict(data() + "/val/cat/0.jpg", "--json").out());
    assertThat(predict(data() + "/val/cat/0.jpg", "--explain", pictures.toString()).out())
        .contains(" in " + pictures.resolve("0.jpg.png"));
  }

  /** Of as many bytes as a name may have: the picture's is shorter, and so is that of its draft. */
  @Test
  void anImageOfTheLongestNameHasItsMapToo() throws IOException {
    Path image = own.resolve("猫".repeat(83) + "ab.jpg");
    Files.copy(data().resolve("val/cat/1.jpg"), image);
    Path maps = own.resolve("maps");

    CommandLineRun answer = predict(image.toString(), "--explain", maps.toString());

    assertThat(answer.code()).describedAs(answer.err()).isZero();
    try (var all = Files.list(maps)) {
      assertThat(all).singleElement().satisfies(map -> assertThat(map).isNotEmptyFile());
    }
  }

  @Test
  void refusesWhatItCannotDo() {
    String image = data() + "/val/cat/0.jpg";
    String maps = own.resolve("maps").toString();
    assertRefused(
        "--class is 'dgo', which is not a class of the run. Did you mean 'dog'?",
        image,
        "--explain",
        maps,
        "--class",
        "dgo");
    assertRefused("--class says what --explain draws. Add --explain DIR", image, "--class", "dog");
    assertRefused("--layer says what --explain draws", image, "--layer", "layer1");
    assertRefused("--json and --csv are two forms of one answer", image, "--json", "--csv");
    assertRefused("--top-k is 0, but must be 1 to", image, "--top-k", "0");
    assertRefused(
        "[class-map/no-map] 'layer1' is not a layer with a map",
        image,
        "--explain",
        maps,
        "--layer",
        "layer1");
    assertThat(own.resolve("maps")).doesNotExist();
  }

  /** A batch of another size may round in another way. */
  private static void assertSame(String line, String other) throws IOException {
    JsonNode one = new ObjectMapper().readTree(line);
    JsonNode two = new ObjectMapper().readTree(other);
    assertThat(one.get("image")).isEqualTo(two.get("image"));
    assertThat(one.get("classes").size()).isEqualTo(two.get("classes").size());
    for (int i = 0; i < one.get("classes").size(); i++) {
      JsonNode a = one.get("classes").get(i);
      JsonNode b = two.get("classes").get(i);
      assertThat(a.get("name")).isEqualTo(b.get("name"));
      assertThat(a.get("probability").asDouble())
          .isCloseTo(b.get("probability").asDouble(), within(1e-6));
    }
  }

  private static void assertRefused(String message, String... arguments) {
    CommandLineRun answer = predict(arguments);
    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.out()).isEmpty();
    assertThat(answer.err()).contains(message);
  }

  private static CommandLineRun predict(String... arguments) {
    List<String> all =
        new ArrayList<>(
            List.of("predict", shared.resolve("run").toString(), "--backend", TinyRuns.BACKEND_ID));
    all.addAll(List.of(arguments));
    return CommandLineRun.of(all.toArray(String[]::new));
  }
}
