package io.bagoftricks.bench.libtorch;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;

/**
 * Images that nobody took.
 *
 * @param images [batch, 3, size, size] in the type of activations
 * @param labels [batch]
 */
record SyntheticBatch(Tensor images, Tensor labels) {
  static SyntheticBatch random(int batch, int size, int classes, Numerics numerics) {
    return new SyntheticBatch(
        numerics.asInput(torch.randn(new long[] {batch, 3, size, size})),
        torch.randint(classes, new long[] {batch}, new TensorOptions(torch.ScalarType.Long)));
  }
}
