package io.bagoftricks.api.network;

import org.osgi.annotation.versioning.ProviderType;

/**
 * A residual block: {@code add(branch(x), shortcut(x))}.
 *
 * @since 0.1
 */
@ProviderType
public interface ResidualBlock {
  /** {@return the name, {@code layer2.0}} */
  String name();

  /** {@return the position among all blocks, from 0} */
  int index();

  /** {@return the residual branch} */
  Region branch();

  /** {@return the shortcut; without layers where it is the identity} */
  Region shortcut();

  /** {@return where both meet} */
  Node add();
}
