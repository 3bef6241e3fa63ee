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
  /** {@return the name, unique in the network} */
  String name();

  /** {@return the layer as it is now} */
  Layer layer();

  /** {@return the shapes of the inputs as the draft stands now} */
  List<Shape> inputShapes();

  /** {@return the shape of the output as the draft stands now} */
  Shape outputShape();

  /** {@return the parameters under their full names, with the initializers they have now} */
  List<Parameter> parameters();
}
