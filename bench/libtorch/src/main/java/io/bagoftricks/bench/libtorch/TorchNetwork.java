package io.bagoftricks.bench.libtorch;

import io.bagoftricks.bench.network.NetworkSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** A network out of libtorch's functions. */
public final class TorchNetwork {
  private final Numerics numerics;
  private final Parameters parameters;
  private final List<TorchConvNorm> stem = new ArrayList<>();
  private final boolean maxPool;
  private final List<TorchResidual> blocks = new ArrayList<>();
  private final Tensor linearWeight;
  private final Tensor linearBias;

  /** Makes its parameters, in the order in which data flows through. */
  public TorchNetwork(NetworkSpec spec, Numerics numerics, ParameterSource source) {
    this.numerics = numerics;
    this.parameters = new Parameters(source, numerics);
    this.maxPool = spec.maxPool();
    spec.stem().forEach(link -> stem.add(new TorchConvNorm(link, numerics, parameters)));
    spec.blocks().forEach(block -> blocks.add(new TorchResidual(block, numerics, parameters)));
    linearWeight = parameters.add(spec.linear() + ".weight", spec.classes(), spec.features());
    linearBias = parameters.add(spec.linear() + ".bias", spec.classes());
  }

  /**
   * Runs a batch.
   *
   * @param input [batch, 3, height, width] in the type of activations
   * @param training whether batch norms use, and learn from, this batch
   * @return logits in the type of parameters, [batch, classes]
   */
  public Tensor forward(Tensor input, boolean training) {
    Tensor flow = new Tensor(input);
    for (TorchConvNorm link : stem) {
      flow = Flow.through(flow, x -> link.applyWithRelu(x, training));
    }
    if (maxPool) {
      flow = Flow.through(flow, TorchNetwork::maxPooled);
    }
    for (TorchResidual block : blocks) {
      flow = Flow.through(flow, x -> block.apply(x, training));
    }
    flow = Flow.through(flow, x -> torch.adaptive_avg_pool2d(x, 1, 1));
    flow = Flow.through(flow, x -> x.flatten(1, -1));
    flow = Flow.through(flow, this::linear);
    return Flow.through(flow, x -> x.to(numerics.parameters()));
  }

  /** The trained tensors. */
  public Map<String, Tensor> parameters() {
    return parameters.byName();
  }

  /** {@code running_mean} and {@code running_var} of every batch norm. */
  public Map<String, Tensor> statistics() {
    List<TorchConvNorm> layers = new ArrayList<>(stem);
    blocks.forEach(block -> layers.addAll(block.layers()));
    Map<String, Tensor> statistics = new LinkedHashMap<>();
    for (TorchConvNorm layer : layers) {
      statistics.put(layer.normName() + ".running_mean", layer.runningMean());
      statistics.put(layer.normName() + ".running_var", layer.runningVariance());
    }
    return statistics;
  }

  private Tensor linear(Tensor features) {
    try (Tensor weight = linearWeight.to(numerics.activations());
        Tensor bias = linearBias.to(numerics.activations())) {
      return torch.linear(features, weight, new TensorOptional(bias));
    }
  }

  private static Tensor maxPooled(Tensor input) {
    return torch.max_pool2d(
        input, new long[] {3, 3}, new long[] {2, 2}, new long[] {1, 1}, new long[] {1, 1}, false);
  }
}
