package io.bagoftricks.engine.plan;

import io.bagoftricks.api.Effect;
import io.bagoftricks.engine.plugin.HookPoint;

/**
 * The effect of a trick in a setup hook, as the trick reports it.
 *
 * @param instance the trick's instance id
 */
public record Receipt(String instance, HookPoint point, Effect effect) {}
