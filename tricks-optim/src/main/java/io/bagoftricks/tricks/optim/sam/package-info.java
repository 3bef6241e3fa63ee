/** Sharpness-aware minimization: gradients from where the loss is highest nearby. */
@NullMarked
package io.bagoftricks.tricks.optim.sam;

import org.jspecify.annotations.NullMarked;
