package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.bagoftricks.api.data.DataSource;
import io.bagoftricks.api.data.Split;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.backends.spi.Plan;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.backends.testkit.conformance.AlteredBackend;
import io.bagoftricks.engine.Recipes;
import io.bagoftricks.engine.evaluation.ClassMap;
import io.bagoftricks.engine.images.ImageRules;
import io.bagoftricks.engine.internal.train.Inference;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.predict.Prediction;
import io.bagoftricks.engine.predict.PredictionListener;
import io.bagoftricks.engine.predict.Predictor;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.toys.TinyRuns;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The same file becomes the same tensor, whoever asks the network about it. */
final class OnePreparationTest {
  private static final double[] MEAN = {123.68, 116.779, 103.939};
  private static final double[] DEVIATION = {58.393, 57.12, 57.375};
  private static final int SIDE = 24;

  /** Widths and heights: larger and smaller than the input, and as large. */
  private static final int[][] SIZES = {{31, 90}, {71, 73}, {111, 56}, {24, 24}, {17, 12}};

  private static final Pattern PYTHON = Pattern.compile("(?ms)^```python\n(import numpy.*?)^```$");
  private static final Pattern JAVA = Pattern.compile("(?ms)^```java\n(static .*?)^```$");

  @TempDir private Path folder;

  /** Inputs are compared bit by bit, as evaluation and prediction hand them to the backend. */
  @Test
  void predictFeedsTheTensorsThatEvalFeeds() throws IOException {
    List<Path> files = pictures("jpg", BufferedImage.TYPE_INT_ARGB);
    RunPlan plan =
        plan(
            """
            {"trick": "random-resized-crop"},
            {"trick": "resize-center-crop", "interpolation": "bicubic"},
            """);
    DataSource data = plan.recipe().data().made();

    Recording evaluated = new Recording();
    try (Inference inference =
        Inference.of(plan, new AlteredBackend(TinyRuns.backend(), evaluated), Precision.FLOAT)) {
      inference.evaluate(data.open(Split.VALIDATION));
    }

    assertThat(evaluated.inputs).hasSize(files.size() * 3 * SIDE * SIDE);
    assertThat(evaluated.inputs.stream().distinct().count()).isGreaterThan(1000);
    assertThat(predicted(plan, files)).isEqualTo(evaluated.inputs);
  }

  /** The lines of Java in docs/onnx.md, compiled as they stand, agree to rounding. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.7, 0.875, 1})
  void theJavaOfThePageMakesWhatPredictFeeds(double cropPct) throws Exception {
    List<Path> files = pictures("png", BufferedImage.TYPE_INT_RGB);
    Path source =
        Files.writeString(
            folder.resolve("Page.java"),
            """
            import java.awt.image.BufferedImage;
            import java.nio.FloatBuffer;

            public final class Page {
              public %s
            }
            """
                .formatted(lines(JAVA)));
    assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, source.toString()))
        .isZero();
    List<Float> made = new ArrayList<>();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      Method pixels =
          loader
              .loadClass("Page")
              .getMethod("pixels", BufferedImage.class, int.class, int.class, double.class);
      for (Path file : files) {
        Object buffer = pixels.invoke(null, ImageIO.read(file.toFile()), SIDE, SIDE, cropPct);
        addAll((FloatBuffer) buffer, made);
      }
    }
    assertLike(made, fed(files, cropPct), 1e-3);
  }

  /** Those of Python do to two roundings of Pillow, where it and NumPy are there. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.7, 0.875, 1})
  void thePythonOfThePageMakesWhatPredictFeeds(double cropPct) throws Exception {
    assumeThat(python("import numpy, PIL", List.of()))
        .describedAs("python3 with NumPy and Pillow")
        .isPresent();
    List<Path> files = pictures("png", BufferedImage.TYPE_INT_RGB);
    String program =
        lines(PYTHON)
            + "import sys\nfor file in sys.argv[1:]:\n"
            + "    made = pixels(file, %s, %s, %s)\n".formatted(SIDE, SIDE, cropPct)
            + "    sys.stdout.buffer.write(made.tobytes())\n";
    byte[] bytes = python(program, files).orElseThrow();
    List<Float> made = new ArrayList<>();
    addAll(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer(), made);
    assertLike(made, fed(files, cropPct), 1.001);
  }

  private static String lines(Pattern block) throws IOException {
    Matcher matcher = block.matcher(Files.readString(Checkout.root().resolve("docs/onnx.md")));
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
  }

  /** The standard output of a program; empty where there is no Python or it fails. */
  private Optional<byte[]> python(String program, List<Path> arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("python3", "-c", program));
    arguments.forEach(argument -> command.add(argument.toString()));
    Path out = folder.resolve("python.out");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(out.toFile())
              .redirectError(folder.resolve("python.err").toFile())
              .start();
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
      return process.exitValue() == 0 ? Optional.of(Files.readAllBytes(out)) : Optional.empty();
    } catch (IOException e) { // no such program
      return Optional.empty();
    }
  }

  private static void addAll(FloatBuffer buffer, List<Float> list) {
    while (buffer.hasRemaining()) {
      list.add(buffer.get());
    }
  }

  /** The pixels that prediction hands to the backend, before their normalization. */
  private List<Double> fed(List<Path> files, double cropPct) throws IOException {
    String preparation =
        cropPct == 0
            ? ""
            : "{\"trick\": \"resize-center-crop\", \"cropPct\": %s},".formatted(cropPct);
    List<Integer> bits = predicted(plan(preparation), files);
    List<Double> pixels = new ArrayList<>();
    for (int i = 0; i < bits.size(); i++) {
      int channel = i / (SIDE * SIDE) % 3;
      pixels.add(Float.intBitsToFloat(bits.get(i)) * DEVIATION[channel] + MEAN[channel]);
    }
    return pixels;
  }

  private static void assertLike(List<Float> made, List<Double> fed, double bound) {
    assertThat(made).hasSize(SIZES.length * 2 * 3 * SIDE * SIDE).hasSameSizeAs(fed);
    double largest = 0;
    for (int i = 0; i < made.size(); i++) {
      largest = Math.max(largest, Math.abs(made.get(i) - fed.get(i)));
    }
    assertThat(largest).isLessThan(bound);
  }

  /** Makes pictures of two classes to train on and to evaluate; those to evaluate. */
  private List<Path> pictures(String ending, int typeOfThird) throws IOException {
    Random random = new Random(1);
    List<Path> files = new ArrayList<>();
    for (String part : List.of("train", "val")) {
      for (String name : List.of("cat", "dog")) {
        Path where = Files.createDirectories(folder.resolve(part).resolve(name));
        for (int i = 0; i < SIZES.length; i++) {
          int type = i == 2 ? typeOfThird : BufferedImage.TYPE_INT_RGB;
          BufferedImage image = new BufferedImage(SIZES[i][0], SIZES[i][1], type);
          for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
              image.setRGB(x, y, random.nextInt());
            }
          }
          String format = i == 2 ? "png" : ending;
          Path file = where.resolve(i + "." + format);
          ImageIO.write(image, format, file.toFile());
          if (part.equals("val")) {
            files.add(file);
          }
        }
      }
    }
    return files;
  }

  private RunPlan plan(String preparation) {
    Recipes recipes = Recipes.load();
    return recipes.plan(
        recipes.parse(
            """
            {
              "name": "photos",
              "data": {"type": "image-folder", "root": "%s", "imageSize": %s},
              "model": {"type": "cifar-resnet", "depth": 8, "width": 4},
              "optimizer": {"type": "nag"},
              "training": {"epochs": 1, "batchSize": 4, "seed": 7, "loaderThreads": 2},
              "tricks": [
                %s
                {"trick": "normalize", "mean": %s, "standardDeviation": %s}
              ]
            }
            """
                .formatted(
                    folder, SIDE, preparation, Arrays.toString(MEAN), Arrays.toString(DEVIATION)),
            "photos.json"));
  }

  private static List<Integer> predicted(RunPlan plan, List<Path> files) throws IOException {
    Recording predicted = new Recording();
    try (Inference inference =
        Inference.of(plan, new AlteredBackend(TinyRuns.backend(), predicted), Precision.FLOAT)) {
      new Predictor(plan, inference, ImageRules.defaults()).predict(files, 1, new NoListener());
    }
    return predicted.inputs;
  }

  private static final class NoListener implements PredictionListener {
    @Override
    public void onPrediction(Path file, Prediction prediction, Optional<ClassMap> map) {}

    @Override
    public void onProblem(Problem problem) {
      throw new AssertionError(problem);
    }
  }

  /** Notes the bits of every input that a plan is handed. */
  private static final class Recording implements AlteredBackend.Alteration {
    private final List<Integer> inputs = new ArrayList<>();

    @Override
    public INDArray forward(Plan plan, Weights weights, INDArray input, Draws draws) {
      for (float value : input.dup().reshape(input.length()).toFloatVector()) {
        inputs.add(Float.floatToRawIntBits(value));
      }
      return plan.forward(input, draws);
    }
  }
}
