package io.bagoftricks.bench.libtorch.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bagoftricks.bench.libtorch.Numerics;
import io.bagoftricks.bench.libtorch.Scope;
import io.bagoftricks.bench.libtorch.TorchNetwork;
import io.bagoftricks.bench.measure.Layout;
import io.bagoftricks.bench.measure.NumberType;
import io.bagoftricks.bench.network.NetworkSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;

/** Trains a golden run in float64 and notes what every step leaves. */
final class Golden {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Settings settings;
  private final Images train;
  private final TorchNetwork network;
  private final Map<String, Tensor> parameters;
  private final Optimizer optimizer;
  private final Optional<Average> average;
  private final ArrayNode filled = JSON.arrayNode();
  private final ArrayNode steps = JSON.arrayNode();
  private final ArrayNode epochs = JSON.arrayNode();

  Golden(JsonNode recipe) {
    settings = new Settings(recipe);
    train = new Images(settings, Images.TRAIN);
    network =
        new TorchNetwork(
            NetworkSpec.cifar(
                settings.model("depth"),
                settings.model("width"),
                settings.data("channels"),
                settings.data("classes")),
            new Numerics(NumberType.F64, Layout.NCHW),
            this::fill);
    parameters = network.parameters();
    optimizer = new Optimizer(settings, parameters);
    average = settings.trick("ema").map(Average::new);
  }

  /** Trains, and writes parameters, steps, epochs and the end into the file. */
  void run(ObjectNode file) {
    for (int epoch = 0; epoch < settings.training("epochs"); epoch++) {
      EpochSums sums = new EpochSums();
      for (int i = 0; i < settings.stepsPerEpoch(); i++) {
        int current = epoch;
        int step = epoch * settings.stepsPerEpoch() + i;
        Scope.freeing(() -> step(current, step, sums));
      }
      Scope.freeing(() -> epochs.add(sums.noted().setAll(evaluated())));
    }
    file.set("parameters", filled);
    file.set("steps", steps);
    file.set("epochs", epochs);
    ObjectNode end = JSON.objectNode();
    all().forEach((name, tensor) -> end.set(name, Summary.of(tensor).whole()));
    file.set("end", end);
  }

  private Tensor fill(String name, long... shape) {
    boolean isGamma = shape.length == 1 && name.endsWith(".weight");
    double scale = shape.length == 1 ? 0.2 : Math.sqrt(6.0 / fanIn(shape));
    double offset = isGamma ? 1 : 0;
    ObjectNode note = JSON.objectNode().put("name", name).put("scale", scale).put("offset", offset);
    long stream = filled.size();
    filled.add(note);
    double[] values = Fill.vector(stream, Math.toIntExact(elements(shape)));
    for (int i = 0; i < values.length; i++) {
      values[i] = offset + scale * values[i];
    }
    return Tensor.create(values, shape);
  }

  private void step(int epoch, int step, EpochSums sums) {
    MixedBatch batch = MixedBatch.of(settings, train, epoch, step);
    parameters.values().forEach(parameter -> parameter.mutable_grad().reset());
    Map<String, Double> losses = new LinkedHashMap<>();
    int correct = 0;
    int microBatch = settings.training("microBatch");
    for (int from = 0; from < batch.size(); from += microBatch) {
      int size = Math.min(microBatch, batch.size() - from);
      MicroBatch micro = new MicroBatch(settings, batch, from, size);
      Tensor logits = network.forward(micro.inputs(), true);
      correct += micro.correct(logits);
      micro.loss(logits, step, losses).backward();
    }
    double rate = Rates.at(settings, step);
    boolean overflow =
        settings.trick("distance").filter(t -> t.get("overflow").asInt() == step).isPresent();
    if (!overflow) {
      clip(step);
      rate *= settings.trick("uneven-rate", step).map(t -> t.get("factor").asDouble()).orElse(1.0);
      optimizer.update(parameters, rate);
      average.ifPresent(a -> a.add(all()));
    }
    sums.add(losses, batch.size(), correct, overflow);
    steps.add(note(epoch, step, losses, rate, correct, batch, !overflow));
  }

  /** torch.nn.utils.clip_grad_norm_ or clip_grad_value_, over all that is trained. */
  private void clip(int step) {
    Optional<JsonNode> clip = settings.trick("gradient-clip", step);
    if (clip.isEmpty()) {
      return;
    }
    double limit = clip.get().get("maxNorm").asDouble();
    List<Tensor> gradients = new ArrayList<>();
    parameters.forEach(
        (name, parameter) -> {
          if (!Names.isAmong(name, settings.frozen())) {
            gradients.add(parameter.grad());
          }
        });
    Scope.withoutGradients(
        () -> {
          if (clip.get().get("type").asText().equals("value")) {
            gradients.forEach(g -> g.clamp_(limits(-limit), limits(limit)));
            return;
          }
          double squares = gradients.stream().mapToDouble(g -> g.mul(g).sum().item_double()).sum();
          double factor = Math.min(1, limit / (Math.sqrt(squares) + 1e-6));
          gradients.forEach(g -> g.mul_(new Scalar(factor)));
        });
  }

  private static ScalarOptional limits(double limit) {
    return new ScalarOptional(new Scalar(limit));
  }

  private ObjectNode note(
      int epoch,
      int step,
      Map<String, Double> losses,
      double rate,
      int correct,
      MixedBatch batch,
      boolean updated) {
    ObjectNode note = JSON.objectNode().put("epoch", epoch).put("step", step);
    ObjectNode terms = note.putObject("losses");
    losses.forEach(terms::put);
    note.put("rate", rate).put("correct", correct).put("updated", updated);
    ArrayNode images = note.putArray("images");
    for (int image : batch.images()) {
      images.add(image);
    }
    ArrayNode lambdas = note.putArray("lambdas");
    for (double lambda : batch.lambdas()) {
      lambdas.add(lambda);
    }
    ArrayNode partners = note.putArray("partners");
    for (int partner : batch.partners()) {
      partners.add(partner);
    }
    note.set("projections", projections(all()));
    average.ifPresent(a -> note.set("averageProjections", projections(a.values())));
    return note;
  }

  private static ArrayNode projections(Map<String, Tensor> tensors) {
    ArrayNode projections = JSON.arrayNode();
    tensors.values().forEach(tensor -> projections.add(Summary.of(tensor).projection()));
    return projections;
  }

  /** The test images on the averaged weights where there are such. */
  private ObjectNode evaluated() {
    Map<String, Tensor> trained = new LinkedHashMap<>();
    all().forEach((name, tensor) -> trained.put(name, tensor.detach().clone()));
    average.ifPresent(a -> put(a.values()));
    Images test = new Images(settings, Images.TEST);
    int count = settings.data("test");
    double[][] inputs = new double[count][];
    for (int i = 0; i < count; i++) {
      inputs[i] = test.input(i, false);
    }
    List<Tensor> logits = new ArrayList<>();
    Scope.withoutGradients(
        () -> logits.add(network.forward(MicroBatch.images(settings, inputs), false)));
    ObjectNode evaluation = JSON.objectNode();
    evaluation.set("evaluation", TestScores.of(logits.get(0), test));
    put(trained);
    return evaluation;
  }

  private void put(Map<String, Tensor> values) {
    Scope.withoutGradients(
        () -> {
          Map<String, Tensor> targets = all();
          values.forEach((name, value) -> Names.of(targets, name).copy_(value));
        });
  }

  /** Parameters, then running statistics. */
  private Map<String, Tensor> all() {
    Map<String, Tensor> all = new LinkedHashMap<>(parameters);
    all.putAll(network.statistics());
    return all;
  }

  private static long fanIn(long[] shape) {
    return elements(shape) / shape[0];
  }

  private static long elements(long[] shape) {
    long elements = 1;
    for (long extent : shape) {
      elements *= extent;
    }
    return elements;
  }
}
