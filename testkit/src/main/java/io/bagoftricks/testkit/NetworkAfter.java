package io.bagoftricks.testkit;

import io.bagoftricks.api.network.Layer;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Network.Vertex;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.engine.network.NetworkSettings;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plugin.HookPoint;
import java.util.List;

/** A network after the {@code onInit} of a trick. */
public final class NetworkAfter {
  private final RunPlan plan;

  NetworkAfter(RunPlan plan) {
    this.plan = plan;
  }

  /** {@return the network: layers, shapes and parameters} */
  public Network network() {
    return plan.network();
  }

  /**
   * A layer by its name, {@code layer1.0.bn2}.
   *
   * @param name in the network
   * @return the layer
   * @throws AssertionError if there is none, with the names that there are
   */
  public Layer layer(String name) {
    return network().vertices().stream()
        .filter(vertex -> vertex.name().equals(name))
        .map(Vertex::layer)
        .findFirst()
        .orElseThrow(
            () -> new AssertionError("There is no layer '" + name + "'; there are " + names()));
  }

  /** {@return the names of all layers, in topological order} */
  public List<String> names() {
    return network().vertices().stream().map(Vertex::name).toList();
  }

  /**
   * The names of the layers of one kind, in topological order.
   *
   * @param kind of layers
   * @return their names
   */
  public List<String> names(Class<? extends Layer> kind) {
    return network().vertices().stream()
        .filter(vertex -> kind.isInstance(vertex.layer()))
        .map(Vertex::name)
        .toList();
  }

  /** {@return the storage of activations} */
  public Precision precision() {
    return settings().precision();
  }

  /**
   * The extent of training images in an epoch, from 0.
   *
   * @param epoch from 0
   * @return height and width
   */
  public Size inputSize(int epoch) {
    return settings().inputSize(epoch);
  }

  /** {@return how often an epoch of training shows an image} */
  public int repeats() {
    return settings().repeats();
  }

  /** {@return the mean that is subtracted from pixels, per channel, on the scale 0 to 255} */
  public List<Double> mean() {
    return settings().normalization().mean();
  }

  /** {@return the deviation by which pixels are divided, per channel, on the scale 0 to 255} */
  public List<Double> standardDeviation() {
    return settings().normalization().standardDeviation();
  }

  /** {@return the receipts of {@code onInit}, as a user reads them} */
  public List<String> receipts() {
    return plan.receipts().stream()
        .filter(receipt -> receipt.point() == HookPoint.ON_INIT)
        .map(receipt -> receipt.effect().toString())
        .toList();
  }

  private NetworkSettings settings() {
    return plan.settings();
  }
}
