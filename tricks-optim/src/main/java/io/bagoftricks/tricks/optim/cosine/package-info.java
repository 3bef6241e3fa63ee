/** Cosine decay: a learning rate that falls to zero along half a cosine. */
@NullMarked
package io.bagoftricks.tricks.optim.cosine;

import org.jspecify.annotations.NullMarked;
