package io.bagoftricks.api.network;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A layer of a network that is still being drafted: a live handle.
 *
 * @since 0.1
 */
@ProviderType
public interface Node {
  /** The name, unique in the network. */
  String name();

  /** The layer as it is now. */
  Layer layer();

  /** The shapes of the inputs as the draft stands now. */
  List<Shape> inputShapes();

  /** The shape of the output as the draft stands now. */
  Shape outputShape();

  /** The parameters under their full names, with the initializers they have now. */
  List<Parameter> parameters();
}
