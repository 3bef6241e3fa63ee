/** Exponential moving average: evaluation on an average of the weights over time. */
@NullMarked
package io.bagoftricks.tricks.optim.ema;

import org.jspecify.annotations.NullMarked;
