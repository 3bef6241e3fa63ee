package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.bagoftricks.api.data.Dataset.Image;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.engine.images.ImageDecoder;
import io.bagoftricks.engine.images.ImageRules;
import io.bagoftricks.engine.toys.TinyRuns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder of all that makes trouble: the run ends well, and its report names each bad file. */
final class AwkwardTrainingTest {
  private static final Path SHARED = Path.of("../../../shared/data/awkward");
  private static final List<String> BAD =
      List.of(
          "bomb.bmp",
          "bomb.gif",
          "bomb.jpg",
          "bomb.png",
          "header-alone.jpg",
          "link-out.jpg",
          "link-to-itself.jpg",
          "link-to-nothing.jpg",
          "text.jpg",
          "zero.jpg",
          "zeros.png");
  private static final List<String> BAD_OF_OTHERS =
      List.of("empty.jpg", "text-named.jpg", "truncated.jpg");

  @TempDir private Path folder;
  private AwkwardImages images;

  @BeforeEach
  void writeImages() throws IOException {
    images = new AwkwardImages(Files.createDirectories(folder.resolve("data/train/awkward")));
    images.good();
  }

  @Test
  void trainingEndsWellAndNamesEachBadFile() throws IOException {
    images.bad(folder.resolve("outside.jpg"));
    images.forgedArithmetic();
    Set<String> bad = new TreeSet<>(BAD);
    if (Files.isDirectory(SHARED)) {
      try (Stream<Path> files = Files.list(SHARED)) {
        for (Path file : files.toList()) {
          Files.copy(file, images.folder().resolve(file.getFileName()));
        }
      }
      bad.addAll(BAD_OF_OTHERS);
    }
    AwkwardImages more = new AwkwardImages(Files.createDirectories(folder.resolve("data/train/b")));
    more.good();
    Path recipe =
        Files.writeString(
            folder.resolve("recipe.json"),
            """
            {
              "name": "awkward",
              "data": {"type": "image-folder", "root": "%s", "imageSize": 12,
                "maxBadFraction": 0.5, "validation": {"share": 0.2}},
              "model": {"type": "cifar-resnet", "depth": 8, "width": 4},
              "optimizer": {"type": "nag", "learningRate": 0.01},
              "training": {"epochs": 1, "batchSize": 8, "seed": 7},
              "tricks": [{"trick": "random-resized-crop"}]
            }
            """
                .formatted(folder.resolve("data")));
    Path run = folder.resolve("run");

    CommandLineRun trained =
        CommandLineRun.of(
            "train",
            recipe.toString(),
            "--output",
            run.toString(),
            "--backend",
            TinyRuns.BACKEND_ID);

    assertThat(trained.code()).describedAs(trained.err()).isZero();
    assertThat(named(trained.result().get("badFiles").get("first"))).isEqualTo(bad);
    String report = Files.readString(run.resolve("report.html"));
    assertThat(bad).allSatisfy(name -> assertThat(report).contains("/awkward/" + name + ": "));

    CommandLineRun predicted =
        CommandLineRun.of(
            "predict",
            run.toString(),
            images.folder().toString(),
            "--backend",
            TinyRuns.BACKEND_ID,
            "--json");
    assertThat(predicted.code()).isEqualTo(1);
    assertThat(predicted.err()).contains(bad.size() + " errors");
    try (Stream<Path> all = Files.list(images.folder())) {
      assertThat(predicted.out()).hasLineCount((int) all.count() - bad.size());
    }
  }

  /** Names may have line ends in them; faults end with a sentence. */
  private static Set<String> named(JsonNode faults) {
    Set<String> names = new TreeSet<>();
    for (JsonNode fault : faults) {
      String path = fault.asText().replaceAll(": [A-Z].*", "");
      names.add(path.substring(path.lastIndexOf('/') + 1));
    }
    return names;
  }

  /** The middles of uniform blocks lose little in JPEG: a level or two. */
  @Test
  void allOrientationsAreOnePicture() throws IOException {
    ImageDecoder decoder = new ImageDecoder(3, ImageRules.defaults());
    for (int orientation = 1; orientation <= 8; orientation++) {
      assertIsBlocks(decoder, "exif-" + orientation + ".jpg");
    }
  }

  @Test
  void otherCodesAreThatPictureToo() throws IOException {
    ImageDecoder decoder = new ImageDecoder(3, ImageRules.defaults());
    assertIsBlocks(decoder, "progressive.jpg");
    assertIsBlocks(decoder, "arithmetic.jpg");
  }

  private void assertIsBlocks(ImageDecoder decoder, String name) throws IOException {
    Image image = decoder.decode(images.folder().resolve(name));
    assertThat(image.size()).isEqualTo(new Size(48, 32));
    for (int y = 8; y < 48; y += 16) {
      for (int x = 8; x < 32; x += 16) {
        int rgb = AwkwardImages.blocks(1).getRGB(x, y);
        for (int channel = 0; channel < 3; channel++) {
          assertThat((double) image.planes()[channel][y * 32 + x])
              .describedAs("%s, %s, %s, %s", name, channel, y, x)
              .isCloseTo((rgb >> (16 - 8 * channel)) & 255, within(4.0));
        }
      }
    }
  }

  /** Paper without ink, in Adobe's inverted bands. */
  @Test
  void fourBandsBecomeColors() throws IOException {
    ImageDecoder decoder = new ImageDecoder(3, ImageRules.defaults());
    for (String name : List.of("cmyk.jpg", "ycck.jpg")) {
      for (float[] plane : decoder.decode(images.folder().resolve(name)).planes()) {
        for (float value : plane) {
          assertThat(value).describedAs(name).isGreaterThan(250);
        }
      }
    }
  }
}
