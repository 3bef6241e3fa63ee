package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.api.Losses;
import io.bagoftricks.api.TeacherSource;
import io.bagoftricks.api.TeacherSource.Choice;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Split;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.engine.Recipes;
import io.bagoftricks.engine.cli.Main;
import io.bagoftricks.engine.frozen.FrozenNetwork;
import io.bagoftricks.engine.internal.run.RunFolder;
import io.bagoftricks.engine.internal.tensorfile.TensorFile;
import io.bagoftricks.engine.internal.train.Inference;
import io.bagoftricks.engine.internal.weights.RunWeights;
import io.bagoftricks.engine.internal.weights.WeightsChoice;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plan.TeacherModel;
import io.bagoftricks.engine.storage.Disk;
import io.bagoftricks.engine.toys.IdxFolder;
import io.bagoftricks.engine.toys.TinyRuns;
import io.bagoftricks.engine.toys.WatchedDisk;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Runs that learn from a run: from its folder to the last bit of a student. */
@Tag("device")
final class TeacherTest {
  private static final int SIDE = 12;
  private static final double MEAN = 120;
  private static final double DEVIATION = 70;

  @TempDir private static Path shared;

  @TempDir private Path folder;

  @BeforeAll
  static void trainATeacher() throws IOException {
    IdxFolder.write(shared.resolve("data"), 40, 20, SIDE);
    CommandLineRun answer =
        train(
            Disk.local(),
            shared.resolve("teacher"),
            2,
            """
            {"trick": "normalize", "mean": [%s], "standardDeviation": [%s]},
            {"trick": "ema", "decay": 0.5, "warmup": false}
            """
                .formatted(MEAN, DEVIATION));
    assertThat(answer.code()).describedAs(answer.err()).isZero();
  }

  /** The same as its own run, whatever reads its weights. */
  @ParameterizedTest
  @EnumSource
  void givesTheProbabilitiesThatItsRunGives(Choice choice) throws IOException {
    Recipes recipes = Recipes.load();
    RunPlan plan = recipes.planOfRun(shared.resolve("teacher"), List.of(), problem -> {});
    Dataset images = plan.recipe().data().made().open(Split.TEST);
    List<List<Double>> expected;
    try (Inference own = Inference.of(plan, TinyRuns.backend(), Precision.FLOAT)) {
      RunWeights.load(
          RunFolder.open(Disk.local(), shared.resolve("teacher")),
          choice == Choice.BEST ? WeightsChoice.BEST : WeightsChoice.EVALUATED,
          own);
      expected = own.probabilities(images);
    }

    TeacherModel teacher =
        recipes
            .teachers()
            .find(new TeacherSource(shared.resolve("teacher").toString(), choice, Optional.empty()))
            .orElseThrow();
    try (FrozenNetwork network = teacher.open(TinyRuns.backend(), Precision.FLOAT)) {
      INDArray inputs = Nd4j.create(20, 1, SIDE, SIDE);
      for (int i = 0; i < 20; i++) {
        float[] pixels = images.read(i).planes()[0];
        for (int p = 0; p < pixels.length; p++) {
          inputs.putScalar(i, 0, p / SIDE, p % SIDE, (pixels[p] - MEAN) / DEVIATION);
        }
      }
      double[] found = Losses.softmax(network.logits(inputs), 1);
      for (int i = 0; i < found.length; i++) {
        assertThat(found[i]).isCloseTo(expected.get(i / 10).get(i % 10), within(1e-5));
      }
    }
    assertThat(teacher.facts().normalization().mean()).containsExactly(MEAN);
    assertThat(teacher.facts().sha256()).matches("[0-9a-f]{64}");
  }

  /** A run in 16 bits has its teacher in 16 bits too: nearly what it says in 32. */
  @Test
  void teachesIn16Bits() throws IOException {
    TeacherModel teacher =
        Recipes.load()
            .teachers()
            .find(TeacherSource.of(shared.resolve("teacher").toString()))
            .orElseThrow();
    INDArray inputs = Nd4j.rand(DataType.FLOAT, 20, 1, SIDE, SIDE);
    double[] expected;
    try (FrozenNetwork network = teacher.open(TinyRuns.backend(), Precision.FLOAT)) {
      expected = Losses.softmax(network.logits(inputs), 1);
    }
    try (FrozenNetwork network = teacher.open(TinyRuns.backend(), Precision.BFLOAT16)) {
      double[] found = Losses.softmax(network.logits(inputs), 1);
      assertThat(found).isNotEqualTo(expected);
      assertThat(found).containsExactly(expected, within(0.01));
    }

    Path student = folder.resolve("student");
    CommandLineRun answer =
        train(
            Disk.local(),
            student,
            1,
            distillation(shared.resolve("teacher"))
                + ", {\"trick\": \"mixed-precision\", \"type\": \"bf16\"}");
    assertThat(answer.code()).describedAs(answer.err()).isZero();
    assertThat(Files.readString(student.resolve("manifest.json")))
        .contains("\"precision\" : \"bfloat16\"");
  }

  /** In micro-batches, mixed, in a strict run, and interrupted: to the bits of one that was not. */
  @Test
  void aStudentGoesOnToTheSameBits() throws IOException {
    String tricks = distillation(shared.resolve("teacher")) + ", {\"trick\": \"mixup\"}";
    Path whole = folder.resolve("whole");
    assertThat(train(Disk.local(), whole, 2, tricks).code()).isZero();

    Path cut = folder.resolve("cut");
    Disk full = WatchedDisk.full(file -> file.contains("step-00000006"));
    assertThat(train(full, cut, 2, tricks).code()).isEqualTo(1);
    CommandLineRun resumed = run(Disk.local(), "train", "--resume", cut.toString());
    assertThat(resumed.code()).describedAs(resumed.err()).isZero();

    assertThat(cut.resolve("weights.safetensors"))
        .hasSameBinaryContentAs(whole.resolve("weights.safetensors"));
    assertThat(Files.readString(whole.resolve("metrics.csv"))).contains("trainLoss.distillation");
    assertThat(TensorFile.open(whole.resolve("weights.safetensors")).shapes())
        .isEqualTo(
            TensorFile.open(shared.resolve("teacher").resolve("weights.safetensors")).shapes());
    assertThat(Files.readString(whole.resolve("manifest.json")))
        .containsPattern("\"teachers\" : \\[ \\{\\s*\"path\" : \"[^\"]*teacher\",\\s*\"sha256\"");
  }

  @Test
  void isNotResumedWithAnotherTeacher() throws IOException {
    Path teacher = folder.resolve("teacher");
    copy(shared.resolve("teacher"), teacher);
    Path student = folder.resolve("student");
    Disk full = WatchedDisk.full(file -> file.contains("step-00000006"));
    assertThat(train(full, student, 2, distillation(teacher)).code()).isEqualTo(1);

    delete(teacher);
    assertThat(train(Disk.local(), teacher, 1, "").code()).isZero();
    CommandLineRun refused = run(Disk.local(), "train", "--resume", student.toString());

    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err())
        .contains("[run/teacher-changed] The run was started with another teacher than is in")
        .contains(teacher.toString());
  }

  /** Its folder has another name now: the run goes on from there, and from nothing else. */
  @Test
  void goesOnWithATeacherThatWasMoved() throws IOException {
    Path teacher = folder.resolve("teacher");
    copy(shared.resolve("teacher"), teacher);
    Path whole = folder.resolve("whole");
    assertThat(train(Disk.local(), whole, 2, distillation(teacher)).code()).isZero();
    Path cut = folder.resolve("cut");
    Disk full = WatchedDisk.full(file -> file.contains("step-00000006"));
    assertThat(train(full, cut, 2, distillation(teacher)).code()).isEqualTo(1);
    Path moved = Files.move(teacher, folder.resolve("moved"));

    CommandLineRun gone = run(Disk.local(), "train", "--resume", cut.toString());
    assertThat(gone.code()).isEqualTo(2);
    assertThat(gone.err())
        .contains(
            "[run/teacher-gone] 'distillation' learns from '%s', and there is nothing any more. Put it back, or say where it is now: tricks train --resume %s --set tricks.distillation.teacher=PLACE. It"
                .formatted(teacher, cut))
        .doesNotContain("teacher/missing");
    CommandLineRun other = resume(cut, "tricks.distillation.temperature=2");
    assertThat(other.err())
        .contains("[run/override-changes-result]")
        .contains("tricks.distillation.teacher");
    assertThat(train(Disk.local(), folder.resolve("another"), 1, "").code()).isZero();
    CommandLineRun wrong = resume(cut, "tricks.distillation.teacher=" + folder.resolve("another"));
    assertThat(wrong.err()).contains("[run/teacher-changed]");
    CommandLineRun resumed = resume(cut, "tricks.distillation.teacher=" + moved);
    assertThat(resumed.code()).describedAs(resumed.err()).isZero();
    assertThat(cut.resolve("weights.safetensors"))
        .hasSameBinaryContentAs(whole.resolve("weights.safetensors"));
  }

  /** Two teachers in one recipe, each a term of its own; and they do not change places. */
  @Test
  void twoTeachersTeachTogether() throws IOException {
    Path second = folder.resolve("second");
    assertThat(train(Disk.local(), second, 1, "").code()).isZero();
    String tricks =
        distillation(shared.resolve("teacher"))
            + ", "
            + distillation(second, ", \"id\": \"other\", \"profile\": \"timm\"");
    Path student = folder.resolve("student");
    Disk full = WatchedDisk.full(file -> file.contains("step-00000006"));
    CommandLineRun cut = train(full, student, 2, tricks);
    assertThat(cut.code()).describedAs(cut.err()).isEqualTo(1);

    CommandLineRun exchanged =
        run(
            Disk.local(),
            "train",
            "--resume",
            student.toString(),
            "--set",
            "tricks.distillation.teacher=" + second,
            "--set",
            "tricks.other.teacher=" + shared.resolve("teacher"));
    assertThat(exchanged.err()).contains("[run/teacher-changed]");
    CommandLineRun resumed = run(Disk.local(), "train", "--resume", student.toString());
    assertThat(resumed.code()).describedAs(resumed.err()).isZero();
    assertThat(Files.readString(student.resolve("metrics.csv")))
        .contains("trainLoss.distillation", "trainLoss.other");
  }

  /** Whoever taught a network need not be there when it is used. */
  @Test
  void aStudentIsUsedWithoutItsTeacher() throws IOException {
    Path teacher = folder.resolve("teacher");
    copy(shared.resolve("teacher"), teacher);
    Path student = folder.resolve("student");
    assertThat(train(Disk.local(), student, 1, distillation(teacher)).code()).isZero();
    delete(teacher);

    CommandLineRun used = run(Disk.local(), "eval", student.toString());

    assertThat(used.code()).describedAs(used.err()).isZero();
    assertThat(used.err()).doesNotContain("teacher");
  }

  /** 12x12 at the student's, 8x8: and another normalization. */
  @Test
  void aStudentMayHaveAnotherSizeAndNormalization() throws IOException {
    IdxFolder.write(folder.resolve("data"), 40, 20, 8);
    CommandLineRun answer =
        run(
            Disk.local(),
            "train",
            recipe(folder.resolve("data"), 8, 1, distillation(shared.resolve("teacher")), folder)
                .toString(),
            "--output",
            folder.resolve("student").toString());
    assertThat(answer.code()).describedAs(answer.err()).isZero();
  }

  @Test
  void aTeacherThatIsNotThereIsAWarningOfThePlanAndEndsTraining() throws IOException {
    Path nowhere = folder.resolve("nowhere");
    Path recipe = recipe(shared.resolve("data"), SIDE, 1, distillation(nowhere), folder);
    CommandLineRun explained = run(Disk.local(), "explain", recipe.toString());
    assertThat(explained.code()).describedAs(explained.err()).isZero();
    assertThat(explained.out() + explained.err()).contains("[teacher/missing]");

    Path student = folder.resolve("student");
    CommandLineRun refused =
        run(Disk.local(), "train", recipe.toString(), "--output", student.toString());
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err())
        .contains("[teacher/missing] 'distillation' learns from '" + nowhere)
        .contains("Train the teacher first");
    assertThat(student).doesNotExist();
  }

  @Test
  void refusesATeacherThatIsNotFinished() throws IOException {
    Path teacher = folder.resolve("teacher");
    Disk full = WatchedDisk.full(file -> file.contains("step-00000006"));
    assertThat(train(full, teacher, 2, "").code()).isEqualTo(1);

    CommandLineRun refused =
        train(Disk.local(), folder.resolve("student"), 1, distillation(teacher));

    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err())
        .contains("[teacher/unusable] 'distillation' cannot learn from")
        .contains("[teacher/unfinished] The run has not ended")
        .contains("tricks train --resume " + teacher);
  }

  @Test
  void noRunLearnsFromItself() throws IOException {
    Path student = folder.resolve("student");
    CommandLineRun refused = train(Disk.local(), student, 1, distillation(student));
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("[teacher/own-run] 'distillation' is to learn from");
    assertThat(student).doesNotExist();
  }

  @Test
  void refusesWhatIsNoTeacher() throws IOException {
    Path text = Files.writeString(folder.resolve("teacher.txt"), "a teacher");
    assertThat(train(Disk.local(), folder.resolve("one"), 1, distillation(text)).err())
        .contains("[teacher/unknown-kind] A teacher is the folder of a finished run");
    assertThat(
            train(
                    Disk.local(),
                    folder.resolve("zero"),
                    1,
                    distillation(Path.of("s3")).replace("s3", "s3://a/b"))
                .err())
        .contains(
            "[teacher/not-a-path] The path of the teacher is 's3://a/b', which is an address");
    assertThat(train(Disk.local(), folder.resolve("two"), 1, distillation(shared)).err())
        .contains("[run/not-a-run]");
    Path weights =
        Files.copy(
            shared.resolve("teacher").resolve("weights.safetensors"),
            folder.resolve("alone.safetensors"));
    assertThat(train(Disk.local(), folder.resolve("three"), 1, distillation(weights)).err())
        .contains("[teacher/no-recipe] The file has weights, but lies in no run's folder");
    assertThat(
            train(
                    Disk.local(),
                    folder.resolve("four"),
                    1,
                    distillation(shared.resolve("teacher"), ", \"teacherRecipe\": \"x.json\""))
                .err())
        .contains("[teacher/needless] The teacher is given a recipe, but a run has its own");
    assertThat(
            train(
                    Disk.local(),
                    folder.resolve("five"),
                    1,
                    distillation(
                        shared.resolve("teacher"),
                        ", \"teacherMean\": [0], \"teacherStandardDeviation\": [1]"))
                .err())
        .contains("[teacher/needless] The teacher is given a normalization, but a run has its own");
    Path model = Files.writeString(folder.resolve("teacher.onnx"), "a model");
    assertThat(train(Disk.local(), folder.resolve("six"), 1, distillation(model)).err())
        .contains(
            "[teacher/no-onnx-runtime] A teacher from an ONNX model needs ONNX Runtime, which is not on the class path. Build it in with TRICKS_MAVEN_ARGS=-Donnx (54 MB), or depend on bagoftricks-onnxruntime.");
  }

  /** Weights in a file teach as the run does that they were copied from, given its recipe. */
  @Test
  void weightsInAFileTeachAsTheirRun() throws IOException {
    Path weights =
        Files.copy(
            shared.resolve("teacher").resolve("weights.safetensors"),
            folder.resolve("alone.safetensors"));
    Path recipe = shared.resolve("teacher").resolve("recipe.json");
    Path ofFile = folder.resolve("of-file");
    CommandLineRun answer =
        train(
            Disk.local(),
            ofFile,
            1,
            distillation(weights, ", \"teacherRecipe\": \"" + recipe + "\""));
    assertThat(answer.code()).describedAs(answer.err()).isZero();
    Path ofRun = folder.resolve("of-run");
    assertThat(train(Disk.local(), ofRun, 1, distillation(shared.resolve("teacher"))).code())
        .isZero();
    Path inRun = folder.resolve("in-run");
    assertThat(
            train(
                    Disk.local(),
                    inRun,
                    1,
                    distillation(shared.resolve("teacher").resolve("weights.safetensors")))
                .code())
        .isZero();

    assertThat(ofFile.resolve("weights.safetensors"))
        .hasSameBinaryContentAs(ofRun.resolve("weights.safetensors"));
    assertThat(inRun.resolve("weights.safetensors"))
        .hasSameBinaryContentAs(ofRun.resolve("weights.safetensors"));
  }

  @Test
  void explainNamesItAndCountsItsMemory() throws IOException {
    Path recipe =
        recipe(shared.resolve("data"), SIDE, 1, distillation(shared.resolve("teacher")), folder);
    String explained = run(Disk.local(), "explain", recipe.toString()).out();
    assertThat(explained)
        .containsPattern("  teacher    CifarResNet of \\S*teacher: 5,142 parameters,")
        .containsPattern("teachers [1-9]\\d*\\.\\d KiB,");
  }

  private static CommandLineRun resume(Path run, String set) {
    return run(Disk.local(), "train", "--resume", run.toString(), "--set", set);
  }

  private static String distillation(Path teacher, String... more) {
    return "{\"trick\": \"distillation\", \"teacher\": \"%s\"%s}"
        .formatted(teacher, String.join("", more));
  }

  private static CommandLineRun train(Disk disk, Path output, int epochs, String tricks)
      throws IOException {
    Path where = output.toAbsolutePath().resolveSibling("recipe");
    Path recipe =
        recipe(shared.resolve("data"), SIDE, epochs, tricks, Files.createDirectories(where));
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

  private static Path recipe(Path data, int side, int epochs, String tricks, Path where)
      throws IOException {
    String text =
        """
        {
          "name": "tiny",
          "data": {"type": "idx", "root": "%s", "trainExamples": 40, "testExamples": 20,
            "imageSize": %s},
          "model": {"type": "cifar-resnet", "depth": 8, "width": 4},
          "optimizer": {"type": "sgd"},
          "training": {"epochs": %s, "batchSize": 10, "microBatch": 5, "seed": 7,
            "loaderThreads": 1, "strict": %s, "checkpoint": {"every": "2ba"}},
          "tricks": [%s]
        }
        """
            .formatted(data, side, epochs, tricks.contains("mixup"), tricks);
    return Files.writeString(where.resolve("recipe.json"), text);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(file);
      }
    }
  }
}
