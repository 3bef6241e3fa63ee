package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.engine.toys.TinyRuns;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No command writes among the classes that it reads. */
final class OutputInDataTest {
  @TempDir private Path folder;

  @Test
  void whatWouldBecomeAClassIsRefusedAndNothingIsWritten() throws IOException {
    Path photos = folder.resolve("photos");
    for (int i = 0; i < 16; i++) {
      Path file = photos.resolve(i % 2 == 0 ? "cat" : "dog").resolve(i + ".png");
      Files.createDirectories(file.getParent());
      BufferedImage image = new BufferedImage(12, 12, BufferedImage.TYPE_INT_RGB);
      image.setRGB(i % 12, i % 5, 0xFFFFFF);
      ImageIO.write(image, "png", file.toFile());
    }
    String recipe =
        Files.writeString(
                folder.resolve("recipe.json"),
                """
                {
                  "name": "photos",
                  "data": {"type": "image-folder", "root": "%s", "imageSize": 12,
                    "validation": {"share": 0.25}},
                  "model": {"type": "cifar-resnet", "depth": 8, "width": 4},
                  "optimizer": {"type": "nag"},
                  "training": {"epochs": 1, "batchSize": 4, "seed": 7},
                  "tricks": [{"trick": "horizontal-flip"}]
                }
                """
                    .formatted(photos))
            .toString();
    for (String command : List.of("train", "ablate", "find-lr")) {
      Path output = photos.resolve(command);
      CommandLineRun run =
          CommandLineRun.of(
              command, recipe, "--backend", TinyRuns.BACKEND_ID, "--output", output.toString());
      assertThat(run.code()).as(command).isEqualTo(2);
      assertThat(run.err())
          .contains(
              output
                  + ": [data/output-inside] This is inside of the folder of images, data.root, so"
                  + " that what is written there would be taken for classes and images. Name a"
                  + " place outside of it with --output.");
    }
    String run = folder.resolve("run").toString();
    CommandLineRun trained =
        CommandLineRun.of("train", recipe, "--backend", TinyRuns.BACKEND_ID, "--output", run);
    assertThat(trained.code()).describedAs(trained.err()).isZero();
    String cats = photos.resolve("cat").toString();
    for (String command :
        List.of(
            "eval RUN --output PHOTOS/evaluation",
            "eval RUN --data PHOTOS --output PHOTOS/evaluation",
            "predict RUN CATS --explain PHOTOS/maps",
            "data preview RECIPE --out PHOTOS/cat/preview.png")) {
      CommandLineRun answer =
          CommandLineRun.of(
              Stream.of(command.split(" ", -1))
                  .map(
                      word ->
                          word.replace("RUN", run)
                              .replace("PHOTOS", photos.toString())
                              .replace("CATS", cats)
                              .replace("RECIPE", recipe))
                  .toArray(String[]::new));
      assertThat(answer.code()).as(command).isEqualTo(2);
      assertThat(answer.err()).contains("[data/output-inside]");
    }
    Path beside = photos.resolve("sheet.png");
    CommandLineRun besideClasses =
        CommandLineRun.of("data", "preview", recipe, "--out", beside.toString());
    assertThat(besideClasses.code()).describedAs(besideClasses.err()).isZero();
    Files.delete(beside);
    Path pictures = Files.createDirectories(folder.resolve("pictures"));
    Files.copy(photos.resolve("cat/0.png"), pictures.resolve("a.png"));
    CommandLineRun amongThem =
        CommandLineRun.of(
            "predict", run, pictures.toString(), "--explain", pictures.resolve("maps").toString());
    assertThat(amongThem.code()).isEqualTo(2);
    assertThat(amongThem.err()).contains("[output/is-input] The command takes all images below");
    assertThat(pictures.resolve("maps")).doesNotExist();
    String hidden = pictures.resolve(".maps").toString();
    assertThat(CommandLineRun.of("predict", run, pictures.toString(), "--explain", hidden).code())
        .isZero();
    assertThat(
            CommandLineRun.of("data", "pack", photos.toString(), photos.resolve("p") + "").code())
        .isEqualTo(2);
    try (Stream<Path> files = Files.list(photos)) {
      assertThat(files).containsExactlyInAnyOrder(photos.resolve("cat"), photos.resolve("dog"));
    }
  }

  /** Nothing of that name is there, but what is read is. */
  @Test
  void anArchiveThatIsReadIsNotWrittenOver() throws IOException {
    Path zip = folder.resolve("x.zip");
    try (ZipOutputStream entries = new ZipOutputStream(Files.newOutputStream(zip))) {
      entries.putNextEntry(new ZipEntry("labels.csv"));
      entries.write("path,label\n".getBytes(StandardCharsets.UTF_8));
      for (int i = 0; i < 8; i++) {
        entries.write("%s.png,%s\n".formatted(i, i % 2).getBytes(StandardCharsets.UTF_8));
      }
      for (int i = 0; i < 8; i++) {
        entries.putNextEntry(new ZipEntry(i + ".png"));
        ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", entries);
      }
    }
    byte[] before = Files.readAllBytes(zip);
    Path recipe =
        Files.writeString(
            folder.resolve("zipped.json"),
            """
            {
              "name": "zipped",
              "data": {"type": "image-folder", "root": "%s!/labels.csv", "imageSize": 8, "validation": {"share": 0.5}},
              "model": {"type": "cifar-resnet", "depth": 8, "width": 4},
              "optimizer": {"type": "nag"},
              "training": {"epochs": 1, "batchSize": 4}
            }
            """
                .formatted(zip));
    CommandLineRun over =
        CommandLineRun.of("data", "preview", recipe.toString(), "--out", zip.toString());
    assertThat(over.code()).describedAs(over.err()).isEqualTo(2);
    assertThat(over.err()).contains("x.zip: [output/is-input] The command reads this file");
    assertThat(Files.readAllBytes(zip)).isEqualTo(before);

    CommandLineRun beside =
        CommandLineRun.of(
            "data", "preview", recipe.toString(), "--out", folder.resolve("sheet.png").toString());
    assertThat(beside.code()).describedAs(beside.err()).isZero();
  }
}
