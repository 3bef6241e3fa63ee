package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.bagoftricks.engine.cli.Main;
import io.bagoftricks.engine.storage.Disk;
import io.bagoftricks.engine.toys.TinyRuns;
import io.bagoftricks.engine.toys.WatchedDisk;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder of photographs, one of which is damaged, from the command line to the weights. */
final class FolderTrainingTest {
  @TempDir private static Path data;

  @TempDir private Path folder;

  @BeforeAll
  static void writeImages() throws IOException {
    Random random = new Random(3);
    for (String part : List.of("train", "val")) {
      for (String name : List.of("cat", "dog")) {
        Path where = Files.createDirectories(data.resolve(part).resolve(name));
        for (int i = 0; i < 8; i++) {
          BufferedImage image = new BufferedImage(14 + i, 20 - i, BufferedImage.TYPE_INT_RGB);
          for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
              image.setRGB(x, y, random.nextInt(1 << 24));
            }
          }
          ImageIO.write(image, "jpg", where.resolve(i + ".jpg").toFile());
        }
      }
    }
    Files.writeString(data.resolve("train/dog/3.jpg"), "no image");
  }

  @Test
  void trainsAndNamesTheDamagedFileOnce() throws IOException {
    CommandLineRun answer = train(Disk.local(), folder.resolve("run"), 1, 2);

    assertThat(answer.code()).describedAs(answer.err()).isZero();
    assertThat(answer.err())
        .containsOnlyOnce(data.resolve("train/dog/3.jpg") + ": The file is not an image");
    assertThat(answer.out()).contains("\"split\":\"validation\"");
    String fault = data.resolve("train/dog/3.jpg") + ": The file is not an image";
    JsonNode badFiles = answer.result().get("badFiles");
    assertThat(badFiles.get("count").asInt()).isEqualTo(1);
    assertThat(badFiles.get("first").get(0).asText()).startsWith(fault);
    assertThat(folder.resolve("run/bad-files.csv")).content().startsWith("fault\n").contains(fault);
    assertThat(folder.resolve("run/report.html")).content().contains("\"badFiles\":[\"" + fault);
  }

  @Test
  void tooManyDamagedFilesEndTheRunAndAreBadInput() throws IOException {
    Path photos = copy();
    Files.writeString(photos.resolve("train/dog/7.jpg"), "no image");
    CommandLineRun answer =
        train(Disk.local(), "image-folder", photos, folder.resolve("run"), 1, 2);

    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err())
        .contains("[data/too-many-bad] ")
        .contains("which is more than data.maxBadFraction, 0.1, allows;")
        .contains(photos.resolve("train/dog/7.jpg") + ": The file is not an image")
        .doesNotContain("Exception", "The data set failed");
  }

  /** A run that has begun meets them in a loader thread. */
  @Test
  void tooManyDamagedFilesOfAnEvaluationAreBadInputToo() throws IOException {
    Path trained = folder.resolve("run");
    assertThat(train(Disk.local(), trained, 1, 1).code()).isZero();
    Path photos = copy();
    Files.writeString(photos.resolve("val/dog/6.jpg"), "no image");
    Files.writeString(photos.resolve("val/dog/7.jpg"), "no image");

    CommandLineRun answer = eval(trained, "--data", photos.toString());

    assertThat(answer.code()).describedAs(answer.err()).isEqualTo(2);
    assertThat(answer.err())
        .contains("[data/too-many-bad] At least 2 of 16 files", "--set data.maxBadFraction=0.1250")
        .doesNotContain("Exception", "The data set failed");
    assertThat(
            eval(trained, "--data", photos.toString(), "--set", "data.maxBadFraction=0.1250")
                .code())
        .isZero();
  }

  @Test
  void anEvaluationNamesTheDamagedFiles() throws IOException {
    Path trained = folder.resolve("run");
    assertThat(train(Disk.local(), trained, 1, 1).code()).isZero();
    Path photos = copy();
    Path damaged = Files.writeString(photos.resolve("val/dog/6.jpg"), "no image");

    CommandLineRun answer = eval(trained, "--data", photos.toString());

    assertThat(answer.code()).describedAs(answer.err()).isZero();
    assertThat(answer.err()).containsOnlyOnce("warning: " + damaged + ": The file is not an image");
    assertThat(answer.result().get("badFiles").get("count").asInt()).isEqualTo(1);
  }

  /** As many images of the same size and classes, but others. */
  @Test
  void anEvaluationOnOtherDataThanTheRunsSaysSo() throws IOException {
    Path trained = folder.resolve("run");
    assertThat(train(Disk.local(), trained, 1, 1).code()).isZero();
    Path photos = copy();

    assertThat(eval(trained, "--set", "data.root=" + photos).err())
        .doesNotContain("run/data-changed");
    Files.move(photos.resolve("val/dog/6.jpg"), photos.resolve("val/cat/9.jpg"));
    Files.move(photos.resolve("val/cat/6.jpg"), photos.resolve("val/dog/6.jpg"));
    CommandLineRun answer = eval(trained, "--set", "data.root=" + photos);

    assertThat(answer.code()).describedAs(answer.err()).isZero();
    assertThat(answer.err())
        .contains(
            "run: [run/data-changed] The images or labels are not those that the run was trained and evaluated with, though there are as many.",
            "1 warning");
  }

  /** The names of results are not rare: a table of the user's own may be called so. */
  @Test
  void aTableBesideTheImagesIsNotWrittenOver() throws IOException {
    Path trained = folder.resolve("run");
    assertThat(train(Disk.local(), trained, 1, 1).code()).isZero();
    Path photos = copy();
    Path mine = Files.writeString(photos.resolve("classes.csv"), "mine");

    CommandLineRun answer =
        eval(trained, "--data", photos.toString(), "--output", photos.toString());

    assertThat(answer.code()).describedAs(answer.err()).isEqualTo(2);
    assertThat(answer.err())
        .contains(photos + ": [output/is-input] The command reads what is in this folder");
    assertThat(mine).hasContent("mine");
  }

  private Path copy() throws IOException {
    Path photos = folder.resolve("photos");
    for (String part : List.of("train/cat/", "train/dog/", "val/cat/", "val/dog/")) {
      Files.createDirectories(photos.resolve(part));
      for (int i = 0; i < 8; i++) {
        Files.copy(data.resolve(part + i + ".jpg"), photos.resolve(part + i + ".jpg"));
      }
    }
    return photos;
  }

  /** A folder that is not there says what a recipe declares of it: a thousand classes. */
  @Test
  void evaluationSaysThatThereIsNothing() throws IOException {
    Path trained = folder.resolve("run");
    assertThat(train(Disk.local(), trained, 1, 2).code()).isZero();
    Path none = folder.resolve("none");
    String nothing = none + " is neither a folder nor a zip file";

    CommandLineRun gone = eval(trained, "--set", "data.root=" + none);
    assertThat(gone.code()).isEqualTo(2);
    assertThat(gone.err())
        .contains(
            "[run/data-changed] The data are not those that the run was trained on, 32 images of")
        .contains(nothing);

    CommandLineRun other = eval(trained, "--data", none.toString());
    assertThat(other.code()).isEqualTo(2);
    assertThat(other.err())
        .contains("[data/unreadable] There is nothing at " + none)
        .doesNotContain("1000 classes", "--set");

    for (String split : List.of("train", "val")) {
      Path another = Files.createDirectories(folder.resolve("another").resolve(split + "/bird"));
      Files.copy(data.resolve("val/cat/0.jpg"), another.resolve("0.jpg"));
    }
    String root = folder.resolve("another").toString();
    assertThat(eval(trained, "--set", "data.root=" + root).err())
        .contains("[run/data-changed] ", "In their place are 2 images of 12x12 in 1 classes");
    assertThat(eval(trained, "--data", root).err())
        .contains("[eval/other-classes] The data have the classes bird in images of");
  }

  /** As many images of as many classes, but the score would be that of other classes. */
  @Test
  void evaluationSaysThatAClassIsAnother() throws IOException {
    Path trained = folder.resolve("run");
    assertThat(train(Disk.local(), trained, 1, 2).code()).isZero();
    rename("cat", "eel");
    CommandLineRun other = eval(trained);
    rename("eel", "cat");

    assertThat(other.code()).isEqualTo(2);
    assertThat(other.err())
        .contains(
            "[run/data-changed] The data are not those that the run was trained on, ",
            "In their place are as many of other classes: class 0 is 'dog', and was 'cat'. Name the"
                + " folder");
  }

  private static void rename(String from, String to) throws IOException {
    for (String split : List.of("train", "val")) {
      Files.move(data.resolve(split).resolve(from), data.resolve(split).resolve(to));
    }
  }

  private static CommandLineRun eval(Path trained, String... more) {
    List<String> words =
        new ArrayList<>(List.of("eval", trained.toString(), "--backend", TinyRuns.BACKEND_ID));
    words.addAll(List.of(more));
    return CommandLineRun.of(words.toArray(String[]::new));
  }

  /** The loss of eval over the probabilities of predict: one preparation, to the last bit. */
  @Test
  void anImageIsPreparedForPredictionAsForEvaluation() throws IOException {
    Path trained = folder.resolve("run");
    assertThat(train(Disk.local(), trained, 1, 2).code()).isZero();
    double loss =
        run(
                Disk.local(),
                "eval",
                trained.toString(),
                "--backend",
                TinyRuns.BACKEND_ID,
                "--split",
                "validation")
            .result()
            .get("loss")
            .asDouble();

    double predicted = 0;
    for (String name : List.of("cat", "dog")) {
      for (int i = 0; i < 8; i++) {
        JsonNode classes =
            run(
                    Disk.local(),
                    "predict",
                    trained.toString(),
                    data.resolve("val").resolve(name).resolve(i + ".jpg").toString(),
                    "--backend",
                    TinyRuns.BACKEND_ID,
                    "--json")
                .result()
                .get("classes");
        for (JsonNode one : classes) {
          if (one.get("name").asText().equals(name)) {
            predicted -= Math.log(one.get("probability").asDouble()) / 16;
          }
        }
      }
    }
    assertThat(predicted).isCloseTo(loss, within(1e-6));
  }

  /** The draws of an image depend on the image, and so does what stands in for it. */
  @Test
  void theNumberOfThreadsAndAResumedRunChangeNothing() throws IOException {
    Path one = folder.resolve("one");
    assertThat(train(Disk.local(), one, 1, 2).code()).isZero();
    Path four = folder.resolve("four");
    assertThat(train(Disk.local(), four, 4, 2).code()).isZero();
    Path cut = folder.resolve("cut");
    Disk full = WatchedDisk.full(file -> file.contains("step-00000006"));
    assertThat(train(full, cut, 2, 2).code()).isEqualTo(1);
    assertThat(run(Disk.local(), "train", "--resume", cut.toString()).code()).isZero();

    for (Path other : List.of(four, cut)) {
      assertSameWeights(other, one);
    }
  }

  /** No crop of such small pictures is decoded at a reduced size, so that pixels do as well. */
  @Test
  void aPackTrainsTheBitsOfItsFilesWithAnyNumberOfThreadsAndResumed() throws IOException {
    Path files = folder.resolve("files");
    assertThat(train(Disk.local(), files, 1, 2).code()).isZero();
    Path lossless = pack("lossless.pack");
    for (int threads : List.of(1, 2, 4)) {
      Path run = folder.resolve("lossless" + threads);
      CommandLineRun answer = train(Disk.local(), "pack", lossless, run, threads, 2);
      assertThat(answer.code()).describedAs(answer.err()).isZero();
      assertSameWeights(run, files);
    }
    Path cut = folder.resolve("cut");
    Disk full = WatchedDisk.full(file -> file.contains("step-00000006"));
    assertThat(train(full, "pack", lossless, cut, 4, 2).code()).isEqualTo(1);
    assertThat(run(Disk.local(), "train", "--resume", cut.toString()).code()).isZero();
    assertSameWeights(cut, files);

    Path decoded = folder.resolve("decoded");
    Path pixels = pack("decoded.pack", "--decoded");
    assertThat(train(Disk.local(), "pack", pixels, decoded, 2, 2).code()).isZero();
    assertSameWeights(decoded, files);
  }

  private Path pack(String name, String... options) throws IOException {
    Path pack = folder.resolve(name);
    List<String> arguments =
        new ArrayList<>(List.of("data", "pack", data.toString(), pack.toString()));
    arguments.addAll(List.of(options));
    CommandLineRun made = run(Disk.local(), arguments.toArray(String[]::new));
    assertThat(made.code()).describedAs(made.err()).isZero();
    assertThat(made.result().get("images").asInt()).isEqualTo(32);
    assertThat(made.result().get("bad").asInt()).isEqualTo(1);
    assertThat(made.err()).contains("warning: train/dog/3.jpg: ");
    String told = "nothing was decoded. To decode each once: tricks data info ";
    assertThat(made.err().contains(told + pack)).isEqualTo(options.length == 0);
    return pack;
  }

  private static void assertSameWeights(Path run, Path other) {
    assertThat(run.resolve("weights.safetensors"))
        .hasSameBinaryContentAs(other.resolve("weights.safetensors"));
  }

  @Test
  void aRunKeepsTheBadFilesThatItMetBeforeItWasStopped() throws IOException {
    Path cut = folder.resolve("cut");
    Disk full = WatchedDisk.full(file -> file.contains("step-00000006"));
    assertThat(train(full, cut, 1, 2).code()).isEqualTo(1);
    assertThat(cut.resolve("bad-files.csv")).content().contains("train/dog/3.jpg");
    Files.writeString(cut.resolve("bad-files.csv"), "an older one\n", StandardOpenOption.APPEND);

    CommandLineRun whole = run(Disk.local(), "train", "--resume", cut.toString());

    assertThat(whole.code()).describedAs(whole.err()).isZero();
    assertThat(whole.result().get("badFiles").get("count").asInt()).isEqualTo(2);
    assertThat(cut.resolve("bad-files.csv")).content().hasLineCount(3);
  }

  @Test
  void nothingIsSaidOfBadFilesWhereAllAreGood() throws IOException {
    Path damaged = data.resolve("train/dog/3.jpg");
    String text = Files.readString(damaged);
    Files.copy(data.resolve("train/dog/2.jpg"), damaged, StandardCopyOption.REPLACE_EXISTING);
    try {
      CommandLineRun good = train(Disk.local(), folder.resolve("good"), 1, 1);
      assertThat(good.result().has("badFiles")).isFalse();
      assertThat(folder.resolve("good/bad-files.csv")).doesNotExist();
    } finally {
      Files.writeString(damaged, text);
    }
  }

  private CommandLineRun train(Disk disk, Path output, int threads, int epochs) throws IOException {
    return train(disk, "image-folder", data, output, threads, epochs);
  }

  private CommandLineRun train(
      Disk disk, String type, Path root, Path output, int threads, int epochs) throws IOException {
    Path recipe =
        Files.writeString(
            folder.resolve("recipe.json"),
            """
            {
              "name": "photos",
              "data": {"type": "%s", "root": "%s", "imageSize": 12, "maxBadFraction": 0.1},
              "model": {"type": "cifar-resnet", "depth": 8, "width": 4},
              "optimizer": {"type": "nag"},
              "training": {"epochs": %s, "batchSize": 4, "seed": 7, "loaderThreads": %s,
                "checkpoint": {"every": "2ba"}},
              "tricks": [{"trick": "random-resized-crop"}, {"trick": "horizontal-flip"}]
            }
            """
                .formatted(type, root, epochs, threads));
    return run(disk, "train", recipe.toString(), "--output", output.toString());
  }

  private static CommandLineRun run(Disk disk, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    if (arguments[0].equals("train") && !all.contains("--resume")) {
      all.addAll(List.of("--backend", TinyRuns.BACKEND_ID));
    }
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Main.run(disk, new PrintWriter(out), new PrintWriter(err), all.toArray(String[]::new));
    return new CommandLineRun(code, out.toString(), err.toString());
  }
}
