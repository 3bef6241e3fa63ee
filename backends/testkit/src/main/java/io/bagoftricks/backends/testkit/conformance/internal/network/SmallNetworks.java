package io.bagoftricks.backends.testkit.conformance.internal.network;

import io.bagoftricks.api.network.Add;
import io.bagoftricks.api.network.BatchNorm2d;
import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.GlobalAvgPool;
import io.bagoftricks.api.network.Linear;
import io.bagoftricks.api.network.MaxPool2d;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Relu;
import io.bagoftricks.api.network.Size;

/** Networks that several tests run. */
public final class SmallNetworks {
  private SmallNetworks() {}

  /** One residual block, pooled, to 3 logits from 2x6x6; its examples do not feel each other. */
  public static Network residual() {
    return residual(false);
  }

  /** The same with batch norms. */
  public static Network normalized() {
    return residual(true);
  }

  private static Network residual(boolean norm) {
    NetworkBuilder net = NetworkBuilder.of(2, 6, 6).add("stem", Conv2d.of(4, 3, 1));
    norm(net, "bn1", norm).add("relu", new Relu());
    net.add("pool", new MaxPool2d(Size.of(3), Size.of(2), Size.of(1)));
    net.add("conv", Conv2d.of(4, 3, 1));
    norm(net, "bn2", norm);
    return net.add("add", new Add(), net.last(), "pool")
        .add("act", new Relu())
        .add("custom", new ScaledTanh(false))
        .add("gap", new GlobalAvgPool())
        .add("fc", Linear.of(3))
        .build();
  }

  private static NetworkBuilder norm(NetworkBuilder net, String name, boolean norm) {
    return norm ? net.add(name, BatchNorm2d.defaults()) : net;
  }
}
