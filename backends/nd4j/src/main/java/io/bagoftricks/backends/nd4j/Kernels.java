package io.bagoftricks.backends.nd4j;

import io.bagoftricks.api.network.Add;
import io.bagoftricks.api.network.AvgPool2d;
import io.bagoftricks.api.network.BatchNorm2d;
import io.bagoftricks.api.network.BlurPool2d;
import io.bagoftricks.api.network.Concat;
import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.CustomLayer;
import io.bagoftricks.api.network.GlobalAvgPool;
import io.bagoftricks.api.network.Identity;
import io.bagoftricks.api.network.Layer;
import io.bagoftricks.api.network.Linear;
import io.bagoftricks.api.network.MaxPool2d;
import io.bagoftricks.api.network.Multiply;
import io.bagoftricks.api.network.Relu;
import io.bagoftricks.api.network.Sigmoid;
import io.bagoftricks.backends.spi.Profiler.Kind;
import java.util.Map;
import java.util.function.Function;

/** Which kernel runs which layer. */
final class Kernels {
  private record Entry(Kind kind, Function<Placement, Kernel> constructor) {}

  private static final Map<Class<? extends Layer>, Entry> OF_LAYER =
      Map.ofEntries(
          Map.entry(Add.class, new Entry(Kind.ELEMENTWISE, AddKernel::new)),
          Map.entry(AvgPool2d.class, new Entry(Kind.POOLING, AvgPoolKernel::new)),
          Map.entry(BatchNorm2d.class, new Entry(Kind.NORMALIZATION, BatchNormKernel::new)),
          Map.entry(BlurPool2d.class, new Entry(Kind.POOLING, BlurPoolKernel::new)),
          Map.entry(Concat.class, new Entry(Kind.ELEMENTWISE, ConcatKernel::new)),
          Map.entry(Conv2d.class, new Entry(Kind.CONVOLUTION, ConvKernel::new)),
          Map.entry(CustomLayer.class, new Entry(Kind.CUSTOM, CustomKernel::new)),
          Map.entry(GlobalAvgPool.class, new Entry(Kind.POOLING, GlobalAvgPoolKernel::new)),
          Map.entry(Identity.class, new Entry(Kind.ELEMENTWISE, IdentityKernel::new)),
          Map.entry(Linear.class, new Entry(Kind.MATMUL, LinearKernel::new)),
          Map.entry(MaxPool2d.class, new Entry(Kind.POOLING, MaxPoolKernel::new)),
          Map.entry(Multiply.class, new Entry(Kind.ELEMENTWISE, MultiplyKernel::new)),
          Map.entry(Relu.class, new Entry(Kind.ACTIVATION, ReluKernel::new)),
          Map.entry(Sigmoid.class, new Entry(Kind.ACTIVATION, SigmoidKernel::new)));

  private Kernels() {}

  /** Whether layers of a kind can be run. */
  static boolean has(Class<?> kind) {
    return OF_LAYER.containsKey(kind);
  }

  /** The kind of operation that a layer counts as in a profile. */
  static Kind kind(Layer layer) {
    return entry(layer).kind();
  }

  /** Binds the kernel of a layer to its place. */
  static Kernel create(Layer layer, Placement at) {
    return entry(layer).constructor().apply(at);
  }

  private static Entry entry(Layer layer) {
    Class<?> kind = layer instanceof CustomLayer ? CustomLayer.class : layer.getClass();
    Entry entry = OF_LAYER.get(kind);
    if (entry == null) {
      throw new IllegalStateException("No kernel for " + kind.getName());
    }
    return entry;
  }
}
