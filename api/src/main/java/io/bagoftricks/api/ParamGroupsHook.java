package io.bagoftricks.api;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Runs once for each draft, on the finished network: weight decay, learning rate, their schedules
 * and what is frozen for a time may change.
 *
 * @since 0.1
 */
@ConsumerType
public interface ParamGroupsHook extends Trick {
  /**
   * Edits factors and schedules. A hook that declares writes and makes none is an error of the
   * recipe.
   *
   * @param groups the trainable parameters, and the schedules of rate and momentum
   */
  void onParamGroups(ParamGroups groups);
}
