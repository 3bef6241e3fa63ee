package io.bagoftricks.api.model;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A network that a recipe can name. Where the settings are a record, that record may be the model
 * itself.
 *
 * @since 0.1
 */
@FunctionalInterface
@ConsumerType
public interface Model {
  /**
   * Adds all layers, input to output; the last layer added gives the logits, a vector of {@link
   * NetworkBuilder#classes} values. The same settings and input always give the same network: it is
   * built several times. No I/O, no random numbers, and no array is made.
   *
   * @param network empty when called, but for its input
   * @throws IllegalArgumentException where the input is not one for this model, such as too small
   *     an image: with the rule, and what to do
   */
  void build(NetworkBuilder network);
}
