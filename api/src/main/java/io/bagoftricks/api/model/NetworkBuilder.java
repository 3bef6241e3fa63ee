package io.bagoftricks.api.model;

import io.bagoftricks.api.network.Layer;
import io.bagoftricks.api.network.Shape;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A network while a {@link Model} builds it. Layers refer to their inputs by name; channels are
 * inferred. What is marked, tricks can find: one that edits stems or residual blocks works on every
 * model that marks its own. Valid until {@link Model#build} returns.
 *
 * @since 0.1
 */
@ProviderType
public interface NetworkBuilder {
  /** {@return the shape of an image as the network receives it} */
  Shape input();

  /** {@return the number of classes: as many logits the last layer must give} */
  int classes();

  /**
   * Adds a layer, which is the network's output until another one is added.
   *
   * @param name unique; words of letters, digits, {@code _} and {@code -} with points between, best
   *     in timm's grammar, {@code layer1.0.conv2}: weights are stored under it
   * @param layer the operation and its settings
   * @param inputs names of layers added before, or {@link
   *     io.bagoftricks.api.network.Network#INPUT}, as many as the layer takes
   * @return the name
   * @throws IllegalArgumentException if the name is taken or not a valid name, an input is not
   *     there, the number of inputs is wrong, or their shapes do not fit
   */
  String add(String name, Layer layer, String... inputs);

  /**
   * Marks the layers from the network's input to a layer, that layer included, as the stem. A model
   * has one at most.
   *
   * @param last the last layer of the stem, by its name
   * @throws IllegalArgumentException if there is no such layer, or a stem already
   */
  void markStem(String last);

  /**
   * Marks a residual block: {@code add(branch(x), shortcut(x))}. To be called in the order from
   * input to output.
   *
   * @param name the block's, such as {@code layer2.0}, the prefix of its layers; layers of the
   *     shortcut are called {@code layer2.0.downsample.*}
   * @param source the layer whose output is x, or {@link io.bagoftricks.api.network.Network#INPUT}
   * @param add an {@link io.bagoftricks.api.network.Add} whose first input ends the branch and
   *     whose second input ends the shortcut, or is {@code source} where that is the identity
   * @throws IllegalArgumentException if a layer is not there, or {@code add} is not such a layer
   */
  void markBlock(String name, String source, String add);
}
