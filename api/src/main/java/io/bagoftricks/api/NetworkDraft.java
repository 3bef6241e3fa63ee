package io.bagoftricks.api;

import io.bagoftricks.api.network.Chain;
import io.bagoftricks.api.network.Initializer;
import io.bagoftricks.api.network.Layer;
import io.bagoftricks.api.network.Node;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.api.network.Region;
import io.bagoftricks.api.network.ResidualBlock;
import io.bagoftricks.api.network.Size;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A network before any memory exists. Edits may come in any order: channels are inferred.
 *
 * @since 0.1
 */
@ProviderType
public interface NetworkDraft {
  /** Facts of the run that are known before it starts. */
  RunFacts facts();

  /** All layers, in topological order. */
  List<Node> nodes();

  /** The layers of one kind, in topological order. */
  default List<Node> nodes(Class<? extends Layer> kind) {
    return nodes().stream().filter(n -> kind.isInstance(n.layer())).toList();
  }

  /** The layers before the first stage, where the model has such. */
  Optional<Region> stem();

  /** The residual blocks, from input to output. */
  List<ResidualBlock> residualBlocks();

  /** Puts another layer in the place of one, under its name. */
  Node replace(Node node, Layer layer);

  /** Puts new layers in the place of one; their names are relative to its name. */
  void replace(Node node, Chain chain);

  /** Puts new layers in the place of a region; their names are relative to the region's name. */
  void replace(Region region, Chain chain);

  /** Puts layers before a node's first input; their names are relative to the node's parent. */
  void insertBefore(Node node, Chain chain);

  /** Puts layers after a node; their names are relative to the node's parent. */
  void insertAfter(Node node, Chain chain);

  /** Puts layers at the end of a region; their names are relative to the region's name. */
  void insertAfter(Region region, Chain chain);

  /** Takes a layer of one input out. */
  void remove(Node node);

  /**
   * Sets what fills a parameter.
   *
   * @throws IllegalArgumentException if the network has no parameter of that name
   */
  void initialize(Parameter parameter, Initializer initializer);

  /** Sets how activations are stored. */
  void precision(Precision precision);

  /** Sets the extent of training images, epoch by epoch (from 0). */
  void inputSize(IntFunction<Size> ofEpoch);

  /**
   * Declares the normalization of pixels, for training, evaluation, prediction and teachers alike:
   * {@code (pixel - mean) / standardDeviation} on the scale 0 to 255, one value per channel.
   */
  void normalization(List<Double> mean, List<Double> standardDeviation);

  /** Says what was done. Every setup hook leaves at least one receipt. */
  void receipt(Effect effect);
}
