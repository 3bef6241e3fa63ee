/** Whole runs of the engine, with real tricks and toy ones: what they compute, keep and refuse. */
@NullMarked
package io.bagoftricks.engine.behavior;

import org.jspecify.annotations.NullMarked;
