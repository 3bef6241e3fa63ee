package io.bagoftricks.engine.plan;

import io.bagoftricks.api.Effect;
import io.bagoftricks.engine.plugin.HookPoint;

/**
 * What a trick did in a setup hook.
 *
 * @param instance the trick's instance id
 */
public record Receipt(String instance, HookPoint point, Effect effect) {}
