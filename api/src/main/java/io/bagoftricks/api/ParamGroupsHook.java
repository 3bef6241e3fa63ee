package io.bagoftricks.api;

/**
 * Runs once, on the finished network: weight decay, learning rate and their schedules may change.
 *
 * @since 0.1
 */
public interface ParamGroupsHook extends Trick {
  /** Edits factors and schedules. A hook that touches nothing is an error of the recipe. */
  void onParamGroups(ParamGroups groups);
}
