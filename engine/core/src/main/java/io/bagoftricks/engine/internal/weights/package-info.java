/** Weights from files: those of a run, and those that a run starts from. */
@NullMarked
package io.bagoftricks.engine.internal.weights;

import org.jspecify.annotations.NullMarked;
