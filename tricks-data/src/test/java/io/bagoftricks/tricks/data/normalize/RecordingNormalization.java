package io.bagoftricks.tricks.data.normalize;

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
import io.bagoftricks.api.network.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** A draft of which only the normalization may be touched. */
final class RecordingNormalization implements NetworkDraft {
  final List<Effect> receipts = new ArrayList<>();
  @Nullable NormalizeConfig declared;
  private final RunFacts facts;

  RecordingNormalization(RunFacts facts) {
    this.facts = facts;
  }

  @Override
  public RunFacts facts() {
    return facts;
  }

  @Override
  public void normalization(List<Double> mean, List<Double> standardDeviation) {
    declared = new NormalizeConfig(mean, standardDeviation);
  }

  @Override
  public void receipt(Effect effect) {
    receipts.add(effect);
  }

  @Override
  public List<Node> nodes() {
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
  public void precision(Precision precision) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void inputSize(IntFunction<Size> ofEpoch) {
    throw new UnsupportedOperationException();
  }
}
