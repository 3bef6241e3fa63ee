package io.bagoftricks.api;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Runs once, before any memory exists: structure, initializers, precision, input size and
 * normalization may change.
 *
 * @since 0.1
 */
@ConsumerType
public interface InitHook extends Trick {
  /**
   * Edits the draft. A hook that touches nothing is an error of the recipe.
   *
   * @param network to be looked at and edited
   */
  void onInit(NetworkDraft network);
}
