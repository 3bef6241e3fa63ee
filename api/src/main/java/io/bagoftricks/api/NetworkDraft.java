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
  /** {@return facts of the run that are known before it starts} */
  RunFacts facts();

  /**
   * {@return the collector of faults of the trick's settings that only the network shows, such as a
   * name that no layer has} A trick that reports an error leaves the network alone; it counts as
   * having done its part, and the others are asked too.
   */
  Problems problems();

  /** {@return all layers, in topological order} */
  List<Node> nodes();

  /**
   * {@return the layers of one kind, in topological order}
   *
   * @param kind the class of the layers, such as {@code BatchNorm2d.class}
   */
  default List<Node> nodes(Class<? extends Layer> kind) {
    return nodes().stream().filter(n -> kind.isInstance(n.layer())).toList();
  }

  /** {@return the layers before the first stage, where the model has such} */
  Optional<Region> stem();

  /** {@return the residual blocks, from input to output} */
  List<ResidualBlock> residualBlocks();

  /**
   * Puts another layer in the place of one, under its name.
   *
   * @param node in the network; its parameters go with it
   * @param layer takes as many inputs as the one that is there
   * @return the node that has the new layer
   */
  Node replace(Node node, Layer layer);

  /**
   * Puts new layers in the place of one; their names are relative to its name.
   *
   * @param node in the network; its parameters go with it
   * @param chain the new layers, the first of which reads what the old one read
   */
  void replace(Node node, Chain chain);

  /**
   * Puts new layers in the place of a region; their names are relative to the region's name.
   *
   * @param region in the network; all its layers go
   * @param chain the new layers, the first of which reads what the old one read
   */
  void replace(Region region, Chain chain);

  /**
   * Puts layers before a node's first input; their names are relative to the node's parent.
   *
   * @param node in the network
   * @param chain the new layers
   */
  void insertBefore(Node node, Chain chain);

  /**
   * Puts layers after a node; their names are relative to the node's parent.
   *
   * @param node in the network
   * @param chain the new layers, which all readers of the old output read from now on
   */
  void insertAfter(Node node, Chain chain);

  /**
   * Puts layers at the end of a region; their names are relative to the region's name.
   *
   * @param region of the stem or a residual block
   * @param chain the new layers, which all readers of the old output read from now on
   */
  void insertAfter(Region region, Chain chain);

  /**
   * Takes a layer of one input out.
   *
   * @param node in the network; its readers read its input
   */
  void remove(Node node);

  /**
   * Sets what fills a parameter.
   *
   * @param parameter of the network as it is now, by its name
   * @param initializer fills it before training
   * @throws IllegalArgumentException if the network has no parameter of that name
   */
  void initialize(Parameter parameter, Initializer initializer);

  /**
   * Sets how activations are stored.
   *
   * @param precision of the activations; masters stay as they are
   */
  void precision(Precision precision);

  /**
   * Sets the extent of training images, epoch by epoch (from 0).
   *
   * @param ofEpoch from the epoch, counted from 0, to the extent in pixels
   */
  void inputSize(IntFunction<Size> ofEpoch);

  /**
   * Sets how often an epoch of training shows an image, one after another, each time with other
   * draws of the sample hooks. An epoch stays as long as it is, and shows fewer images: the first
   * of its random order.
   *
   * @param times how often, at least 1
   * @throws IllegalArgumentException if an epoch has fewer images than that
   */
  void repeats(int times);

  /**
   * Declares the normalization of pixels, for training, evaluation, prediction and teachers alike:
   * {@code (pixel - mean) / standardDeviation} on the scale 0 to 255, one value per channel.
   *
   * @param mean one finite value per channel, on the scale 0 to 255
   * @param standardDeviation one positive value per channel, on the same scale
   */
  void normalization(List<Double> mean, List<Double> standardDeviation);

  /**
   * Says what was done. Every setup hook that edits leaves at least one receipt.
   *
   * @param effect how much of what there was has been changed
   */
  void receipt(Effect effect);
}
