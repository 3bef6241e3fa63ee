package io.bagoftricks.bench.libtorch;

import io.bagoftricks.bench.measure.Layout;
import io.bagoftricks.bench.measure.NumberType;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Where autocast would cast, and how batches lie in memory.
 *
 * @param type of activations, and of the copies of the weights that convolutions and the linear
 *     layer use
 */
public record Numerics(NumberType type, Layout layout) {
  private static final int IMAGE_BATCH_RANK = 4;

  /** The type of activations, in libtorch's words. */
  torch.ScalarType activations() {
    return switch (type) {
      case F64 -> torch.ScalarType.Double;
      case F32 -> torch.ScalarType.Float;
      case BF16 -> torch.ScalarType.BFloat16;
      case FP16 -> torch.ScalarType.Half;
    };
  }

  /** The type of parameters, running statistics and the loss. */
  public torch.ScalarType parameters() {
    return type.isHalf() ? torch.ScalarType.Float : activations();
  }

  /** A parameter in its type and layout. */
  Tensor asParameter(Tensor values) {
    try (Tensor cast = values.to(parameters())) {
      return arranged(cast);
    }
  }

  /** An input batch in the type and layout of activations. */
  public Tensor asInput(Tensor values) {
    try (Tensor cast = values.to(activations())) {
      return arranged(cast);
    }
  }

  private Tensor arranged(Tensor tensor) {
    return layout == Layout.CHANNELS_LAST && tensor.dim() == IMAGE_BATCH_RANK
        ? tensor.contiguous(torch.MemoryFormat.ChannelsLast)
        : tensor.contiguous();
  }
}
