package io.bagoftricks.bench.ceilings;

import io.bagoftricks.backends.spi.Profiler.Kind;

/**
 * An operation of a network in a step.
 *
 * @param layer the last of those that run as one; empty for what belongs to none
 * @param pass forward, data, weights or backward
 */
record Operation(String layer, Kind kind, Pass pass) {}
