package io.bagoftricks.engine.plan;

import io.bagoftricks.api.Trick;
import io.bagoftricks.engine.plugin.StoredState;

/**
 * A trick in its place.
 *
 * @param instance the instance's id
 * @param trick built once for the run
 * @param state what it remembers; one a trick, shared by all its hooks
 */
public record PlannedTrick(String instance, Trick trick, StoredState state) {}
