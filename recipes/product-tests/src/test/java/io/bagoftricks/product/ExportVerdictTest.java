package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.engine.cli.Main;
import io.bagoftricks.engine.export.OnnxRunner;
import io.bagoftricks.engine.toys.TinyRuns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An export is judged by a program that computes the model: here one that gives ones. */
final class ExportVerdictTest {
  private static final int CLASSES = 10;

  @TempDir private Path folder;

  /** Found by a child with a service loader. */
  public static final class Ones implements OnnxRunner {
    @Override
    public String description() {
      return "ones";
    }

    @Override
    public float[] logits(Path model, float[] pixels, long... shape) {
      float[] ones = new float[Math.toIntExact(shape[0]) * CLASSES];
      Arrays.fill(ones, 1);
      return ones;
    }
  }

  @Test
  void aModelThatComputesSomethingElseIsNoSuccess() throws IOException, InterruptedException {
    Path run = folder.resolve("run");
    CommandLineRun trained =
        CommandLineRun.of(
            "train",
            KillableRun.recipe(folder).toString(),
            "--backend",
            TinyRuns.BACKEND_ID,
            "--output",
            run.toString());
    assertThat(trained.code()).describedAs(trained.err()).isZero();
    Path services = Files.createDirectories(folder.resolve("classes/META-INF/services"));
    Files.writeString(services.resolve(OnnxRunner.class.getName()), Ones.class.getName());
    Path model = folder.resolve("run.onnx");
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");

    Process export =
        new ChildJava()
            .withClasses(folder.resolve("classes"))
            .process(
                Main.class,
                "export",
                run.toString(),
                "--format",
                "onnx",
                "--backend",
                TinyRuns.BACKEND_ID,
                "--output",
                model.toString())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();

    assertThat(KillableRun.end(export, err)).describedAs(Files.readString(err)).isEqualTo(1);
    assertThat(err)
        .content()
        .contains(
            "checked with ones on ",
            model + ": [export/differs] The model, which is in its place, does not compute what");
    assertThat(out).isEmptyFile();
    assertThat(model).isNotEmptyFile();
  }
}
