package io.bagoftricks.api;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Runs once for each draft of a network, before any memory exists: structure, initializers,
 * precision, input size, normalization and how often an epoch shows an image may change.
 *
 * @since 0.1
 */
@ConsumerType
public interface InitHook extends Trick {
  /**
   * Edits the draft. A hook that declares writes and makes none is an error of the recipe.
   *
   * @param network to be looked at and edited
   */
  void onInit(NetworkDraft network);
}
