/**
 * From a recipe to a plan: the order of tricks, the network, groups and schedules, before any
 * memory exists.
 */
@NullMarked
package io.bagoftricks.engine.plan;

import org.jspecify.annotations.NullMarked;
