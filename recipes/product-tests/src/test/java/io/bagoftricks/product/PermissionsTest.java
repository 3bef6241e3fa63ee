package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.bagoftricks.engine.toys.TinyRuns;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A permission that is lacking is told as that, not as damage. Skipped where the tests are run as
 * root, who may read and write everywhere.
 */
final class PermissionsTest {
  private static final String READ =
      " may not be read: its permissions do not let this user read it";
  private static final String INTO =
      " may not be written: the permissions of the folder %s do not let this user write into it";

  @TempDir private static Path shared;
  private static Path photos;
  private static Path recipe;
  private static Path run;

  private final Map<Path, String> locked = new LinkedHashMap<>();

  @BeforeAll
  static void train() throws IOException {
    photos = shared.resolve("photos");
    for (String name : List.of("train/cat", "train/dog", "val/cat", "val/dog")) {
      Path where = Files.createDirectories(photos.resolve(name));
      for (int i = 0; i < 4; i++) {
        BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
        image.setRGB(i, i, name.hashCode());
        ImageIO.write(image, "png", where.resolve(i + ".png").toFile());
      }
    }
    recipe =
        Files.writeString(
            shared.resolve("photos.json"),
            """
            {
              "name": "photos",
              "data": {"type": "image-folder", "root": "%s", "imageSize": 16},
              "model": {"type": "cifar-resnet", "depth": 8, "width": 4},
              "optimizer": {"type": "nag"},
              "training": {"epochs": 1, "batchSize": 4, "seed": 7, "checkpoint": {"every": "1ba"}}
            }
            """
                .formatted(photos));
    run = shared.resolve("run");
    CommandLineRun trained = tricks("train", recipe, "--output", run);
    assertThat(trained.code()).describedAs(trained.err()).isZero();
  }

  @BeforeEach
  void isNotRoot() throws IOException {
    Path probe = Files.createTempFile(shared, "probe", "");
    lock(probe, "---------");
    assumeFalse(Files.isReadable(probe));
  }

  @AfterEach
  void unlock() throws IOException {
    for (Map.Entry<Path, String> each : locked.entrySet()) {
      Files.setPosixFilePermissions(
          each.getKey(), PosixFilePermissions.fromString(each.getValue()));
    }
  }

  @Test
  void aRecipe() throws IOException {
    lock(recipe, "---------");

    assertThat(tricks("lint", recipe).out())
        .contains("[recipe/unreadable] The recipe cannot be read: " + recipe + READ + ".");
  }

  @Test
  void aFolderOfAClass() throws IOException {
    Path folder = photos.resolve("train/cat");
    lock(folder, "---------");

    for (String command : List.of("data info", "train")) {
      CommandLineRun answer =
          command.equals("train")
              ? tricks("train", recipe, "--output", shared.resolve("none"))
              : CommandLineRun.of("data", "info", photos.toString());
      assertThat(answer.code()).isEqualTo(2);
      assertThat(answer.err())
          .contains(
              "[data/unreadable] "
                  + folder
                  + READ
                  + ". Give this user the permission, or name other data.");
    }
  }

  @Test
  void aZipFile() throws IOException {
    Path zip = shared.resolve("photos.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip));
        Stream<Path> files = Files.walk(photos)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new ZipEntry(photos.relativize(file).toString()));
        Files.copy(file, out);
      }
    }
    lock(zip, "---------");

    CommandLineRun answer = CommandLineRun.of("data", "info", zip.toString());

    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err()).contains("[data/unreadable] " + zip + READ);
  }

  @Test
  void aPack() throws IOException {
    Path pack = shared.resolve("pack");
    assertThat(tricks("data", "pack", photos, pack).code()).isZero();
    Path segment;
    try (Stream<Path> files = Files.list(pack)) {
      segment = files.filter(file -> file.toString().contains("segment")).findFirst().orElseThrow();
    }
    lock(segment, "---------");

    CommandLineRun answer = CommandLineRun.of("data", "info", pack.toString());

    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err())
        .contains("[data/unreadable] " + segment + READ)
        .doesNotContain("delete", "Fetch");
  }

  @Test
  void theWeightsOfARun() throws IOException {
    Path weights = run.resolve("weights.safetensors");
    lock(weights, "---------");

    CommandLineRun answer = tricks("predict", run, photos.resolve("val/cat/0.png"));

    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err())
        .contains(
            weights
                + ": [run/unreadable] "
                + weights
                + READ
                + ". Give this user the permission; nothing is known to be wrong with the file.")
        .doesNotContain("delete", "copy");
  }

  @Test
  void weightsToStartFrom() throws IOException {
    Path weights =
        Files.copy(run.resolve("weights.safetensors"), shared.resolve("start.safetensors"));
    lock(weights, "---------");

    CommandLineRun answer =
        tricks(
            "train",
            recipe,
            "--set",
            "model.weights=" + weights,
            "--output",
            shared.resolve("started"));

    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err())
        .contains(
            "[weights/unreadable] "
                + weights
                + READ
                + ". Give this user the permission, or name another.");
  }

  @Test
  void theFolderOfARun() throws IOException {
    lock(run, "---------");

    for (String command : List.of("predict", "eval", "report")) {
      CommandLineRun answer =
          command.equals("predict")
              ? tricks(command, run, photos.resolve("val/cat/0.png"))
              : tricks(command, run);
      assertThat(answer.code()).isEqualTo(2);
      assertThat(answer.err())
          .contains("[run/unreadable] ")
          .contains(
              "may not be reached: the permissions of the folder %s do not let this user into it"
                  .formatted(run));
    }
  }

  @Test
  void theFolderForARun() throws IOException {
    Path closed = Files.createDirectory(shared.resolve("closed"));
    lock(closed, "---------");

    CommandLineRun answer = tricks("train", recipe, "--output", closed);

    assertThat(answer.code()).isEqualTo(1);
    assertThat(answer.err())
        .contains("[run/cannot-create] ", closed + READ + ". Name another with --output.");

    lock(closed, "r-xr-xr-x");
    assertThat(tricks("train", recipe, "--output", closed.resolve("run")).err())
        .contains("[run/cannot-create] ", INTO.formatted(closed));
  }

  @Test
  void anImageToPredict() throws IOException {
    Path image = photos.resolve("val/cat/0.png");
    lock(image, "---------");

    assertThat(tricks("predict", run, image).err()).contains("[predict/no-file] " + image + READ);

    Path folder = photos.resolve("val/dog");
    lock(folder, "---------");
    assertThat(tricks("predict", run, folder).err())
        .contains("[predict/no-file] It cannot be read: " + folder + READ + ".");

    // What is beside it is classified all the same.
    for (Object all : List.of(photos.resolve("val"), photos + "/v*/**/1.png")) {
      CommandLineRun others = tricks("predict", run, all);
      assertThat(others.err())
          .contains(folder + ": [predict/no-file] It cannot be read: " + folder + READ + ".");
      assertThat(others.out()).contains(photos.resolve("val/cat/1.png").getParent() + "/");
    }
  }

  private static CommandLineRun tricks(Object... words) {
    Stream<String> all = Stream.of(words).map(Object::toString);
    boolean computes = List.of("train", "predict", "eval").contains(words[0]);
    return CommandLineRun.of(
        (computes ? Stream.concat(all, Stream.of("--backend", TinyRuns.BACKEND_ID)) : all)
            .toArray(String[]::new));
  }

  private void lock(Path path, String permissions) throws IOException {
    locked.putIfAbsent(path, PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }
}
