package io.bagoftricks.bench.libtorch;

import io.bagoftricks.bench.network.Projection;
import io.bagoftricks.bench.network.Residual;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** A residual block. */
final class TorchResidual {
  private final List<TorchConvNorm> branch = new ArrayList<>();
  private final @Nullable TorchConvNorm projection;
  private final int pool;

  TorchResidual(Residual spec, Numerics numerics, Parameters parameters) {
    spec.branch().forEach(link -> branch.add(new TorchConvNorm(link, numerics, parameters)));
    projection =
        spec.projection()
            .map(p -> new TorchConvNorm(p.convolution(), numerics, parameters))
            .orElse(null);
    pool = spec.projection().map(Projection::pool).orElse(1);
  }

  Tensor apply(Tensor input, boolean training) {
    try (Tensor shortcut = shortcut(input, training)) {
      Tensor flow = new Tensor(input);
      for (TorchConvNorm link : branch.subList(0, branch.size() - 1)) {
        flow = Flow.through(flow, x -> link.applyWithRelu(x, training));
      }
      Tensor sum = Flow.through(flow, x -> branch.get(branch.size() - 1).apply(x, training));
      sum.add_(shortcut);
      sum.relu_();
      return sum;
    }
  }

  /** All convolutions with their batch norms. */
  List<TorchConvNorm> layers() {
    List<TorchConvNorm> layers = new ArrayList<>(branch);
    if (projection != null) {
      layers.add(projection);
    }
    return layers;
  }

  private Tensor shortcut(Tensor input, boolean training) {
    if (projection == null) {
      return new Tensor(input);
    }
    try (Tensor pooled = pooled(input)) {
      return projection.apply(pooled, training);
    }
  }

  private Tensor pooled(Tensor input) {
    long[] side = {pool, pool};
    return pool == 1
        ? new Tensor(input)
        : torch.avg_pool2d(input, side, side, new long[] {0, 0}, true, false, new LongOptional());
  }
}
