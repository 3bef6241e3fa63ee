/** Whole runs of the engine with toy tricks: what they compute, keep and refuse. */
@NullMarked
package io.bagoftricks.engine.behavior;

import org.jspecify.annotations.NullMarked;
