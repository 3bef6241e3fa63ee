/** The training loop: steps, evaluation, and the contexts that run-time hooks see. */
@NullMarked
package io.bagoftricks.engine.internal.train;

import org.jspecify.annotations.NullMarked;
