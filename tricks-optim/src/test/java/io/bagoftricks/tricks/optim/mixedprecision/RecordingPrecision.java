package io.bagoftricks.tricks.optim.mixedprecision;

import io.bagoftricks.api.Effect;
import io.bagoftricks.api.NetworkDraft;
import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.network.Chain;
import io.bagoftricks.api.network.Initializer;
import io.bagoftricks.api.network.Layer;
import io.bagoftricks.api.network.Node;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.api.network.Region;
import io.bagoftricks.api.network.ResidualBlock;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.network.Size;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** A draft of which only the precision may be touched. */
final class RecordingPrecision implements NetworkDraft {
  final List<Effect> receipts = new ArrayList<>();
  @Nullable Precision precision;
  private final List<Node> nodes;

  RecordingPrecision(Layer... layers) {
    this.nodes = Arrays.stream(layers).<Node>map(Unconnected::new).toList();
  }

  private record Unconnected(Layer layer) implements Node {
    @Override
    public String name() {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<Shape> inputShapes() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Shape outputShape() {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<Parameter> parameters() {
      throw new UnsupportedOperationException();
    }
  }

  @Override
  public List<Node> nodes() {
    return nodes;
  }

  @Override
  public void precision(Precision newPrecision) {
    precision = newPrecision;
  }

  @Override
  public void receipt(Effect effect) {
    receipts.add(effect);
  }

  @Override
  public RunFacts facts() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void normalization(List<Double> mean, List<Double> standardDeviation) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<Region> stem() {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<ResidualBlock> residualBlocks() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Node replace(Node node, Layer layer) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void replace(Node node, Chain chain) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void replace(Region region, Chain chain) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void insertBefore(Node node, Chain chain) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void insertAfter(Node node, Chain chain) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void insertAfter(Region region, Chain chain) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void remove(Node node) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void initialize(Parameter parameter, Initializer initializer) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void inputSize(IntFunction<Size> ofEpoch) {
    throw new UnsupportedOperationException();
  }
}
