package io.bagoftricks.engine.plan;

import io.bagoftricks.api.Effect;

/**
 * What a trick did in a setup hook.
 *
 * @param instance the trick's instance id
 */
public record Receipt(String instance, HookPoint point, Effect effect) {}
