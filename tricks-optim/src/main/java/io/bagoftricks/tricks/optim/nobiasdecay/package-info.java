/** No bias decay: weight decay for weights only. */
@NullMarked
package io.bagoftricks.tricks.optim.nobiasdecay;

import org.jspecify.annotations.NullMarked;
