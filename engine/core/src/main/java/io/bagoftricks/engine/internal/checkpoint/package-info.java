/**
 * Checkpoints: all that a run needs to go on as if it had never ended; written whole, and checked
 * when read.
 */
@NullMarked
package io.bagoftricks.engine.internal.checkpoint;

import org.jspecify.annotations.NullMarked;
