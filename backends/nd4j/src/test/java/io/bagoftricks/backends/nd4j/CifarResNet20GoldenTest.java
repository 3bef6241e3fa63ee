package io.bagoftricks.backends.nd4j;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bagoftricks.api.network.Add;
import io.bagoftricks.api.network.BatchNorm2d;
import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.GlobalAvgPool;
import io.bagoftricks.api.network.Linear;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.api.network.Relu;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.api.network.XavierUniform;
import io.bagoftricks.backends.spi.Accumulate;
import io.bagoftricks.backends.spi.ParameterLayout.StatisticsSlice;
import io.bagoftricks.backends.spi.Phase;
import io.bagoftricks.backends.spi.Plan;
import io.bagoftricks.backends.spi.Update;
import io.bagoftricks.backends.spi.UpdateRule.Nag;
import io.bagoftricks.backends.spi.Weights;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Against a run of libtorch in float64: forward, backward, running statistics, six steps. */
final class CifarResNet20GoldenTest {
  private static final int BATCH = 8;
  private static final int CLASSES = 10;

  private Golden golden;

  @BeforeEach
  void readGolden() throws IOException {
    golden = Golden.read("/golden/cifar_resnet20.json");
  }

  @ParameterizedTest
  @CsvSource({"DOUBLE, 1e-7, 1e-7", "FLOAT, 1e-4, 1e-3"})
  void agreesWithLibtorch(Precision precision, double forwardTolerance, double backwardTolerance) {
    try (Weights weights = fill(TestBackend.weights(resNet20(), precision));
        Plan training = TestBackend.plan(weights, BATCH, Phase.TRAINING);
        Plan evaluation = TestBackend.plan(weights, BATCH, Phase.EVALUATION)) {
      INDArray input = Nd4j.create(weights.masters().dataType(), BATCH, 3, 32, 32);
      for (long i = 0; i < input.length(); i++) {
        input.putScalar(i, 1.7 * Golden.uniform(Golden.INPUT, i));
      }
      INDArray targets = targets(input);

      INDArray evaluated = evaluation.forward(input, TestBackend.DRAWS);
      assertThat(error(evaluated, golden.numbers("evalLogits"))).isLessThan(forwardTolerance);

      INDArray logits = training.forward(input, TestBackend.DRAWS);
      assertThat(error(logits, golden.numbers("trainLogits"))).isLessThan(forwardTolerance);
      assertRunningStatistics(weights, forwardTolerance);

      double[] losses = golden.numbers("losses");
      INDArray memory = Nd4j.create(weights.masters().dataType(), weights.masters().length());
      for (int step = 0; step < losses.length; step++) {
        if (step > 0) {
          logits = training.forward(input, TestBackend.DRAWS);
        }
        INDArray probabilities = Transforms.softmax(logits, true);
        double loss = -targets.mul(Transforms.log(probabilities)).sumNumber().doubleValue() / BATCH;
        assertThat(Math.abs(loss / losses[step] - 1)).isLessThan(backwardTolerance);
        training.backward(probabilities.sub(targets).divi(BATCH), Accumulate.OVERWRITE);
        if (step == 0) {
          assertGradients(weights, backwardTolerance);
        }
        weights.update(nag(weights.network(), step < 2 ? 0.01 : 0.001, step + 1, memory));
      }
      golden
          .get("weightNormsAfterSixSteps")
          .forEachEntry(
              (name, value) -> {
                double actual = weights.parameter(name).norm2Number().doubleValue();
                assertThat(Math.abs(actual / value.asDouble() - 1))
                    .as(name)
                    .isLessThan(backwardTolerance);
              });
      evaluated = evaluation.forward(input, TestBackend.DRAWS);
      assertThat(error(evaluated, golden.numbers("evalLogitsAfterSixSteps")))
          .isLessThan(backwardTolerance);
    }
  }

  private void assertRunningStatistics(Weights weights, double tolerance) {
    golden
        .get("runningAfterOneForward")
        .forEachEntry(
            (name, value) -> {
              int dot = name.lastIndexOf('.');
              StatisticsSlice slice = weights.layout().statisticsOf(name.substring(0, dot));
              boolean mean = name.endsWith(".running_mean");
              double[] expected = Golden.numbers(value);
              INDArray actual =
                  FlatViews.of(
                      weights.statistics(),
                      slice.offset() + (mean ? 0 : slice.channels()),
                      expected.length);
              assertThat(error(actual, expected)).as(name).isLessThan(tolerance);
            });
  }

  private void assertGradients(Weights weights, double tolerance) {
    golden
        .get("gradients")
        .forEachEntry(
            (name, value) -> {
              INDArray gradient = weights.gradient(name).dup('c');
              double norm = value.get("l2").asDouble();
              assertThat(Math.abs(gradient.norm2Number().doubleValue() - norm) / norm)
                  .as(name)
                  .isLessThan(tolerance);
              double[] first = Golden.numbers(value.get("first"));
              for (int i = 0; i < first.length; i++) {
                double largest = gradient.amaxNumber().doubleValue();
                assertThat(Math.abs(gradient.getDouble((long) i) - first[i]) / largest)
                    .as(name + "[" + i + "]")
                    .isLessThan(tolerance);
              }
            });
  }

  private Weights fill(Weights weights) {
    JsonNode parameters = golden.get("parameters");
    weights.edit(
        editable -> {
          for (int p = 0; p < parameters.size(); p++) {
            double scale = parameters.get(p).get("scale").asDouble();
            double offset = parameters.get(p).get("offset").asDouble();
            INDArray array = editable.parameter(parameters.get(p).get("name").asText());
            INDArray values = Nd4j.create(array.dataType(), array.shape());
            for (long i = 0; i < values.length(); i++) {
              values.putScalar(i, offset + scale * Golden.uniform(p, i));
            }
            array.assign(values);
          }
        });
    return weights;
  }

  private Update nag(Network network, double learningRate, int count, INDArray memory) {
    List<Parameter> decayed = new ArrayList<>();
    List<Parameter> rest = new ArrayList<>();
    JsonNode parameters = golden.get("parameters");
    for (int p = 0; p < parameters.size(); p++) {
      Parameter parameter = network.parameters().get(p);
      assertThat(parameter.name()).isEqualTo(parameters.get(p).get("name").asText());
      (parameters.get(p).get("decay").asBoolean() ? decayed : rest).add(parameter);
    }
    return new Update(
        new Nag(Nag.Form.PAPER),
        List.of(
            new Update.Group(decayed, learningRate, 1e-4), new Update.Group(rest, learningRate, 0)),
        0.9,
        count,
        index -> memory);
  }

  private static INDArray targets(INDArray like) {
    INDArray targets = Nd4j.create(like.dataType(), BATCH, CLASSES);
    for (int n = 0; n < BATCH; n++) {
      targets.putScalar(n, n % CLASSES, 0.7);
      targets.putScalar(n, (n + 3) % CLASSES, 0.3);
    }
    return targets;
  }

  /** Largest difference over largest magnitude. */
  private static double error(INDArray actual, double[] expected) {
    double difference = 0;
    double magnitude = 0;
    INDArray flat = actual.dup('c').reshape('c', new long[] {actual.length()});
    for (int i = 0; i < expected.length; i++) {
      difference = Math.max(difference, Math.abs(flat.getDouble((long) i) - expected[i]));
      magnitude = Math.max(magnitude, Math.abs(expected[i]));
    }
    return difference / magnitude;
  }

  static Network resNet20() {
    TestNetwork net = TestNetwork.of(3, 32, 32);
    net.add("conv1", Conv2d.of(16, 3, 1));
    net.add("bn1", BatchNorm2d.defaults()).add("act1", new Relu());
    for (int stage = 1; stage <= 3; stage++) {
      for (int block = 0; block < 3; block++) {
        residualBlock(net, "layer" + stage + "." + block, 8 << stage, stage > 1 && block == 0);
      }
    }
    return net.add("global_pool", new GlobalAvgPool()).add("fc", Linear.of(CLASSES)).build();
  }

  private static void residualBlock(TestNetwork net, String name, int channels, boolean strided) {
    String shortcut = net.last();
    String from = shortcut;
    net.add(name + ".conv1", Conv2d.of(channels, 3, strided ? 2 : 1), from);
    net.add(name + ".bn1", BatchNorm2d.defaults()).add(name + ".act1", new Relu());
    net.add(name + ".conv2", Conv2d.of(channels, 3, 1));
    net.add(name + ".bn2", BatchNorm2d.defaults());
    if (strided) {
      Conv2d projection =
          new Conv2d(channels, Size.of(1), Size.of(2), Size.of(0), false, new XavierUniform());
      net.add(name + ".downsample.0", projection, from);
      net.add(name + ".downsample.1", BatchNorm2d.defaults());
      shortcut = net.last();
    }
    net.add(name + ".add", new Add(), name + ".bn2", shortcut);
    net.add(name + ".act2", new Relu());
  }
}
