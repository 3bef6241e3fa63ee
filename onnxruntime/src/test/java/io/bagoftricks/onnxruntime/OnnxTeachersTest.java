package io.bagoftricks.onnxruntime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.api.TeacherSource;
import io.bagoftricks.api.TeacherSource.Choice;
import io.bagoftricks.api.network.Normalization;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.engine.Recipes;
import io.bagoftricks.engine.export.OnnxModel;
import io.bagoftricks.engine.frozen.FrozenNetwork;
import io.bagoftricks.engine.internal.teacher.InputConversion;
import io.bagoftricks.engine.internal.train.TrainingRun;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plan.RunPlanner;
import io.bagoftricks.engine.plan.TeacherFacts;
import io.bagoftricks.engine.plan.TeacherModel;
import io.bagoftricks.engine.problem.ProblemException;
import io.bagoftricks.engine.toys.TinyRuns;
import io.bagoftricks.engine.train.TrainingListener;
import io.bagoftricks.engine.train.TrainingResult;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import onnx.Onnx.TensorProto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Networks of others as teachers. */
final class OnnxTeachersTest {
  private static final Optional<Normalization> IMAGENET =
      Optional.of(
          new Normalization(List.of(123.675, 116.28, 103.53), List.of(58.395, 57.12, 57.375)));

  @TempDir private Path folder;

  /** Row r, channel c is r + c: its logits are r + c times 1, 10, 100. */
  @ParameterizedTest
  @CsvSource({"0, FLOAT", "1, FLOAT", "2, FLOAT", "7, FLOAT", "0, DOUBLE", "2, BFLOAT16"})
  void computesAnyBatch(int fixed, DataType type) throws IOException {
    Path model = OnnxFiles.means(fixed).write(folder.resolve("means.onnx"));
    try (FrozenNetwork network = find(model, IMAGENET).open(TinyRuns.backend(), Precision.FLOAT)) {
      for (int rows : List.of(5, 3, 5)) {
        INDArray inputs = Nd4j.create(type, rows, 3, 2, 2);
        for (int r = 0; r < rows; r++) {
          for (int c = 0; c < 3; c++) {
            inputs.slice(r).slice(c).assign(r + c);
          }
        }

        INDArray logits = network.logits(inputs);

        assertThat(logits.dataType()).isEqualTo(type);
        assertThat(logits.shape()).containsExactly(rows, 3);
        for (int r = 0; r < rows; r++) {
          assertThat(logits.getDouble(r, 0)).isCloseTo(r, within(1e-6));
          assertThat(logits.getDouble(r, 1)).isCloseTo((r + 1) * 10, within(1e-6));
          assertThat(logits.getDouble(r, 2))
              .isCloseTo((r + 2) * 100, within(type == DataType.BFLOAT16 ? 2 : 1e-6));
        }
      }
    }
  }

  /** As after surgery on the graph: what is declared is no more what is computed. */
  @Test
  void logitsOfAnotherShapeThanDeclaredAreRefused() throws IOException {
    Path model =
        OnnxFiles.of(
                List.of(OnnxFiles.floats("image", 0, 3, 0, 0)),
                List.of(OnnxFiles.floats("logits", 0, 2)))
            .write(folder.resolve("cut.onnx"));
    TeacherModel teacher = find(model, IMAGENET);
    try (FrozenNetwork network = teacher.open(TinyRuns.backend(), Precision.FLOAT);
        INDArray inputs = Nd4j.rand(4, 3, 8, 8)) {
      assertThatThrownBy(() -> network.logits(inputs))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining(
              "[teacher/onnx-output] The output 'logits' has the shape [4, 3] for 4 images, but the"
                  + " model declares [4, 2]. Export the model again.");
    }
  }

  @Test
  void readsItsFactsWithoutRunningIt() throws IOException {
    Path model =
        OnnxFiles.of(
                List.of(OnnxFiles.floats("x", 0, 3, 8, 6)), List.of(OnnxFiles.floats("y", 0, 3)))
            .write(folder.resolve("sized.onnx"));
    TeacherFacts facts = find(model, IMAGENET).facts();

    assertThat(facts.classes()).isEqualTo(3);
    assertThat(facts.input().orElseThrow().size()).isEqualTo(new Size(8, 6));
    assertThat(facts.parameters()).isEqualTo(3);
    assertThat(facts.normalization()).isEqualTo(IMAGENET.orElseThrow());
    assertThat(find(OnnxFiles.means(0).write(model), IMAGENET).facts().input()).isEmpty();
  }

  /** Our own export, which takes pixels, gives what our network gives for normalized ones. */
  @Test
  void anExportOfOursTeachesAsTheNetworkItWasMadeFrom() throws IOException {
    Path model = folder.resolve("ours.onnx");
    RunPlan plan = plan("");
    Normalization students = new Normalization(List.of(100.0), List.of(50.0));
    try (Weights weights = TinyRuns.backend().allocate(plan.network(), Precision.FLOAT)) {
      OnnxModelTest.fill(weights);
      Normalization own = new Normalization(List.of(120.0), List.of(70.0));
      Files.write(model, OnnxModel.of("ours", weights, own, List.of(), false));
      TeacherModel teacher = find(model, Optional.empty());
      INDArray inputs = Nd4j.rand(4, 1, 12, 12);
      double[] expected;
      try (InputConversion toOwn = new InputConversion(students, own, Optional.empty())) {
        expected = OnnxModelTest.logits(weights, toOwn.apply(inputs));
      }
      try (FrozenNetwork network = teacher.open(TinyRuns.backend(), Precision.FLOAT);
          InputConversion conversion =
              new InputConversion(students, teacher.facts().normalization(), Optional.empty())) {
        double[] found = network.logits(conversion.apply(inputs)).reshape(40).toDoubleVector();
        for (int i = 0; i < found.length; i++) {
          assertThat(found[i]).isCloseTo(expected[i], within(1e-4));
        }
      }
    }
  }

  /** Twice, to the same bits; and it does make a difference. */
  @Test
  void aRunLearnsFromIt() throws IOException {
    Path model = folder.resolve("ours.onnx");
    try (Weights weights = TinyRuns.backend().allocate(plan("").network(), Precision.FLOAT)) {
      OnnxModelTest.fill(weights);
      Files.write(model, OnnxModel.of("ours", weights, Normalization.unit(1), List.of(), false));
    }
    String distillation =
        "{\"trick\": \"distillation\", \"teacher\": \"%s\", \"temperature\": 2}".formatted(model);

    List<Float> first = train(distillation);

    assertThat(train(distillation)).isEqualTo(first);
    assertThat(train("")).isNotEqualTo(first);
  }

  @Test
  void aModelThatChangedAfterThePlanIsRefused() throws IOException {
    Path model = OnnxFiles.means(0).write(folder.resolve("means.onnx"));
    TeacherModel teacher = find(model, IMAGENET);
    OnnxFiles.means(4).write(model);

    assertThatThrownBy(() -> teacher.open(TinyRuns.backend(), Precision.FLOAT))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(
            "[teacher/changed] The model has changed since the run was planned. Start the run"
                + " again.");
  }

  /** The hash is of the weights, too, wherever they are. */
  @Test
  void weightsMayBeInAFileBesideIt() throws IOException {
    Path model = OnnxFiles.means(0).withWeightsIn("means.bin").write(folder.resolve("means.onnx"));
    assertRefusal(
        model,
        IMAGENET,
        "[teacher/onnx-broken] Weights of the model are in 'means.bin', and there is no such file"
            + " in its folder. Copy it there.");
    write(folder.resolve("means.bin"), 1, 10, 100);
    TeacherModel teacher = find(model, IMAGENET);
    try (FrozenNetwork network = teacher.open(TinyRuns.backend(), Precision.FLOAT)) {
      assertThat(network.logits(Nd4j.ones(1, 3, 2, 2)).toFloatMatrix()[0])
          .containsExactly(1, 10, 100);
    }

    write(folder.resolve("means.bin"), 2, 10, 100);

    assertThat(find(model, IMAGENET).facts().sha256()).isNotEqualTo(teacher.facts().sha256());
    Path outside = Files.createDirectory(folder.resolve("inner")).resolve("means.onnx");
    OnnxFiles.means(0).withWeightsIn("../means.bin").write(outside);
    assertRefusal(
        outside, IMAGENET, "[teacher/onnx-broken] Weights of the model are in '../means.bin'");
  }

  /** Java knows no other working directory than that of its process. */
  @Test
  void weightsMayBeBesideAModelThatIsNamedFromTheWorkingDirectory() throws IOException {
    Path model = Path.of("OnnxTeachersTest.onnx");
    Path weights = Path.of("OnnxTeachersTest.bin");
    try {
      OnnxFiles.means(0).withWeightsIn(weights.toString()).write(model);
      write(weights, 1, 10, 100);

      assertThat(find(model, IMAGENET).facts().sha256()).hasSize(64);
    } finally {
      Files.deleteIfExists(model);
      Files.deleteIfExists(weights);
    }
  }

  @Test
  void refusesWhatItCannotLearnFrom() throws IOException {
    Path file = folder.resolve("model.onnx");
    assertRefusal(
        Files.writeString(file, "a text"),
        IMAGENET,
        "[teacher/onnx-broken] The file is not an ONNX model");
    assertRefusal(
        Files.write(file, new byte[0]),
        IMAGENET,
        "[teacher/onnx-broken] The file is not an ONNX model");
    byte[] whole = Files.readAllBytes(OnnxFiles.means(0).write(file));
    assertRefusal(
        Files.write(file, Arrays.copyOf(whole, whole.length / 2)),
        IMAGENET,
        "[teacher/onnx-broken] The file is not an ONNX model");
    assertRefusal(
        OnnxFiles.means(0).write(file),
        Optional.empty(),
        "[teacher/no-normalization] The model does not say how its images are normalized.");
    assertRefusal(
        OnnxFiles.means(0).write(file),
        Optional.of(Normalization.unit(1)),
        "[teacher/normalization] The teacher's normalization has 1 values, but the model takes"
            + " images of 3 channels. State one value per channel.");
    assertRefusal(
        model(file, "x", 0, 8, 8, 3),
        "[teacher/onnx-input] The input 'x' has the shape [any, 8, 8, 3]; a teacher takes images as"
            + " [batch, channels, height, width] with 1 or 3 channels. Its channels seem to be"
            + " last: transpose them where the model is exported.");
    assertRefusal(
        model(file, "x", 0, 3, 8, 0),
        "[teacher/onnx-input] The input 'x' has the shape [any, 3, 8, any], whose height or width"
            + " is fixed, but not both.");
    assertRefusal(
        OnnxFiles.means(0).withWeightsOf(1L << 32, 3L, 1L << 32).write(file),
        "[teacher/onnx-broken] The weights 'factors' have the shape [4294967296, 3, 4294967296],"
            + " which is more values than there can be. Export the model again.");
    assertRefusal(
        model(file, "x", 0, 3, (1L << 32) + 8, 8),
        "[teacher/onnx-input] The input 'x' has the shape [any, 3, 4294967304, 8]; an image has at"
            + " most 8192 rows and columns.");
    assertRefusal(
        model(file, "x", 0, 192),
        "[teacher/onnx-input] The input 'x' has the shape [any, 192] and the type FLOAT; a teacher"
            + " takes images as [batch, channels, height, width] in float32. Export the model so.");
    assertRefusal(
        OnnxFiles.of(
                List.of(OnnxFiles.value("x", TensorProto.DataType.FLOAT16, 0, 3, 8, 8)),
                List.of(OnnxFiles.floats("y", 0, 3)))
            .write(file),
        IMAGENET,
        "[teacher/onnx-input] The input 'x' has the shape [any, 3, 8, 8] and the type FLOAT16");
    assertRefusal(
        OnnxFiles.of(
                List.of(OnnxFiles.floats("x", 0, 3, 8, 8), OnnxFiles.floats("mask", 0, 8)),
                List.of(OnnxFiles.floats("y", 0, 3)))
            .write(file),
        IMAGENET,
        "[teacher/onnx-input] The model has 2 inputs ('x' [any, 3, 8, 8], 'mask' [any, 8]); a"
            + " teacher has one, the images.");
    assertRefusal(
        OnnxFiles.of(
                List.of(OnnxFiles.floats("x", 0, 3, 8, 8)),
                List.of(OnnxFiles.floats("y", 0, 3), OnnxFiles.floats("features", 0, 64)))
            .write(file),
        IMAGENET,
        "[teacher/onnx-output] The model has 2 outputs that may be logits, [batch, classes] in"
            + " float32 (all outputs: 'y' [any, 3], 'features' [any, 64]); a teacher has one."
            + " Export the model with the logits alone.");
    assertRefusal(
        OnnxFiles.of(
                List.of(OnnxFiles.floats("x", 0, 3, 8, 8)), List.of(OnnxFiles.floats("y", 0, 0)))
            .write(file),
        IMAGENET,
        "[teacher/onnx-output] The output 'y' has the shape [any, any]: the number of classes is"
            + " not stated. Export the model with it.");
  }

  @Test
  void anExportOfOursHasItsOwnNormalization() throws IOException {
    Path model = folder.resolve("ours.onnx");
    try (Weights weights = TinyRuns.backend().allocate(plan("").network(), Precision.FLOAT)) {
      Files.write(model, OnnxModel.of("ours", weights, Normalization.unit(1), List.of(), false));
    }
    assertRefusal(
        model,
        Optional.of(Normalization.unit(1)),
        "[teacher/needless] The teacher is given a normalization, but the model normalizes its"
            + " pixels itself. Leave it out.");
  }

  private static Path model(Path file, String input, long... extents) throws IOException {
    return OnnxFiles.of(
            List.of(OnnxFiles.floats(input, extents)), List.of(OnnxFiles.floats("y", 0, 3)))
        .write(file);
  }

  private static void assertRefusal(Path model, String message) {
    assertRefusal(model, IMAGENET, message);
  }

  private static void assertRefusal(
      Path model, Optional<Normalization> normalization, String message) {
    assertThatThrownBy(() -> find(model, normalization))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(message);
  }

  private static void write(Path file, float... values) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      bytes.putFloat(value);
    }
    Files.write(file, bytes.array());
  }

  private static TeacherModel find(Path model, Optional<Normalization> normalization) {
    return Recipes.load()
        .teachers()
        .find(new TeacherSource(model.toString(), Choice.LAST, Optional.empty(), normalization))
        .orElseThrow();
  }

  private static RunPlan plan(String trick) {
    String[] tricks = trick.isEmpty() ? new String[0] : new String[] {trick};
    return new RunPlanner(TinyRuns.tricks(), Recipes.load().teachers())
        .plan(TinyRuns.recipe(TinyRuns.tricks(), tricks));
  }

  private static List<Float> train(String trick) throws IOException {
    try (TrainingRun run = TrainingRun.of(plan(trick), TinyRuns.backend())) {
      TrainingResult result = run.train(new TrainingListener() {});
      assertThat(result.metrics().loss()).isFinite();
      return TinyRuns.weights(run);
    }
  }
}
