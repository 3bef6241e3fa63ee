/** Adaptive gradient clipping: gradients limited relative to the weights they change. */
@NullMarked
package io.bagoftricks.tricks.optim.agc;

import org.jspecify.annotations.NullMarked;
