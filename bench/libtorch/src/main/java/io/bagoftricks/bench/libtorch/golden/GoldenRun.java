package io.bagoftricks.bench.libtorch.golden;

import io.bagoftricks.bench.libtorch.NagUpdate;
import io.bagoftricks.bench.libtorch.Numerics;
import io.bagoftricks.bench.libtorch.Scope;
import io.bagoftricks.bench.libtorch.TorchNetwork;
import io.bagoftricks.bench.network.NetworkName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Runs a golden file's steps in libtorch. */
final class GoldenRun {
  private final GoldenFile golden;
  private final double lossScale;
  private final TorchNetwork network;
  private final NagUpdate update;
  private final Tensor input;
  private final Tensor targets;

  private Values trainLogits = Values.of();
  private Map<String, Values> statistics = Map.of();
  private Map<String, Values> gradients = Map.of();
  private final List<Double> losses = new ArrayList<>();

  private GoldenRun(GoldenFile golden, Numerics numerics, double lossScale) {
    this.golden = golden;
    this.lossScale = lossScale;
    GoldenValues values = new GoldenValues(golden);
    network = new TorchNetwork(name(golden).spec(golden.classes()), numerics, values);
    update = new NagUpdate(network.parameters(), golden.momentum(), golden::weightDecay);
    input = numerics.asInput(values.input());
    targets = values.targets().to(numerics.parameters());
  }

  /**
   * Runs the steps.
   *
   * @param lossScale multiplies the loss before the backward pass; gradients are divided by it
   */
  static GoldenOutcome of(GoldenFile golden, Numerics numerics, double lossScale) {
    return new GoldenRun(golden, numerics, lossScale).run();
  }

  private GoldenOutcome run() {
    Values evalLogits = evaluate();
    for (int step = 0; step < golden.losses().size(); step++) {
      int current = step;
      Scope.freeing(() -> train(current));
    }
    Map<String, Double> weightNorms = new LinkedHashMap<>();
    network
        .parameters()
        .forEach((name, parameter) -> weightNorms.put(name, Values.of(parameter).norm()));
    return new GoldenOutcome(
        evalLogits, trainLogits, statistics, gradients, losses, weightNorms, evaluate());
  }

  private void train(int step) {
    Tensor logits = network.forward(input, true);
    Tensor loss = torch.cross_entropy_loss(logits, targets);
    losses.add(loss.item_double());
    loss.mul(new Scalar(lossScale)).backward();
    unscale();
    if (step == 0) {
      trainLogits = Values.of(logits);
      statistics = copies(network.statistics());
      gradients =
          network.parameters().entrySet().stream()
              .collect(Collectors.toMap(Map.Entry::getKey, p -> Values.of(p.getValue().grad())));
    }
    update.step(golden.learningRate(step));
  }

  private void unscale() {
    network.parameters().values().forEach(p -> p.grad().mul_(new Scalar(1 / lossScale)));
  }

  private Values evaluate() {
    List<Values> logits = new ArrayList<>();
    Scope.freeing(
        () -> Scope.withoutGradients(() -> logits.add(Values.of(network.forward(input, false)))));
    return logits.get(0);
  }

  private static Map<String, Values> copies(Map<String, Tensor> tensors) {
    return tensors.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, tensor -> Values.of(tensor.getValue())));
  }

  private static NetworkName name(GoldenFile golden) {
    return Arrays.stream(NetworkName.values())
        .filter(name -> name.toString().equals(golden.model()))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "model is %s, but must be one of %s"
                        .formatted(golden.model(), Arrays.toString(NetworkName.values()))));
  }
}
