/** Focal loss: examples that are right already count less. */
@NullMarked
package io.bagoftricks.tricks.loss.focalloss;

import org.jspecify.annotations.NullMarked;
