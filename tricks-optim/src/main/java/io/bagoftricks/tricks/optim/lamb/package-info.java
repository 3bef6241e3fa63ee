/** The optimizer LAMB: Adam with a rate for each layer. */
@NullMarked
package io.bagoftricks.tricks.optim.lamb;

import org.jspecify.annotations.NullMarked;
