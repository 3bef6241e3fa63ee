package io.bagoftricks.backends.nd4j;

import io.bagoftricks.api.network.Add;
import io.bagoftricks.api.network.AvgPool2d;
import io.bagoftricks.api.network.BatchNorm2d;
import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.CustomLayer;
import io.bagoftricks.api.network.GlobalAvgPool;
import io.bagoftricks.api.network.Layer;
import io.bagoftricks.api.network.Linear;
import io.bagoftricks.api.network.MaxPool2d;
import io.bagoftricks.api.network.Multiply;
import io.bagoftricks.api.network.Relu;
import io.bagoftricks.api.network.Sigmoid;
import java.util.Map;
import java.util.function.Function;

/** Which kernel runs which layer. */
final class Kernels {
  private static final Map<Class<? extends Layer>, Function<Placement, Kernel>> OF_LAYER =
      Map.ofEntries(
          Map.entry(Add.class, AddKernel::new),
          Map.entry(AvgPool2d.class, AvgPoolKernel::new),
          Map.entry(BatchNorm2d.class, BatchNormKernel::new),
          Map.entry(Conv2d.class, ConvKernel::new),
          Map.entry(CustomLayer.class, CustomKernel::new),
          Map.entry(GlobalAvgPool.class, GlobalAvgPoolKernel::new),
          Map.entry(Linear.class, LinearKernel::new),
          Map.entry(MaxPool2d.class, MaxPoolKernel::new),
          Map.entry(Multiply.class, MultiplyKernel::new),
          Map.entry(Relu.class, ReluKernel::new),
          Map.entry(Sigmoid.class, SigmoidKernel::new));

  private Kernels() {}

  /** Whether layers of a kind can be run. */
  static boolean has(Class<?> kind) {
    return OF_LAYER.containsKey(kind);
  }

  /** Binds the kernel of a layer to its place. */
  static Kernel create(Layer layer, Placement at) {
    Class<?> kind = layer instanceof CustomLayer ? CustomLayer.class : layer.getClass();
    Function<Placement, Kernel> constructor = OF_LAYER.get(kind);
    if (constructor == null) {
      throw new IllegalStateException("No kernel for " + kind.getName());
    }
    return constructor.apply(at);
  }
}
