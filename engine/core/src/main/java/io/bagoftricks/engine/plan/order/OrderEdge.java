package io.bagoftricks.engine.plan.order;

import io.bagoftricks.engine.plugin.HookPoint;

/**
 * One trick before another at a point.
 *
 * @param first instance id
 * @param then instance id
 * @param why the rule and the slots, in words
 */
public record OrderEdge(HookPoint point, String first, String then, String why) {}
