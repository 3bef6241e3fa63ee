package io.bagoftricks.api.network;

import org.osgi.annotation.versioning.ProviderType;

/**
 * A residual block: {@code add(branch(x), shortcut(x))}.
 *
 * @since 0.1
 */
@ProviderType
public interface ResidualBlock {
  /** The name, {@code layer2.0}. */
  String name();

  /** The position among all blocks, from 0. */
  int index();

  /** The residual branch. */
  Region branch();

  /** The shortcut; without layers where it is the identity. */
  Region shortcut();

  /** Where both meet. */
  Node add();
}
