package io.bagoftricks.onnxruntime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.api.network.Add;
import io.bagoftricks.api.network.AvgPool2d;
import io.bagoftricks.api.network.BatchNorm2d;
import io.bagoftricks.api.network.BlurPool2d;
import io.bagoftricks.api.network.Concat;
import io.bagoftricks.api.network.Constant;
import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.CustomLayer;
import io.bagoftricks.api.network.GlobalAvgPool;
import io.bagoftricks.api.network.Identity;
import io.bagoftricks.api.network.Layer;
import io.bagoftricks.api.network.Linear;
import io.bagoftricks.api.network.MaxPool2d;
import io.bagoftricks.api.network.Multiply;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Network.Vertex;
import io.bagoftricks.api.network.Normalization;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.api.network.Relu;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.network.Sigmoid;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.api.network.WeightTransform;
import io.bagoftricks.api.network.XavierUniform;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.backends.spi.BackendUnavailableException;
import io.bagoftricks.backends.spi.Phase;
import io.bagoftricks.backends.spi.Plan;
import io.bagoftricks.backends.spi.PlanSpec;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.engine.backend.BackendRegistry;
import io.bagoftricks.engine.export.OnnxModel;
import io.bagoftricks.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import onnx.Onnx;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** ONNX Runtime, which knows nothing of us, must compute what our reference backend computes. */
final class OnnxModelTest {
  private static final Shape INPUT = new Shape(3, 19, 23);
  private static final Normalization NORMALIZATION =
      new Normalization(List.of(100.0, 110.0, 120.0), List.of(50.0, 60.0, 70.0));

  @TempDir private Path folder;

  /** Layers under construction, as the engine's graph names parameters. */
  private static final class Builder {
    private final Map<String, Shape> shapes = new LinkedHashMap<>(Map.of(Network.INPUT, INPUT));
    private final List<Vertex> vertices = new ArrayList<>();

    Builder add(String name, Layer layer, String... inputs) {
      List<Shape> of = List.of(inputs).stream().map(shapes::get).toList();
      List<Parameter> parameters =
          layer.parameters(of).stream().map(p -> p.named(name + "." + p.name())).toList();
      vertices.add(new Vertex(name, layer, List.of(inputs), parameters));
      shapes.put(name, layer.output(of));
      return this;
    }

    Network network() {
      return new Network(INPUT, vertices);
    }
  }

  /**
   * Every layer, odd windows, groups with gaps, a gate, a convolution that two layers read, a
   * vector as an image.
   */
  private static Network everything() {
    Conv2d wide = new Conv2d(6, new Size(5, 3), new Size(2, 1), new Size(2, 0), true, Constant.ONE);
    Conv2d sparse =
        new Conv2d(
            6, Size.of(2), Size.of(1), new Size(1, 2), new Size(2, 4), 3, true, Constant.ONE);
    return new Builder()
        .add("conv1", wide, Network.INPUT)
        .add("bn1", new BatchNorm2d(1e-1, 0.1), "conv1")
        .add("act1", new Relu(), "bn1")
        .add("blur", new BlurPool2d(new Size(1, 2)), "act1")
        .add("max", new MaxPool2d(Size.of(3), Size.of(2), Size.of(1)), "blur")
        .add("conv2", Conv2d.of(6, 3, 1).reparametrized(new Squared()), "max")
        .add("bn2", new BatchNorm2d(1e-3, 0.1), "conv2")
        .add("sum", new Add(), "conv2", "bn2")
        .add("groups", sparse, "sum")
        .add("bn4", new BatchNorm2d(1e-2, 0.1), "groups")
        .add("mean", new AvgPool2d(Size.of(3), Size.of(2), Size.of(1), true), "bn4")
        .add("mean2", new AvgPool2d(Size.of(2), Size.of(2), Size.of(0), true), "mean")
        .add("squeeze", new GlobalAvgPool(), "mean2")
        .add("squeezed", new Linear(3, false, Constant.ONE), "squeeze")
        .add("bn3", BatchNorm2d.defaults(), "squeezed")
        .add("excite", Conv2d.of(6, 1, 1), "bn3")
        .add("gate", new Sigmoid(), "excite")
        .add("gated", new Multiply(), "mean2", "gate")
        .add("counted", new AvgPool2d(Size.of(3), Size.of(1), Size.of(1), false, true), "gated")
        .add(
            "wide",
            new Conv2d(5, new Size(1, 7), Size.of(1), new Size(0, 3), false, new XavierUniform()),
            "gated")
        .add("branches", new Concat(3), "gated", "counted", "wide")
        .add("global", new GlobalAvgPool(), "branches")
        .add("head_drop", new TrainingOnly(), "global")
        .add("fc", Linear.of(7), "head_drop")
        .network();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void computesWhatTheReferenceComputes(boolean foldNorms) throws IOException {
    Backend backend = backend();
    Network network = everything();
    int batch = 3;
    float[] pixels = new float[batch * (int) INPUT.elements()];
    Draws draws = Draws.of(5);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) draws.uniform(0, 255);
    }
    try (Weights weights = backend.allocate(network, Precision.FLOAT)) {
      fill(weights);
      double[] ours = reference(weights, pixels, batch);
      Path model = folder.resolve("model.onnx");
      Files.write(model, OnnxModel.of("all", weights, NORMALIZATION, List.of("a", "b"), foldNorms));

      float[] theirs =
          new OnnxRuntime()
              .logits(model, pixels, batch, INPUT.channels(), INPUT.height(), INPUT.width());

      assertThat(theirs).hasSize(ours.length);
      for (int i = 0; i < ours.length; i++) {
        assertThat((double) theirs[i]).isCloseTo(ours[i], Offset.offset(2e-5));
      }
      assertThat(ours[0]).isNotCloseTo(ours[7], Offset.offset(1e-3));
    }
  }

  @Test
  void foldingLeavesOnlyNormsThatDoNotFollowAConvolution() throws IOException {
    Backend backend = backend();
    try (Weights weights = backend.allocate(everything(), Precision.FLOAT)) {
      Onnx.ModelProto plain =
          Onnx.ModelProto.parseFrom(
              OnnxModel.of("plain", weights, NORMALIZATION, List.of(), false));
      Onnx.ModelProto folded =
          Onnx.ModelProto.parseFrom(
              OnnxModel.of("folded", weights, NORMALIZATION, List.of(), true));

      assertThat(norms(plain)).containsExactly("bn1", "bn2", "bn4", "bn3");
      assertThat(norms(folded)).containsExactly("bn2", "bn3");
    }
  }

  @Test
  void refusesALayerThatOnnxDoesNotHave() {
    Network network =
        new Builder()
            .add("custom", new Doubling(), Network.INPUT)
            .add("pool", new GlobalAvgPool(), "custom")
            .network();
    try (Weights weights = backend().allocate(network, Precision.FLOAT)) {
      assertThatThrownBy(() -> OnnxModel.of("x", weights, NORMALIZATION, List.of(), false))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("custom: [export/no-operation] The layer is a ")
          .hasMessageContaining("--format safetensors");
    }
  }

  @Test
  void refusesALayerThatIsCalledAsTheOutputIs() {
    Network network = new Builder().add("logits", new GlobalAvgPool(), Network.INPUT).network();
    try (Weights weights = backend().allocate(network, Precision.FLOAT)) {
      assertThatThrownBy(() -> OnnxModel.of("x", weights, NORMALIZATION, List.of(), false))
          .isInstanceOf(ProblemException.class)
          .hasMessage(
              "logits: [export/name-taken] A layer is called 'logits', as is the output of every"
                  + " exported model. Call the layer something else.");
    }
  }

  /** A layer of a plugin of which nothing is left in evaluation. */
  private record TrainingOnly() implements CustomLayer {
    @Override
    public Shape output(List<Shape> inputs) {
      return inputs.get(0);
    }

    @Override
    public Optional<Layer> evaluated() {
      return Optional.of(new Identity());
    }

    @Override
    public void forward(Forward pass) {
      throw new IllegalStateException("not in evaluation");
    }

    @Override
    public void backward(Backward pass) {
      throw new IllegalStateException("not in evaluation");
    }
  }

  /** A weight that is the square of the one that is stored. */
  private record Squared() implements WeightTransform {
    @Override
    public void forward(INDArray raw, INDArray effective) {
      effective.assign(raw).muli(raw);
    }

    @Override
    public void backward(
        INDArray raw, INDArray effective, INDArray effectiveGradient, INDArray rawGradient) {
      throw new IllegalStateException("not in evaluation");
    }
  }

  /** A layer of a plugin. */
  private record Doubling() implements CustomLayer {
    @Override
    public Shape output(List<Shape> inputs) {
      return inputs.get(0);
    }

    @Override
    public void forward(Forward pass) {
      pass.output().assign(pass.input(0).mul(2));
    }

    @Override
    public void backward(Backward pass) {
      pass.inputGradient(0).assign(pass.outputGradient().mul(2));
    }
  }

  private static Backend backend() {
    try {
      return BackendRegistry.of(OnnxModelTest.class.getClassLoader())
          .open(Optional.of("nd4j"), message -> {});
    } catch (BackendUnavailableException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> norms(Onnx.ModelProto model) {
    return model.getGraph().getNodeList().stream()
        .filter(node -> node.getOpType().equals("BatchNormalization"))
        .map(Onnx.NodeProto::getName)
        .toList();
  }

  /** Values around zero; variances, the second half of each norm's statistics, positive. */
  static void fill(Weights weights) {
    weights.edit(
        editable -> {
          Draws draws = Draws.of(3);
          for (long i = 0; i < editable.masters().length(); i++) {
            editable.masters().putScalar(i, draws.uniform(-0.5, 0.7));
          }
          weights
              .layout()
              .statistics()
              .values()
              .forEach(
                  slice -> {
                    for (int c = 0; c < slice.channels(); c++) {
                      editable.statistics().putScalar(slice.offset() + c, draws.uniform(-1, 1));
                      editable
                          .statistics()
                          .putScalar(slice.offset() + slice.channels() + c, draws.uniform(0.5, 4));
                    }
                  });
        });
  }

  private static double[] reference(Weights weights, float[] pixels, int batch) {
    float[] inputs = new float[pixels.length];
    int area = INPUT.height() * INPUT.width();
    for (int i = 0; i < inputs.length; i++) {
      int channel = i / area % INPUT.channels();
      inputs[i] =
          (pixels[i] - NORMALIZATION.mean().get(channel).floatValue())
              / NORMALIZATION.standardDeviation().get(channel).floatValue();
    }
    return logits(
        weights,
        Nd4j.createFromArray(inputs)
            .reshape(batch, INPUT.channels(), INPUT.height(), INPUT.width()));
  }

  /** The logits of the reference, row by row. */
  static double[] logits(Weights weights, INDArray inputs) {
    Network network = weights.network();
    PlanSpec spec =
        new PlanSpec((int) inputs.size(0), network.input(), Phase.EVALUATION, Precision.FLOAT);
    try (Plan plan = backend().plan(weights, spec)) {
      return plan.forward(inputs, Draws.of(0))
          .reshape(inputs.size(0) * network.classes())
          .toDoubleVector();
    }
  }
}
