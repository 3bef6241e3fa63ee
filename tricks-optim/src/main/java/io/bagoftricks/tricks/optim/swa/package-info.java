/** Stochastic weight averaging: evaluation on the mean of the weights of the last epochs. */
@NullMarked
package io.bagoftricks.tricks.optim.swa;

import org.jspecify.annotations.NullMarked;
