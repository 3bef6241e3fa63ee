/** Layer freezing: layers that keep their values for a stretch of training. */
@NullMarked
package io.bagoftricks.tricks.optim.layerfreeze;

import org.jspecify.annotations.NullMarked;
