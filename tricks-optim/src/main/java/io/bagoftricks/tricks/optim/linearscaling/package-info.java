/** Linear scaling: a learning rate in proportion to the batch. */
@NullMarked
package io.bagoftricks.tricks.optim.linearscaling;

import org.jspecify.annotations.NullMarked;
