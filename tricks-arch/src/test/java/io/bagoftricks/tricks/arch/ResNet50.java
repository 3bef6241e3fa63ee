package io.bagoftricks.tricks.arch;

import io.bagoftricks.api.TrickProvider;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.testkit.NetworkAfter;
import io.bagoftricks.testkit.TrickBench;

/** ResNet-50 for ImageNet, which is planned and never run. */
public final class ResNet50 {
  private ResNet50() {}

  /** It as a trick leaves it. */
  public static NetworkAfter with(TrickProvider<?> provider) {
    return with(TrickBench.of(provider));
  }

  /** It as a trick leaves it, with the settings of a bench. */
  public static NetworkAfter with(TrickBench bench) {
    return bench
        .images(new Shape(3, 224, 224))
        .classes(1000)
        .set("model={\"type\": \"resnet\", \"depth\": 50}")
        .network();
  }

  /** The number of values of all parameters. */
  public static long parameters(NetworkAfter after) {
    return after.network().parameters().stream().mapToLong(Parameter::elements).sum();
  }
}
