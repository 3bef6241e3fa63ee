package io.bagoftricks.engine.internal.network;

import io.bagoftricks.api.Effect;
import io.bagoftricks.api.NetworkDraft;
import io.bagoftricks.api.Problems;
import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.network.Chain;
import io.bagoftricks.api.network.Initializer;
import io.bagoftricks.api.network.Layer;
import io.bagoftricks.api.network.Node;
import io.bagoftricks.api.network.Normalization;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.api.network.Region;
import io.bagoftricks.api.network.ResidualBlock;
import io.bagoftricks.api.network.Size;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** The draft as one trick sees it; remembers what the trick touched. */
public final class TrickDraft implements NetworkDraft {
  private final Graph graph;
  private final DraftSettings settings;
  private final RunFacts facts;
  private final Problems problems;
  private final Set<Slot> touched = EnumSet.noneOf(Slot.class);
  private final List<Effect> receipts = new ArrayList<>();

  /**
   * A view for one trick.
   *
   * @param problems take what it says of its settings
   */
  public TrickDraft(Graph graph, DraftSettings settings, RunFacts facts, Problems problems) {
    this.problems = problems;
    this.graph = graph;
    this.settings = settings;
    this.facts = facts;
  }

  /** The slots that were edited so far. */
  public Set<Slot> touched() {
    return Set.copyOf(touched);
  }

  /** The receipts so far. */
  public List<Effect> receipts() {
    return List.copyOf(receipts);
  }

  @Override
  public RunFacts facts() {
    return facts;
  }

  @Override
  public Problems problems() {
    return problems;
  }

  @Override
  public List<Node> nodes() {
    return graph.nodes();
  }

  @Override
  public Optional<Region> stem() {
    return graph.stem();
  }

  @Override
  public List<ResidualBlock> residualBlocks() {
    return graph.blocks();
  }

  @Override
  public Node replace(Node node, Layer layer) {
    touched.add(Slot.STRUCTURE);
    graph.replace(node, layer);
    return node;
  }

  @Override
  public void replace(Node node, Chain chain) {
    touched.add(Slot.STRUCTURE);
    graph.replace(node, chain);
  }

  @Override
  public void replace(Region region, Chain chain) {
    touched.add(Slot.STRUCTURE);
    graph.replace(region, chain);
  }

  @Override
  public void insertBefore(Node node, Chain chain) {
    touched.add(Slot.STRUCTURE);
    graph.insertBefore(node, chain);
  }

  @Override
  public void insertAfter(Node node, Chain chain) {
    touched.add(Slot.STRUCTURE);
    graph.insertAfter(node, chain);
  }

  @Override
  public void insertAfter(Region region, Chain chain) {
    touched.add(Slot.STRUCTURE);
    graph.insertAfter(region, chain);
  }

  @Override
  public void remove(Node node) {
    touched.add(Slot.STRUCTURE);
    graph.remove(node);
  }

  @Override
  public void initialize(Parameter parameter, Initializer initializer) {
    touched.add(Slot.INITIALIZERS);
    graph.initialize(parameter, initializer);
  }

  @Override
  public void precision(Precision precision) {
    touched.add(Slot.PRECISION);
    settings.precision(precision);
  }

  @Override
  public void inputSize(IntFunction<Size> ofEpoch) {
    touched.add(Slot.INPUT_SIZE);
    SortedMap<Integer, Size> changes = new TreeMap<>();
    Size before = null;
    for (int epoch = 0; epoch < facts.epochs(); epoch++) {
      Size size = ofEpoch.apply(epoch);
      check(epoch, size);
      if (!size.equals(before)) {
        changes.put(epoch, size);
      }
      before = size;
    }
    settings.inputSizes(changes);
  }

  @Override
  public void repeats(int times) {
    touched.add(Slot.REPEATS);
    if (!(times >= 1 && times <= facts.trainExamples())) {
      throw new IllegalArgumentException(
          "An epoch shows an image at least once and at most as often as it has images, %s, not %s times"
              .formatted(facts.trainExamples(), times));
    }
    settings.repeats(times);
  }

  @Override
  public void normalization(List<Double> mean, List<Double> standardDeviation) {
    touched.add(Slot.NORMALIZATION);
    Normalization normalization = new Normalization(mean, standardDeviation);
    if (mean.size() != facts.input().channels()) {
      throw new IllegalArgumentException(
          "Images have %s channels, and as many means and deviations, not %s"
              .formatted(facts.input().channels(), mean.size()));
    }
    settings.normalization(normalization);
  }

  @Override
  public void receipt(Effect effect) {
    receipts.add(effect);
  }

  private void check(int epoch, @Nullable Size size) {
    if (size == null) {
      throw new IllegalArgumentException("The input size of epoch " + (epoch + 1) + " is null");
    }
    double values =
        (double) size.height() * size.width() * facts.input().channels() * facts.batchSize();
    if (!(values <= Integer.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "The input size of epoch %s is %s x %s: a batch of %s such images is more than an array holds"
              .formatted(epoch + 1, size.height(), size.width(), facts.batchSize()));
    }
  }
}
