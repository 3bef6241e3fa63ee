package io.bagoftricks.engine.plan;

import io.bagoftricks.api.Trick;

/**
 * A trick in its place.
 *
 * @param instance the instance's id
 * @param trick built once for the run
 */
public record PlannedTrick(String instance, Trick trick) {}
