package io.bagoftricks.api.network;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A named part of a network with one input and one output. It grows with what is inserted into it.
 *
 * @since 0.1
 */
@ProviderType
public interface Region {
  /** {@return the prefix that new layers get, {@code layer2.0.downsample}} */
  String name();

  /** {@return the layers from input to output; empty for a shortcut that is the identity} */
  List<Node> nodes();

  /**
   * {@return the layers of one kind, in order}
   *
   * @param kind the class of the layers, such as {@code Conv2d.class}
   */
  default List<Node> nodes(Class<? extends Layer> kind) {
    return nodes().stream().filter(n -> kind.isInstance(n.layer())).toList();
  }
}
