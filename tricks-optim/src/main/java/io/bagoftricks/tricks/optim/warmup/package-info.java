/** Warm-up: a learning rate that rises linearly at the start. */
@NullMarked
package io.bagoftricks.tricks.optim.warmup;

import org.jspecify.annotations.NullMarked;
