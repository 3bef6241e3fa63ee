package io.bagoftricks.api;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Runs once, on the finished network: weight decay, learning rate and their schedules may change.
 *
 * @since 0.1
 */
@ConsumerType
public interface ParamGroupsHook extends Trick {
  /**
   * Edits factors and schedules. A hook that touches nothing is an error of the recipe.
   *
   * @param groups the trainable parameters, and the schedules of rate and momentum
   */
  void onParamGroups(ParamGroups groups);
}
